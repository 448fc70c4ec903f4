import matplotlib.pyplot as plt

plt.figure(2)
plt.plot([1, 2, 4, 8])
plt.yscale("log")
plt.figure(1)
plt.plot([8, 4, 2, 1], "o--")
plt.annotate("here", (1, 4), (2, 6), arrowprops={"arrowstyle": "->"})
plt.show()
