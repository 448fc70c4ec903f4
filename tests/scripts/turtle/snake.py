"""Free Python Games, snake, which nobody steers: 1 picture."""

from turtle import *
from random import randrange

food, snake, aim = [0, 0], [[10, 0]], [0, -10]


def square(x, y, size, name):
    import turtle

    turtle.up()
    turtle.goto(x, y)
    turtle.down()
    turtle.color(name)
    turtle.begin_fill()
    for count in range(4):
        turtle.forward(size)
        turtle.left(90)
    turtle.end_fill()


def inside(head):
    return -200 < head[0] < 190 and -200 < head[1] < 190


def move():
    head = snake[-1][:]
    head[0] += aim[0]
    head[1] += aim[1]
    if not inside(head) or head in snake:
        square(head[0], head[1], 9, "red")
        update()
        return
    snake.append(head)
    if head == food:
        food[0] = randrange(-15, 15) * 10
    else:
        snake.pop(0)
    clear()
    for body in snake:
        square(body[0], body[1], 9, "black")
    square(food[0], food[1], 9, "green")
    update()
    ontimer(move, 100)


setup(420, 420, 370, 0)
hideturtle()
tracer(False)
listen()
onkey(lambda: None, "Right")
move()
done()
