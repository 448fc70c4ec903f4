"""The figures that are open in pyplot: shows them, pauses them, and answers which are open."""

import weakref

from . import (
    _error_boundary,
    _matplotlib_private,
    _process_exit,
    _script,
    _start,
    _test_runner,
    _timers,
    _user_input,
    _window_events,
)
from ._figure_state import FigureState

#: The figure that `pyplot.savefig` saves after a show that has closed all: the current one of that time.
_last = None


#: The managers of figures that tasks have made (`_engines`).
_of_tasks = weakref.WeakSet()


def opened(manager, canvas, number):
    """Makes the state of a figure that pyplot has just made."""
    global _last
    _last = None
    _process_exit.wait(every_figure)
    state = FigureState(canvas, number)
    if state.origin.task is not None:
        _of_tasks.add(manager)
    return state


def every_figure():
    """The states of the figures that are open in pyplot, the current one last."""
    managers = _matplotlib_private.all_managers()
    return [manager.figure_state for manager in managers if getattr(manager, "figure_state", None) is not None]


def open_figures():
    """The same without the figures of tasks that run beside this one (`_engines`): pyplot has one list for all
    threads."""
    running = _script.task()
    return [state for state in every_figure() if state.origin.task == running]


def _managers():
    """The managers of these figures, and those that another backend has made."""
    running, managers = _script.task(), _matplotlib_private.all_managers()
    if running is not None:
        # If two threads make a figure at once, pyplot gives both the same number and forgets the first one.
        open_ones = [each for each in list(_of_tasks) if each.figure_state and not each.figure_state.is_closed]
        managers = [each for each in open_ones if each not in managers] + managers
    states = [getattr(each, "figure_state", None) for each in managers]
    return [each for each, state in zip(managers, states) if state is None or state.origin.task == running]


def pause_all():
    """`pyplot.pause`: shows every figure for a while."""
    for state in open_figures():
        _error_boundary.attempt(state.pause)


def show_all(block):
    """`pyplot.show`: shows every figure. If it blocks, a desktop waits until all are closed."""
    global _last
    managers = _managers()
    if block:
        _error_boundary.attempt(_let_timers_run)
    for manager in managers:
        if getattr(manager, "figure_state", None) is not None:
            _error_boundary.attempt(manager.figure_state.show, block, manager is managers[-1])
        else:
            # Another backend has made it, before the program asked for this one.
            _window_events.attempt(manager.show)
    if block and managers:
        _error_boundary.attempt(_ask_again)
    if block and managers and not _is_kept():
        _last = managers[-1].canvas.figure
        for manager in managers:
            _matplotlib_private.close(manager)


#: A hash of the figures of the last blocking show, and the number of shows in a row with just these.
_asked, _times = None, 0


def _ask_again():
    """Counts shows of the same figures: a program may repeat a show until a key is pressed in the window."""
    global _asked, _times
    shown = [state for state in open_figures() if _matplotlib_private.listens(state.figure, "key_press_event")]
    content = hash(tuple(state.content for state in shown)) if shown else None
    _times = _times + 1 if shown and content == _asked else 0
    _asked = content
    for state in shown:
        _user_input.answer(state.figure, _times - _user_input.SHOWS)


def _let_timers_run():
    """During a blocking show, timers fire, and may close the figures."""
    if _timers.next_one() is not None:
        for state in open_figures():
            state.appear()
            state.put_off()
        _timers.run(_matplotlib_private.all_managers)


def shown_last():
    """The figure that `pyplot.savefig` saves if none is open: the one of the last closing show."""
    return None if _matplotlib_private.all_managers() else _last


def is_abandoned(number):
    """Whether a person would have closed the window of that number or label, because nothing happens any
    more: two pauses have changed nothing, or more rounds of another kind."""
    return any(
        (state.idle > 1 or state.left) and number in (state.number, state.figure.get_label())
        for state in open_figures()
    )


def without_left(numbers):
    """The numbers of open figures, without windows that a person would have closed. This is for a program
    that asks again and again until they are closed."""
    left = [state.number for state in open_figures() if state.is_missed()]
    return [number for number in numbers if number not in left]


def _is_kept():
    """Whether figures stay open after a blocking show."""
    after = _start.capture().settings().after_show
    if after == "auto":
        return _matplotlib_private.without_windows() or _test_runner.is_on_stack()
    return after == "keep"
