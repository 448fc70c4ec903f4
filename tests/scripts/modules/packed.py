"""What a PEX runs: shows a figure, and starts itself once more."""

import os
import subprocess
import sys

import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.show()
if sys.argv[1:] != ["child"]:
    subprocess.run([sys.executable, os.environ["PEX"], "child"], check=True)
    print("done")
