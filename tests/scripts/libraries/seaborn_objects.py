"""seaborn's objects, shown by themselves, and on a figure of pyplot's."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn.objects as so

frame = pd.DataFrame({"x": [1, 2, 3], "y": [3, 1, 2]})
so.Plot(frame, x="x", y="y").add(so.Line()).label(title="objects").show()
figure = plt.figure()
so.Plot(frame, x="x", y="y").add(so.Dots()).label(title="on a figure").on(figure).plot()
plt.show()
print(plt.get_fignums())
