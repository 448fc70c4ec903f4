"""scikit-learn's displays."""

import matplotlib.pyplot as plt
from sklearn.datasets import make_classification
from sklearn.inspection import DecisionBoundaryDisplay
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import ConfusionMatrixDisplay, RocCurveDisplay
from sklearn.tree import DecisionTreeClassifier, plot_tree

x, y = make_classification(n_samples=60, n_features=2, n_redundant=0, random_state=0)
model = LogisticRegression().fit(x, y)
ConfusionMatrixDisplay.from_estimator(model, x, y)
RocCurveDisplay.from_estimator(model, x, y)
plt.show()
DecisionBoundaryDisplay.from_estimator(model, x, grid_resolution=20)
plt.title("boundary")
plt.show()
plot_tree(DecisionTreeClassifier(max_depth=2, random_state=0).fit(x, y))
plt.title("tree")
plt.show()
