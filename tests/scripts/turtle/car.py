"""Python for Kids, chapters 4 and 11, a car and a star, without a call at its end: 1 picture."""

import turtle

t = turtle.Pen()
t.reset()
t.color(1, 0, 0)
t.begin_fill()
t.forward(100)
t.left(90)
t.forward(20)
t.left(90)
t.forward(20)
t.right(90)
t.forward(20)
t.left(90)
t.forward(60)
t.left(90)
t.forward(20)
t.right(90)
t.forward(20)
t.left(90)
t.forward(20)
t.end_fill()
for x in (10, 90):
    t.color(0, 0, 0)
    t.up()
    t.goto(x, -10)
    t.setheading(0)
    t.down()
    t.begin_fill()
    t.circle(10)
    t.end_fill()


def mystar(size, filled):
    if filled:
        t.begin_fill()
    for x in range(1, 19):
        t.forward(size)
        t.left(175 if x % 2 == 0 else 225)
    if filled:
        t.end_fill()


t.up()
t.goto(-150, 100)
t.down()
t.color(0.9, 0.75, 0)
mystar(120, True)
t.color(0, 0, 0)
mystar(120, False)
