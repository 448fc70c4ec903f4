"""Code Club, Turtle Race: 1 picture."""

from turtle import *
from random import randint

speed(10)
penup()
goto(-140, 140)
for step in range(15):
    write(step, align="center")
    right(90)
    for num in range(8):
        penup()
        forward(10)
        pendown()
        forward(10)
    penup()
    backward(160)
    left(90)
    forward(20)
racers = []
for colour, y in (("red", 100), ("blue", 70), ("green", 40), ("orange", 10)):
    t = Turtle()
    t.color(colour)
    t.shape("turtle")
    t.penup()
    t.goto(-160, y)
    t.pendown()
    racers.append(t)
for t in racers:
    for turn in range(10):
        t.right(36)
for turn in range(100):
    for t in racers:
        t.forward(randint(1, 5))
