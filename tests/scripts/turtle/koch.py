"""Think Python, chapter 5, a snowflake: 1 picture."""

import turtle


def koch(t, n):
    if n < 10:
        t.fd(n)
        return
    m = n / 3
    koch(t, m)
    t.lt(60)
    koch(t, m)
    t.rt(120)
    koch(t, m)
    t.lt(60)
    koch(t, m)


bob = turtle.Turtle()
bob.speed(0)
bob.pu()
bob.goto(-150, 90)
bob.pd()
for i in range(3):
    koch(bob, 300)
    bob.rt(120)
turtle.exitonclick()
