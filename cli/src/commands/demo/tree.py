"""A drawing by turtle graphics, which has a window of tkinter's elsewhere: a tree that ends in leaves."""

try:
    import turtle
except ImportError as error:
    # Some distributions have it in a package of its own.
    raise SystemExit("no turtle graphics here: %s" % error)


def branch(length):
    turtle.pensize(max(length / 9, 1))
    turtle.pencolor("saddle brown" if length > 20 else "forest green")
    turtle.forward(length)
    if length > 9:
        for angle in (-25, 50):
            turtle.left(angle)
            branch(length * 0.74)
        turtle.right(25)
    else:
        turtle.dot(6, "light green")
    turtle.penup()
    turtle.backward(length)
    turtle.pendown()


turtle.setup(640, 480)
turtle.title("A tree by turtle graphics")
turtle.tracer(0)
turtle.setheading(90)
turtle.penup()
turtle.backward(200)
turtle.pendown()
branch(100)
turtle.hideturtle()
turtle.update()
turtle.done()
