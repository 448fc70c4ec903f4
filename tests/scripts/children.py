"""Has the hook decide each row of a table that is about this process, and says how many those are."""

import os
import sys

start = sys.modules["cg_plot_capture._start"]
assert start.layer == "hook", start.layer
children = start.sibling("_children")
table, unfit = sys.argv[1:]

with open(table) as file:
    rows = [line for line in file.read().splitlines() if line and not line.startswith("#")]
told = 0
for row in rows:
    words, about, expected = (column.split() for column in row.replace("US", os.fsdecode(children.PRELOAD)).split("|"))
    if ("settings" in about) != ("CG_PLOT_MODE" in os.environ):
        continue
    told += 1
    environment = dict(os.fsencode(word).partition(b"=")[::2] for word in words)
    program = os.fsencode(unfit if "unfit" in about else sys.executable)
    new = children.changes(environment, "x", (program,), given=True)
    after = {name: value for name, value in {**environment, **new}.items() if value is not None}
    preload = after.get(b"LD_PRELOAD")
    got = ["LD_PRELOAD" if preload is None else "LD_PRELOAD=" + os.fsdecode(preload)]
    got += ["settings"] * (b"CG_PLOT_MODE" in new)
    assert got == expected, (row, got)
print(told)
