import matplotlib.pyplot as plt
import numpy as np

t = np.linspace(0, 6, 100)
fig, axes = plt.subplots(2, 2, sharex=True)
for power, ax in enumerate(axes.flat, 1):
    ax.plot(t, np.sin(t) ** power)
    ax.set_title(f"$\\sin^{power} t$")
fig.tight_layout()
plt.show()
