import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(-3, 3, 60)
plt.imshow(np.sin(x)[:, None] * np.cos(x), cmap="viridis")
plt.colorbar(label="height")
plt.show()
