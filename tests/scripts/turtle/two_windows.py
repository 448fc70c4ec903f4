"""In the style of Grok Academy, two exercises in one file: 2 pictures."""

import turtle


def first():
    turtle.color("green")
    turtle.circle(50)
    turtle.dot(20)
    turtle.bye()


def second():
    try:
        turtle.forward(1)
    except turtle.Terminator:
        pass
    turtle.color("purple")
    turtle.forward(100)
    turtle.up()
    turtle.goto(0, 50)
    turtle.write("zweite Übung – π ≈ 3.14", font=("Comic Sans MS", 18, "normal"))
    turtle.hideturtle()
    turtle.exitonclick()


first()
second()
print("end")
