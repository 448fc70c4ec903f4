"""The least that shows a figure."""

import matplotlib.pyplot as plt

plt.figure()
plt.show()
print("done")
