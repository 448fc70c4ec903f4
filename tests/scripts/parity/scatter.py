import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(1)
plt.scatter(rng.random(40), rng.random(40), s=rng.random(40) * 300, c=rng.random(40), alpha=0.5)
plt.grid(True)
plt.show()
