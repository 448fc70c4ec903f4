

# The rest of the hook as a module in a folder of packages. A .pth and a .start file beside it start it;
# site runs those before it imports sitecustomize.

#: Whether `enable` made this folder, so that without us sys.path would not have it.
MADE = @MADE@


def start():
    import sys

    sys.modules.pop(__name__, None)
    if MADE:
        leave_path(__file__.rpartition("/")[0])
    # The preload arms later, and knows more about descriptor 3.
    if "sitecustomize" not in sys.builtin_module_names:
        _cg_plot_capture_arm()


def leave_path(here):
    import os
    import sys

    ours = ("__pycache__", "cg-plot-capture-hook.", "_cg_plot_capture_hook.")
    try:
        if here in sys.path and all(name.startswith(ours) for name in os.listdir(here)):
            sys.path.remove(here)
    except OSError:
        pass
