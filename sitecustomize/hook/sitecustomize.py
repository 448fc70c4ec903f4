

# As the sitecustomize module: before any other on this interpreter's path, or in its library. What
# comes later on the path would have run without us, and runs in our place, whoever loads us: site, or
# an agent that is itself a sitecustomize and looks for the next one.


def _cg_plot_capture_make_way():
    import sys
    from _frozen_importlib import ModuleSpec, _exec, _init_module_attrs, _load
    from _frozen_importlib_external import PathFinder, spec_from_file_location

    ours = sys._getframe(1)
    file, names = ours.f_code.co_filename, ours.f_locals
    arm = names.pop("_cg_plot_capture_arm")
    del names["_cg_plot_capture_make_way"]

    # Who runs us: functions of importlib, the innermost first, and whoever called those.
    importlib = "<frozen importlib._bootstrap>"
    importers = []
    caller = ours.f_back
    while caller is not None and caller.f_code.co_filename.startswith(importlib[:-1]):
        importers.append(caller.f_code.co_name)
        caller = caller.f_back
    how = importers[2] if len(importers) > 2 else None
    at_work = set()
    is_start = False
    frame = caller
    while frame is not None:
        is_start = is_start or frame.f_globals.get("__name__") == "site"
        if frame.f_code.co_name == "<module>":
            at_work.add(frame.f_code.co_filename)
        frame = frame.f_back
    # Later, what stands at descriptor 3 may be the program's.
    if is_start:
        arm()

    # Only what comes later, because an earlier one may be looking for the next. And no agent that
    # has looked before itself.
    here = file.rpartition("/")[0]
    path = sys.path[sys.path.index(here) + 1 :] if here in sys.path else []
    found = PathFinder.find_spec("sitecustomize", path)
    while found is not None and found.origin in at_work:
        path = path[1:]
        found = PathFinder.find_spec("sitecustomize", path)
    # Nobody finds us again: this is what Python notes of a zip file that is not there.
    if here.endswith(".zip") and here in sys.path_importer_cache:
        sys.path_importer_cache[here] = None

    # As whom we run: a program may name the module otherwise, or run us as no module at all.
    spec = names.get("__spec__")
    if found is not None and spec is not None and spec.name != found.name:
        found = spec_from_file_location(spec.name, found.origin)

    def hand_over():
        if how == "_load_unlocked":
            if found is not None:
                _load(found)
            elif "_find_and_load_unlocked" in importers:
                sys.modules.pop("sitecustomize", None)
                raise ModuleNotFoundError("No module named 'sitecustomize'", name="sitecustomize")
        elif how == "_exec":
            module = sys.modules[spec.name]
            if found is not None:
                _exec(found, module)
                return
            _init_module_attrs(its_own_spec(module), module, override=True)
            if caller.f_code.co_name == "reload":
                module.__spec__ = None
                message = "spec not found for the module %r" % spec.name
                raise ModuleNotFoundError(message, name=spec.name)
        elif found is not None and hasattr(found.loader, "get_code"):
            take_names()
            exec(found.loader.get_code(found.name), ours.f_globals, names)

    def its_own_spec(module):
        """The spec that a module had before it was given ours: by which it is being loaded, or is found."""
        frame = caller
        while frame is not None:
            if frame.f_code.co_name in ("_load_unlocked", "_exec"):
                if frame.f_locals.get("module") is module:
                    return frame.f_locals["spec"]
            frame = frame.f_back
        # Every folder that was searched before ours, also one that is no longer on the path.
        before = list(sys.path_importer_cache)
        before = before[: before.index(here)] if here in before else []
        return PathFinder.find_spec(spec.name, before) or spec

    def take_names():
        """Puts right what a namespace that was made for us says of its origin."""
        if getattr(spec, "origin", None) == file:
            names.update(__spec__=found, __loader__=found.loader, __cached__=found.cached)
            if found.submodule_search_locations is not None:
                names.update(__path__=found.submodule_search_locations, __package__=found.parent)
        if names.get("__file__") == file:
            names["__file__"] = found.origin
        if sys.argv[:1] == [file]:
            sys.argv[0] = found.origin

    def name(spec):
        spec.__class__ = ModuleSpec
        hand_over()
        return spec.name

    # Frames of this name are importlib's own, which tracebacks and warnings leave out
    # (remove_importlib_frames in Python/import.c, _is_internal_frame in warnings.py).
    for function in (hand_over, name):
        function.__code__ = function.__code__.replace(
            co_filename=importlib, co_name="_call_with_frames_removed"
        )
    if how in ("_load_unlocked", "_exec"):
        # Once we have run, importlib asks our spec for its name and takes the module of that name
        # from sys.modules. By then no frame of ours is left for the next one to run in.
        spec.__class__ = type("ModuleSpec", (ModuleSpec,), {"name": property(name)})
        return bool  # Nothing is left to do.
    return hand_over


_cg_plot_capture_make_way()()
