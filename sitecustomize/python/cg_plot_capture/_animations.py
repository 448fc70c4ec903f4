"""Animations: what a window shows of one at first."""

import sys
import traceback


def start(figure):
    """Starts the animations of a figure that wait for its first draw, as a window does, and draws
    their first frame."""
    module = sys.modules.get("matplotlib.animation")
    if module is None:
        return
    for found in list(figure.canvas.callbacks.callbacks.get("draw_event", {}).values()):
        callback = found()
        animation = getattr(callback, "__self__", None)
        if isinstance(animation, module.Animation) and callback.__name__ == "_start":
            try:
                first_frame(animation)
            except Exception:
                # The program's own functions: in a window too this would be printed, and no more.
                traceback.print_exc()


def first_frame(animation):
    """Initialises an animation and draws its frame number 0."""
    animation._start()
    # Without an init function, that was done by drawing it.
    if getattr(animation, "_init_func", animation) is not None:
        for frame in animation.new_frame_seq():
            animation._draw_frame(frame)
            break
