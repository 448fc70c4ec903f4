"""Plotly, "Displaying Figures", with the browser as the renderer: 2 pictures."""

import plotly.graph_objects as go
import plotly.io as pio

print(repr(pio.renderers.default))
pio.renderers.default = "browser"
fig = go.Figure(go.Bar(y=[2, 3, 1]), layout_title_text="A Figure Displayed with the 'browser' Renderer")
fig.show()
go.Figure(go.Bar(y=[1, 3, 2])).show(renderer="firefox", width=300, height=300)
