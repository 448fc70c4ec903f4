"""plotnine: a plot, facets, and compositions."""

import pandas as pd
from plotnine import aes, facet_wrap, geom_col, geom_point, ggplot, ggtitle

frame = pd.DataFrame({"x": [1, 2, 3, 4], "y": [3, 1, 2, 5], "kind": ["a", "b", "a", "b"]})
points = ggplot(frame, aes("x", "y")) + geom_point() + ggtitle("points")
columns = ggplot(frame, aes("x", "y")) + geom_col() + ggtitle("columns")
points.show()
(points + facet_wrap("kind") + ggtitle("facets")).show()
(points | columns).show()
((points | columns) / columns).show()
