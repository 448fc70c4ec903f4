"""Shows a line that counts how often it is drawn."""

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D


class Counting(Line2D):
    drawings = 0

    def draw(self, renderer):
        Counting.drawings += 1
        super().draw(renderer)


plt.gca().add_line(Counting([0, 1], [0, 1]))
plt.show()
print(Counting.drawings)
