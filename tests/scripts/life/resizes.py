"""Places its labels when the window has its size, of which every window tells when it appears."""

import matplotlib.pyplot as plt

figure, axes = plt.subplots()


def resized(event):
    print(event.width, event.height)
    axes.set_title("resized")
    figure.tight_layout()


figure.canvas.mpl_connect("resize_event", resized)
plt.show(block=False)
plt.show()
