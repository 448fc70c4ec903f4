import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from plotnine import aes, geom_point, ggplot, ggtitle

frame = pd.DataFrame({"x": [1, 2, 3, 4], "y": [3, 1, 2, 5]})
sns.scatterplot(frame, x="x", y="y").set_title("seaborn")
plt.show()
(ggplot(frame, aes("x", "y")) + geom_point() + ggtitle("plotnine")).show()
