"""What many write: show, then save."""

import matplotlib.pyplot as plt
from matplotlib._pylab_helpers import Gcf

plt.plot([1, 2, 3])
plt.title("saved")
plt.show()
assert Gcf.get_active() is None, "and nobody calls this line"
plt.savefig("after.svg", metadata={"Date": None})
print(plt.get_fignums())
plt.plot([3, 2, 1])
plt.title("another")
plt.savefig("another.svg", metadata={"Date": None})
plt.close()
print("saved" in open("after.svg").read(), "another" in open("another.svg").read())
plt.savefig("empty.svg")
print("another" in open("empty.svg").read(), plt.get_fignums())
