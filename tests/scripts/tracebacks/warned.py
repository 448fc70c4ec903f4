"""Has Matplotlib warn as it is asked for another backend, and as it is loaded."""

import matplotlib.pyplot as plt

plt.figure()
plt.switch_backend("svg")
plt.figure()
plt.switch_backend("pdf")
