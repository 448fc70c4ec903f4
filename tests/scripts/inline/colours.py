"""Shows a blue figure of 400 × 200 pixels with a red quarter at the bottom left, and noise at the top right, which
makes a long PNG."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

figure = plt.figure(figsize=(4, 2), dpi=100, facecolor="blue")
figure.add_artist(Rectangle((0, 0), 0.5, 0.5, color="red"))
figure.figimage(np.random.RandomState(0).rand(100, 100), 300, 100)
plt.show()
