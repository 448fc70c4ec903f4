"""In the style of Automate the Boring Stuff, a spiral: 1 picture."""

import turtle

turtle.bgcolor("black")
turtle.speed("fastest")
turtle.title("Spiral <1> & more")
colors = ["red", "purple", "blue", "green", "orange", "yellow"]
for x in range(180):
    turtle.pencolor(colors[x % 6])
    turtle.width(x / 100 + 1)
    turtle.forward(x)
    turtle.left(59)
turtle.done()
