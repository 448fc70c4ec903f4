"""What widgets and variables of the real tkinter call of their interpreter, if they are beside the turtles."""

import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_errors = _sibling("_pictures._turtle_errors")
_fonts = _sibling("_pictures._turtle_fonts")
_images = _sibling("_pictures._turtle_images")

#: Other methods of an interpreter. They accept any arguments and do nothing.
_SILENT = set(
    "adderrorinfo createcommand createfilehandler createtimerhandler deletecommand deletefilehandler dooneevent "
    "eval evalfile exprboolean exprdouble exprlong exprstring gettrace interpaddr loadtk record settrace "
    "willdispatch".split()
)
#: What dialogs return if nobody answers: what closing them would return.
_DIALOGS = dict.fromkeys(("tk_getOpenFile", "tk_getSaveFile", "tk_chooseDirectory", "tk_chooseColor"), "")
#: The button of a message that closing it presses, by the type of the message.
_CLOSED = {"ok": "ok", "yesno": "no", "abortretryignore": "abort"}


class Interpreter:
    """The attribute `tk` of widgets."""

    def __init__(self, window):
        self._window = window
        self._variables = {}
        self._images = {}

    def mainloop(self, n=0):
        self._window.run()

    def quit(self):
        self._window.quitting = True

    # The variables

    def globalsetvar(self, name, value):
        self._variables[str(name)] = value

    def globalgetvar(self, name):
        try:
            return self._variables[str(name)]
        except KeyError:
            raise _errors.tcl_error('can\'t read "%s": no such variable' % (name,)) from None

    def globalunsetvar(self, name):
        self._variables.pop(str(name), None)

    setvar, getvar, unsetvar = globalsetvar, globalgetvar, globalunsetvar

    # The conversions

    def getint(self, value):
        return int(value or 0)

    def getdouble(self, value):
        return float(value or 0)

    def getboolean(self, value):
        text = str(value).lower()
        if text not in ("1", "0", "true", "false", "yes", "no", "on", "off"):
            raise _errors.tcl_error('expected boolean value but got "%s"' % (value,))
        return text in ("1", "true", "yes", "on")

    def splitlist(self, value):
        return tuple(value) if isinstance(value, (tuple, list)) else tuple(_fonts.words(str(value)))

    def wantobjects(self, *value):
        return True

    # The commands

    def call(self, *words):
        """Calls a command of Tcl: those of images, fonts and dialogs answer, all others return nothing."""
        words = words[0] if len(words) == 1 and isinstance(words[0], tuple) else words
        command = str(words[0]) if words else ""
        if command == "image":
            return self._image(*words[1:])
        if command == "font":
            return _fonts.command(*words[1:])
        if command == "tk_messageBox":
            options = dict(zip(map(str, words[1::2]), words[2::2]))
            return _CLOSED.get(options.get("-type", "ok"), "cancel")
        if command in _DIALOGS:
            return _DIALOGS[command]
        if command in self._images and words[1:]:
            return self._image_command(self._images[command], *words[1:])
        if command == "info" and words[1:2] == ("exists",):
            return str(words[2]) in self._variables
        return ""

    def _image(self, what, name="", *rest):
        if what == "create":
            # The type comes first, and a name is optional.
            options = list(rest)
            given = str(options.pop(0)) if len(options) % 2 else None
            options = {str(key)[1:]: value for key, value in zip(options[::2], options[1::2])}
            image = _images.PhotoImage(given, **options)
            self._images[image.name] = image
            return image.name
        image = self._images.get(str(name))
        if what == "names":
            return tuple(self._images)
        if what == "delete":
            self._images.pop(str(name), None)
            return ""
        if image is None:
            raise _errors.tcl_error('image "%s" doesn\'t exist' % (name,))
        return {"width": image.width(), "height": image.height(), "type": "photo"}.get(what, "")

    def _image_command(self, image, what, *rest):
        options = {str(key)[1:]: value for key, value in zip(rest[::2], rest[1::2])}
        if what == "configure":
            image.config(**options)
        elif what == "blank":
            image.blank()
        elif what == "cget":
            return image[str(rest[0])[1:]]
        elif what == "copy" and str(rest[0]) in self._images:
            source = self._images[str(rest[0])]
            across, down = 1, 1
            for at, word in enumerate(rest):
                if word in ("-zoom", "-subsample"):
                    factors = [float(factor) for factor in rest[at + 1 : at + 3] if str(factor)]
                    factors = [1 / factor for factor in factors] if word == "-subsample" else factors
                    across, down = factors[0], factors[-1]
            image.take(source, across, down)
        return ""

    def __getattr__(self, name):
        if name not in _SILENT:
            raise AttributeError("'_tkinter.tkapp' object has no attribute %r" % name)
        return lambda *args, **kw: ""
