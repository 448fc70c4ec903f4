"""In the style of CS50, two dialogs and a polygon: 1 picture."""

import turtle

screen = turtle.Screen()
screen.setup(500, 400)
n = screen.numinput("Polygon", "Sides:", 6, minval=3, maxval=12)
name = screen.textinput("Name", "Who are you?")
if name is None:
    name = "nobody"
t = turtle.Turtle()
for _ in range(int(n)):
    t.forward(80)
    t.left(360 / n)
t.penup()
t.goto(0, -60)
t.write("Hello, " + name, font=("Arial", 14, "italic"))
screen.exitonclick()
