import matplotlib.pyplot as plt
import numpy as np

x, y = np.meshgrid(np.linspace(-4, 4, 30), np.linspace(-4, 4, 30))
fig = plt.figure()
ax = fig.add_subplot(projection="3d")
ax.plot_surface(x, y, np.sin(np.hypot(x, y)), cmap="coolwarm")
plt.show()
