"""networkx: `draw` by itself and with labels."""

import matplotlib.pyplot as plt
import networkx as nx

graph = nx.cycle_graph(6)
nx.draw(graph, nx.circular_layout(graph), with_labels=True)
plt.title("cycle")
plt.show()
graph = nx.DiGraph([("a", "b"), ("b", "c")])
position = nx.shell_layout(graph)
nx.draw_networkx(graph, position)
nx.draw_networkx_edge_labels(graph, position, {("a", "b"): "weight"})
plt.show()
