"""Altair, User Guide, "Layered and Multi-View Charts", concatenation: 2 pictures."""

import altair as alt

left = alt.Chart(alt.Data(values=[{"a": 1}, {"a": 2}])).mark_tick().encode(x="a:Q")
both = left | left.mark_bar()
both.show()
both.show()
(left & left.mark_point()).properties(title="above").show()
