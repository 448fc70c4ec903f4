"""In the style of Invent Your Own Computer Games, images, shapes and errors that it catches: 1 picture."""

import base64, tempfile, turtle

folder = tempfile.TemporaryDirectory()
star = folder.name + "/star.gif"
open(star, "wb").write(
    base64.b64decode(
        "R0lGODlhEAAQAPIAAP///wAAAMLCwkJCQgAAAGJiYoKCgpKSkiH/C05FVFNDQVBFMi4wAwEAAAAh+QQJCgAAACwAAAAAEAAQAAADMwi63P4wyklrE2MIOggZnAdOmGYJRbExwroUmcG2LmDEwnHQLVsYOd2mBzkYDAdKa+dIAAAh+QQJCgAAACwAAAAAEAAQAAADNAi63P5OjCEgG4QMu7DmikRxQlFUYDEZIGBMRVsaqHwctXXf7WEYB4Ag1xjihkMZsiUkKhIAOw=="
    )
)
s = turtle.Screen()
s.register_shape(star)
s.bgcolor("skyblue")
t = turtle.Turtle()
t.penup()
t.shape(star)
t.goto(60, 60)
t.stamp()
t.goto(90, 60)
c = turtle.Shape("compound")
c.addcomponent(((0, 0), (20, -10), (0, 20), (-20, -10)), "red", "blue")
c.addcomponent(((0, 0), (20, -10), (-20, -10)), "blue", "red")
s.register_shape("myshape", c)
u = turtle.Turtle("myshape")
u.left(30)
u.stamp()
u.penup()
u.goto(-80, 0)
try:
    s.bgpic("nothere.gif")
except turtle.TK.TclError as e:
    print("TclError", e)
try:
    u.color("rainbow")
except turtle.TurtleGraphicsError as e:
    print("TurtleGraphicsError", e)
try:
    s.register_shape("x.png")
except Exception as e:
    print(type(e).__name__, str(e)[:40])
turtle.done()
