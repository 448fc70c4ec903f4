"""In the style of Real Python, a sine in its own coordinates: 1 picture."""

import turtle, math

s = turtle.Screen()
s.setup(600, 400)
s.setworldcoordinates(-1, -1.5, 7, 1.5)
t = turtle.Turtle()
t.hideturtle()
t.speed(0)
t.goto(6.5, 0)
t.goto(0, 0)
t.goto(0, 1.3)
t.goto(0, 0)
t.color("red")
t.pensize(2)
for i in range(0, 640, 4):
    t.goto(i / 100, math.sin(i / 100))
t.penup()
t.goto(3, 1)
t.write("y = sin x", font=("Times New Roman", 14, "normal"))
turtle.done()
