"""Passes on in every way which backend is in use, where the program itself has asked for none."""

import importlib
import os
import pickle
import subprocess
import sys

import matplotlib

OLD = matplotlib.__version_info__ < (3, 9)
NAME = "TkAgg" if OLD else "tkagg"
params = matplotlib.rcParams


def check(way):
    answers = [
        matplotlib.get_backend(),
        plt.get_backend(),
        params["backend"],
        params._get_backend_or_none(),
        params.copy()["backend"],
        matplotlib.rcParamsDefault["backend"],
        matplotlib.backends.backend,
    ]
    if matplotlib.__version_info__ >= (3, 10):
        answers.append(matplotlib.get_backend(auto_select=False))
    assert set(answers) == {NAME}, (way, answers)
    plt.plot([1, 2])
    plt.title(way)
    plt.show()
    assert plt.get_fignums() == [], way


if sys.argv[1] == "child":
    import matplotlib.pyplot as plt

    check("a child's MPLBACKEND")
    sys.exit()
if matplotlib.__version_info__ >= (3, 10):
    unresolved = matplotlib.get_backend(auto_select=False)
    assert unresolved == (None if sys.argv[1] == "nothing" else NAME), unresolved
if sys.argv[1] != "pyplot first":
    assert params["backend"] == NAME, params["backend"]

import matplotlib.pyplot as plt

check("nothing")
if OLD:
    assert matplotlib.get_backend() in matplotlib.rcsetup.interactive_bk
else:
    from matplotlib.backends import BackendFilter, backend_registry

    assert matplotlib.get_backend() in backend_registry.list_builtin(BackendFilter.INTERACTIVE)
    assert backend_registry.resolve_backend(matplotlib.get_backend()) == (NAME, "tk")
    assert backend_registry.resolve_backend(None) == (NAME, "tk")
# The canvas is one of Tk's, and its class one that needs no screen.
figure = plt.figure()
assert figure.canvas.required_interactive_framework == "tk"
assert type(figure.canvas).required_interactive_framework is None
plt.close(figure)

matplotlib.use(matplotlib.get_backend())
check("use")
plt.switch_backend(matplotlib.get_backend())
check("switch_backend")
params["backend"] = matplotlib.get_backend()
check("rcParams")
with matplotlib.rc_context({"backend": matplotlib.get_backend(), "figure.dpi": 50}):
    check("within rc_context")
check("after rc_context")
params.update(pickle.loads(pickle.dumps(params)))
check("pickled")
params.update(matplotlib.rcParamsDefault)
check("rcParamsDefault")
matplotlib.rcdefaults()
check("rcdefaults")
matplotlib.rc_file_defaults()
check("rc_file_defaults")
environment = dict(os.environ, MPLBACKEND=matplotlib.get_backend())
subprocess.run([sys.executable, __file__, "child"], env=environment, check=True)

# What the program asks for, it is told.
for name in ["agg", "QtAgg", "svg"]:
    matplotlib.use(name)
    assert matplotlib.get_backend() == name
    figure = plt.figure()
    toolkit = "qt" if name == "QtAgg" else None
    assert figure.canvas.required_interactive_framework == toolkit, name
    plt.title("use " + name)
    # It stays when the module is loaded again by which we know that Matplotlib is there.
    importlib.reload(matplotlib.cm)
    assert matplotlib.get_backend() == name
    plt.show()
    assert plt.get_fignums() == ([] if toolkit else [figure.number]), name
    plt.close("all")
plt.switch_backend("TkAgg")
assert matplotlib.get_backend() == "TkAgg"
if OLD:
    check("asked for")
