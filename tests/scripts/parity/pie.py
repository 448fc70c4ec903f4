import matplotlib.pyplot as plt

plt.pie([35, 25, 40], labels=["a", "b", "c"], autopct="%1.0f%%", explode=(0, 0.1, 0))
plt.axis("equal")
plt.show()
