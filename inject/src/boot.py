def boot(folder):
    import sys
    sys.builtin_module_names = tuple(n for n in sys.builtin_module_names if n != "sitecustomize")
    try:
        name = "cg_plot_capture._start"
        if folder and name not in sys.modules:
            from _frozen_importlib import _load
            from _frozen_importlib_external import spec_from_file_location
            _load(spec_from_file_location(name, folder + "/cg_plot_capture/_start.py")).arm("preload")
    except Exception as error:
        import os
        if os.environ.get("CG_PLOT_LOG") == "debug":
            sys.stderr.write("cg-plot-capture: not armed: %r\n" % error)
    del sys.modules["sitecustomize"]
    import sitecustomize
boot(library.rpartition("/")[0])
