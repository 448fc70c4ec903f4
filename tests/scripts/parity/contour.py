import matplotlib.pyplot as plt
import numpy as np

x, y = np.meshgrid(np.linspace(-2, 2, 50), np.linspace(-2, 2, 50))
fig, ax = plt.subplots()
lines = ax.contour(x, y, np.exp(-(x**2) - y**2) * x)
ax.clabel(lines)
plt.show()
