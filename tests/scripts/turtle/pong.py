"""Tokyo Edtech, Pong, whose main loop has no end: 2 pictures."""

import signal
import turtle

wn = turtle.Screen()
wn.title("Pong by @TokyoEdTech")
wn.bgcolor("black")
wn.setup(width=800, height=600)
wn.tracer(0)


def paddle(x):
    p = turtle.Turtle()
    p.speed(0)
    p.shape("square")
    p.color("white")
    p.shapesize(stretch_wid=5, stretch_len=1)
    p.penup()
    p.goto(x, 0)
    return p


a, b = paddle(-350), paddle(350)
ball = turtle.Turtle()
ball.speed(0)
ball.shape("square")
ball.color("white")
ball.penup()
ball.dx = ball.dy = 2
pen = turtle.Turtle()
pen.speed(0)
pen.color("white")
pen.penup()
pen.hideturtle()
pen.goto(0, 260)
pen.write("Player A: 0  Player B: 0", align="center", font=("Courier", 24, "normal"))


def up():
    a.sety(a.ycor() + 20)


wn.listen()
wn.onkeypress(up, "w")


# A time limit, as graders set it.
class Late(Exception):
    pass


def stop(*_):
    raise Late


signal.signal(signal.SIGALRM, stop)
signal.alarm(4)
while True:
    wn.update()
    ball.setx(ball.xcor() + ball.dx)
    ball.sety(ball.ycor() + ball.dy)
    if abs(ball.ycor()) > 290:
        ball.dy *= -1
    if abs(ball.xcor()) > 330:
        ball.dx *= -1
