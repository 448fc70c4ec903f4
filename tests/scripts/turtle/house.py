"""The Hour of Code, a house: 1 picture."""

import turtle as t


def rect(x, y, w, h, c):
    t.penup()
    t.goto(x, y)
    t.pendown()
    t.fillcolor(c)
    t.begin_fill()
    for s in (w, h, w, h):
        t.forward(s)
        t.left(90)
    t.end_fill()


if __name__ == "__main__":
    t.speed(0)
    t.pensize(2)
    rect(-100, -100, 200, 150, "#ffcc66")
    rect(-20, -100, 40, 70, "saddlebrown")
    rect(-80, -20, 40, 40, "light blue")
    rect(40, -20, 40, 40, "LightBlue")
    t.penup()
    t.goto(-120, 50)
    t.pendown()
    t.fillcolor("firebrick")
    t.begin_fill()
    t.goto(0, 140)
    t.goto(120, 50)
    t.goto(-120, 50)
    t.end_fill()
    t.hideturtle()
    t.Screen().exitonclick()
    print("clicked")
