"""25 figures shown one by one."""

import matplotlib.pyplot as plt

for number in range(25):
    plt.figure()
    plt.plot([number, 1])
    plt.title(str(number))
    plt.show()
