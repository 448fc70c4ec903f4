"""Figures whose `savefig` is the program's own, or counted."""

from unittest import mock

import matplotlib.pyplot as plt
from matplotlib.figure import Figure


class Own(Figure):
    def savefig(self, fname, **options):
        print("saves", fname)
        super().savefig("folder/" + fname, **options)


plt.figure(FigureClass=Own)
plt.title("own")
plt.show()
with mock.patch.object(Figure, "savefig") as counted:
    plt.title("counted")
    plt.show()
print(counted.call_count)
