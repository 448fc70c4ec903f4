"""A figure that can't be drawn among some that can."""

import matplotlib.pyplot as plt
from matplotlib.artist import Artist


class Broken(Artist):
    def draw(self, renderer):
        raise ValueError("cannot be drawn")


plt.title("before")
plt.show()
plt.title("broken")
plt.gca().add_artist(Broken())
plt.show()
plt.title("after")
plt.show()
print("done")
