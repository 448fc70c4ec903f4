"""pandas: `.plot` and its kinds, `hist`, `boxplot`, `scatter_matrix`."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

index = pd.date_range("2024-01-01", periods=30)
frame = pd.DataFrame({"a": np.arange(30), "b": np.arange(30)[::-1]}, index=index)
frame.plot(title="lines")
plt.show()
frame.plot.bar(title="bars", subplots=True)
plt.figure()
frame.head(4).a.plot(kind="pie", title="pie")
plt.show()
frame.hist()
plt.suptitle("histograms")
plt.show()
pd.plotting.scatter_matrix(frame)
plt.suptitle("matrix")
frame.boxplot()
plt.show()
