"""A program whose window is Tk's, and which leaves everything to that."""

import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt

figure, axes = plt.subplots()
axes.set_title("count 0")
plt.show(block=False)
window = figure.canvas.manager.window
count = 0


def update():
    global count
    count += 1
    axes.set_title("count %d" % count)
    figure.canvas.draw()
    window.after(10, update) if count < 3 else window.quit()


window.after(10, update)
window.mainloop()
print(count)
