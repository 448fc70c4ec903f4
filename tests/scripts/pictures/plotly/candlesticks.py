"""Plotly, "Candlestick Charts": 1 picture."""

from datetime import datetime

import plotly.graph_objects as go

dates = [datetime(2013, 10, day) for day in (10, 11, 12)]
fig = go.Figure(go.Candlestick(x=dates, open=[33, 33, 32], high=[34, 35, 33], low=[32, 31, 30], close=[33.5, 32, 31]))
fig.update_layout(xaxis_rangeslider_visible=False)
fig.show()
