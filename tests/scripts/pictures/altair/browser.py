"""Altair, User Guide, "Displaying Altair Charts", in the browser: 1 picture."""

import altair as alt

alt.renderers.enable("browser")
chart = alt.Chart(alt.Data(values=[{"a": "x", "b": 2}])).mark_arc().encode(theta="b:Q", color="a:N")
chart.show()
print(alt.renderers.active)
