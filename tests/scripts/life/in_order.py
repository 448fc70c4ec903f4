"""Several figures at one show: all of them, in pyplot's order, empty ones too."""

import matplotlib.pyplot as plt

for number in (1, 2, 3):
    plt.figure(number)
    plt.title("figure %d" % number)
plt.figure(2)
plt.figure(4)
plt.show()
print(plt.get_fignums())
plt.show()
