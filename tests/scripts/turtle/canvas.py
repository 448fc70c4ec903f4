"""A question of Stack Overflow, the canvas of tkinter below the turtles: 1 picture."""

import tempfile
import turtle

t = turtle.Turtle()
t.circle(60)
with tempfile.TemporaryDirectory() as folder:
    turtle.getscreen().getcanvas().postscript(file=folder + "/circle.eps")
cv = turtle.getcanvas()
cv.create_oval(-150, -30, -90, 30, fill="gold", outline="red", width=3)
cv.create_rectangle(90, -30, 150, 30, dash=(4, 4))
cv.create_line(0, -100, 100, -100, arrow="last")
root = cv.winfo_toplevel()
root.resizable(False, False)
root.attributes("-topmost", 1)
root.iconbitmap()
print(
    cv.bbox("all") is not None, len(cv.find_all()) > 3, root.title(), cv.winfo_width(), turtle.window_height()
)
turtle.bye()
try:
    t.forward(10)
except turtle.TK.TclError as error:
    print(error)
