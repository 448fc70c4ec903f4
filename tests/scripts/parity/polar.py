import matplotlib.pyplot as plt
import numpy as np

r = np.linspace(0, 2, 200)
ax = plt.figure().add_subplot(projection="polar")
ax.plot(2 * np.pi * r, r)
plt.show()
