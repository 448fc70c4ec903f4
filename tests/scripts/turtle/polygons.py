"""Think Python, chapter 4, polygons, arcs and pies: 1 picture."""

import math, turtle

bob = turtle.Turtle()


def polyline(t, n, length, angle):
    for i in range(n):
        t.fd(length)
        t.lt(angle)


def arc(t, r, angle):
    arc_length = 2 * math.pi * r * abs(angle) / 360
    n = int(arc_length / 4) + 3
    polyline(t, n, arc_length / n, float(angle) / n)


def isosceles(t, r, angle):
    y = r * math.sin(angle * math.pi / 180)
    t.rt(angle)
    t.fd(r)
    t.lt(90 + angle)
    t.fd(2 * y)
    t.lt(90 + angle)
    t.fd(r)
    t.lt(180 - angle)


def pie(t, n, r):
    for i in range(n):
        isosceles(t, r, 360.0 / n / 2)
        t.lt(360.0 / n)


arc(bob, 100, 360)
bob.pu()
bob.bk(250)
bob.pd()
pie(bob, 5, 60)
turtle.mainloop()
