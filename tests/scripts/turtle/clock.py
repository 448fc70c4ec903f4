"""The documentation of ontimer, a clock: 1 picture."""

import turtle

pen = turtle.Turtle(visible=False)
turtle.tracer(0, 0)
turtle.Screen().setup(300, 120)
n = 0


def tick():
    global n
    n += 1
    pen.clear()
    pen.write("%02d:%02d" % divmod(n, 60), align="center", font=("Consolas", 28, "bold"))
    turtle.update()
    turtle.ontimer(tick, 1000)


tick()
turtle.mainloop()
print("ticks", n in (60, 61))
