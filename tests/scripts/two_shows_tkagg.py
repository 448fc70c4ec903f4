import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt

plt.plot([1, 2, 3])
plt.show()
plt.plot([3, 1, 2])
plt.show()
