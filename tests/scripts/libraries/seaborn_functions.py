"""seaborn's functions: of axes, of figures and grids."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

random = np.random.default_rng(0)
frame = pd.DataFrame({"x": random.normal(size=60), "y": random.normal(size=60), "kind": ["a", "b", "c"] * 20})
sns.set_theme()
sns.scatterplot(frame, x="x", y="y", hue="kind").set_title("scatterplot")
plt.show()
sns.heatmap(np.arange(9).reshape(3, 3), annot=True).set_title("heatmap")
plt.show()
sns.displot(frame, x="x", col="kind", kde=True).figure.suptitle("displot")
sns.catplot(frame, x="kind", y="y", kind="box").figure.suptitle("catplot")
plt.show()
sns.pairplot(frame[["x", "y"]]).figure.suptitle("pairplot")
plt.show()
sns.jointplot(frame, x="x", y="y").figure.suptitle("jointplot")
sns.clustermap(random.normal(size=(5, 4))).figure.suptitle("clustermap")
plt.show()
