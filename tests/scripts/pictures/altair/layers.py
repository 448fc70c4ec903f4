"""Altair, User Guide, "Layered and Multi-View Charts", layers: 1 picture."""

import altair as alt

data = alt.Data(values=[{"t": i, "v": v} for i, v in enumerate((3, 1, 4, 1, 5))])
base = alt.Chart(data).encode(x="t:Q", y="v:Q")
(base.mark_line() + base.mark_point()).show()
