

# The rest of the hook as the sitecustomize module, before any other on this interpreter's path, or in its
# library. Without us, the next one on the path would have run. We run it in our place, for site as well as
# for an agent that is a sitecustomize itself and looks for the next one.


def _cg_plot_capture_make_way():
    """Arms, and runs the next one; returns the arguments for `exec` if code is still to run."""
    import sys
    from _frozen_importlib_external import PathFinder

    ours = sys._getframe(1)
    file, names = ours.f_code.co_filename, ours.f_locals
    arm = names.pop("_cg_plot_capture_arm")
    del names["_cg_plot_capture_make_way"]

    # The callers: functions of importlib, the innermost first, and the code that called them.
    importlib = "<frozen importlib._bootstrap>"
    importers, running = [], []
    caller = ours.f_back
    while caller is not None and caller.f_code.co_filename.startswith(importlib[:-1]):
        importers.append(caller.f_code.co_name)
        caller = caller.f_back
    is_import = "_find_and_load_unlocked" in importers
    how = importers[2] if len(importers) > 2 else None
    is_start = False
    frame = caller
    while frame is not None:
        is_start = is_start or frame.f_globals.get("__name__") == "site"
        if frame.f_code.co_name == "<module>":
            running.append(frame.f_code.co_filename)
        frame = frame.f_back
    # We arm only while site runs. Later, descriptor 3 may be the program's own.
    if is_start:
        arm()

    # We look only after this folder, because an earlier one may be an agent that looks for the next. We skip
    # one that is running: it is an agent that searches the whole path.
    here = file.rpartition("/")[0]
    path = sys.path[sys.path.index(here) + 1 :] if here in sys.path else []
    found = PathFinder.find_spec("sitecustomize", path)
    while found is not None and found.origin in running:
        path = path[1:]
        found = PathFinder.find_spec("sitecustomize", path)
    # No program finds us again: Python caches the same for a zip file that does not exist.
    if here.endswith(".zip") and here in sys.path_importer_cache:
        sys.path_importer_cache[here] = None
    spec = names.get("__spec__")
    missing = None
    if found is None and is_import:
        missing = "No module named %r" % spec.name
        sys.modules.pop(spec.name, None)
        if is_start and caller.f_globals.get("__name__") == "site":
            # The usual start: site prints no traceback of this error, and the rest takes time.
            raise ModuleNotFoundError(missing, name=spec.name)

    from _frozen_importlib import ModuleSpec, _exec, _init_module_attrs, _load
    from _frozen_importlib_external import spec_from_file_location

    if found is not None and spec is not None and spec.name != found.name:
        # A program may give the module another name.
        found = spec_from_file_location(spec.name, found.origin)
    if how == "_exec" and found is None:
        # An existing module has got our spec. We restore its own: the spec with which it is being loaded, or
        # the one from a folder that was searched before ours.
        module = sys.modules[spec.name]
        before = list(sys.path_importer_cache)
        before = before[: before.index(here)] if here in before else []
        own = PathFinder.find_spec(spec.name, before) or spec
        frame = caller
        while frame is not None:
            if frame.f_code.co_name in ("_load_unlocked", "_exec"):
                if frame.f_locals.get("module") is module:
                    own = frame.f_locals["spec"]
            frame = frame.f_back
        _init_module_attrs(own, module, override=True)
        if caller is not None and caller.f_globals.get("__name__") == "importlib":
            # As `reload` does if it finds nothing.
            module.__spec__ = None
            missing = "spec not found for the module %r" % spec.name

    def name(spec):
        spec.__class__ = ModuleSpec
        if missing is not None:
            raise ModuleNotFoundError(missing, name=spec.name)
        if found is not None:
            _load(found) if how == "_load_unlocked" else _exec(found, sys.modules[spec.name])
        return spec.name

    if how in ("_load_unlocked", "_exec"):
        # After our code has run, importlib asks our spec for its name and takes the module of that name from
        # sys.modules. The next one runs at that moment. Then the only frame of ours is that of the function
        # above, which is marked as importlib's, and tracebacks and warnings leave those frames out
        # (remove_importlib_frames in Python/import.c, _is_internal_frame in warnings.py).
        name.__code__ = name.__code__.replace(
            co_filename=importlib, co_name="_call_with_frames_removed"
        )
        spec.__class__ = type("ModuleSpec", (ModuleSpec,), {"name": property(name)})
        return ("",)
    if found is None or not hasattr(found.loader, "get_code"):
        return ("",)
    # A program runs our code itself, in a namespace that describes us.
    if getattr(spec, "origin", None) == file:
        names.update(__spec__=found, __loader__=found.loader, __cached__=found.cached)
        if found.submodule_search_locations is not None:
            names.update(__path__=found.submodule_search_locations, __package__=found.parent)
    if names.get("__file__") == file:
        names["__file__"] = found.origin
    if getattr(sys, "argv", [])[:1] == [file]:
        sys.argv[0] = found.origin
    return found.loader.get_code(found.name) or "", ours.f_globals, names


# By its name, because Python 2 could not parse this call of exec, and must write nothing either.
getattr(__import__("builtins"), "exec")(*_cg_plot_capture_make_way())
