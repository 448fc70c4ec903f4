"""CodeHS, Tracy the Turtle, a snowman: 1 picture."""

from turtle import *

speed(5)


def snowball(radius, y):
    penup()
    setposition(0, y)
    pendown()
    color("lightblue")
    begin_fill()
    circle(radius)
    end_fill()


snowball(80, -180)
snowball(55, -30)
snowball(35, 75)
penup()
color("black")
for x in (-12, 12):
    setposition(x, 120)
    dot(8)
setposition(0, 110)
color("orange")
pensize(6)
pendown()
forward(25)
