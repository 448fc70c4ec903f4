"""Does things at each draw of its window, of which an SVG's canvas knows nothing."""

import matplotlib.pyplot as plt

figure, axes = plt.subplots()
axes.set_title("before")
(line,) = axes.plot([1, 2])


def drawn(event):
    background = figure.canvas.copy_from_bbox(axes.bbox)
    axes.set_title("drawn")
    figure.canvas.restore_region(background)
    figure.canvas.blit(axes.bbox)
    print("drawn")


figure.canvas.mpl_connect("draw_event", drawn)
plt.show()
