"""How to Think Like a Computer Scientist, chapter 3, a clock face: 1 picture."""

import turtle

wn = turtle.Screen()
wn.bgcolor("lightgreen")
wn.title("Hello, Tess!")
tess = turtle.Turtle()
tess.shape("turtle")
tess.color("blue")
tess.penup()
for i in range(12):
    tess.forward(100)
    tess.pendown()
    tess.forward(10)
    tess.penup()
    tess.forward(20)
    tess.stamp()
    tess.backward(130)
    tess.right(30)
tess.stamp()
wn.mainloop()
