"""A question of Stack Overflow, two turtles in two threads: 1 picture."""

import turtle, threading, time

turtle.setup(400, 300)


def run(color, y):
    t = turtle.Turtle()
    t.color(color)
    t.penup()
    t.goto(-150, y)
    t.pendown()
    for i in range(20):
        t.forward(15)
        time.sleep(0.01)


for color, y in (("red", 50), ("blue", -50)):
    threading.Thread(target=run, args=(color, y), daemon=True).start()
turtle.done()
