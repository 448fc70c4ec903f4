import matplotlib.pyplot as plt
import numpy as np

values = np.random.default_rng(3).normal(100, 15, 500)
plt.hist(values, bins=30, alpha=0.7, label="scores")
plt.axvline(values.mean(), color="red", linestyle="--", label="mean")
plt.legend()
plt.show()
