"""BBC Bitesize, Logo's directions, undo, clones and stamps: 1 picture."""

import turtle

turtle.mode("logo")
turtle.shape("arrow")
turtle.colormode(255)
for i in range(4):
    turtle.fd(100)
    turtle.rt(90)
turtle.fd(50)
turtle.write("oops")
turtle.undo()
turtle.undo()
other = turtle.getturtle().clone()
other.pencolor(200, 30, 60)
other.rt(45)
other.fd(160)
ids = []
for i in range(5):
    other.bk(30)
    ids.append(other.stamp())
other.clearstamp(ids[0])
print(turtle.heading(), turtle.pos(), turtle.undobufferentries())
turtle.done()
