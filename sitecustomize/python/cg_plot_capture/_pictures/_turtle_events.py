"""Checks the names of events and keys as Tk does (tkBind.c), so that a misspelt key raises Tk's error."""

import re
import sys

_errors = sys.modules["cg_plot_capture._start"].sibling("_pictures._turtle_errors")

_MODIFIERS = set(
    "Control Shift Lock Meta M Alt Extended B1 Button1 B2 Button2 B3 Button3 B4 Button4 B5 Button5 Mod1 M1 "
    "Command Mod2 M2 Option Mod3 M3 Mod4 M4 Mod5 M5 Double Triple Quadruple Any".split()
)
_KEYS, _BUTTONS = {"Key", "KeyPress", "KeyRelease"}, {"Button", "ButtonPress", "ButtonRelease"}
#: The other events that an item of a canvas may have, and those of a widget only.
_POINTER = {"Motion", "Enter", "Leave"}
_OTHERS = set(
    "Activate Circulate CirculateRequest Colormap Configure ConfigureRequest Create Deactivate Destroy Expose "
    "FocusIn FocusOut Gravity Map MapRequest MouseWheel Property Reparent ResizeRequest Unmap Visibility".split()
)

#: The names of keys, except letters and digits (keysymdef.h).
_NAMES = set(
    "space exclam quotedbl numbersign dollar percent ampersand apostrophe quoteright parenleft parenright "
    "asterisk plus comma minus period slash colon semicolon less equal greater question at bracketleft backslash "
    "bracketright asciicircum underscore grave quoteleft braceleft bar braceright asciitilde nobreakspace "
    "exclamdown cent sterling currency yen brokenbar section diaeresis copyright ordfeminine guillemotleft "
    "notsign hyphen registered macron degree plusminus onesuperior twosuperior threesuperior acute mu paragraph "
    "periodcentered cedilla ordmasculine guillemotright onequarter onehalf threequarters questiondown multiply "
    "division ssharp AE ae Eth ETH eth Thorn THORN thorn Ooblique oslash Oslash ooblique OE oe kra Eng ENG eng "
    "idotless Idotless EuroSign NoSymbol BackSpace Tab Linefeed Clear Return Pause Scroll_Lock Sys_Req Escape "
    "Delete Multi_key Codeinput SingleCandidate Kanji Home Left Up Right Down Prior Page_Up Next Page_Down End "
    "Begin Select Print Execute Insert Undo Redo Menu Find Cancel Help Break Mode_switch script_switch Num_Lock "
    "Shift_L Shift_R Control_L Control_R Caps_Lock Shift_Lock Meta_L Meta_R Alt_L Alt_R Super_L Super_R Hyper_L "
    "Hyper_R leftarrow uparrow rightarrow downarrow VoidSymbol emdash endash ellipsis leftsinglequotemark "
    "rightsinglequotemark leftdoublequotemark rightdoublequotemark bullet dagger doubledagger trademark infinity "
    "notequal lessthanequal greaterthanequal integral therefore union intersection caron breve abovedot "
    "doubleacute ogonek overline".split()
)
#: Families of names: function keys, letters with accents, other scripts, and numbers of characters.
_FAMILIES = re.compile(
    r"[A-Za-z0-9]|F([1-9]|[12][0-9]|3[0-5])|[LR][1-9]|R1[0-5]|L10|"
    r"[A-Za-z](acute|grave|circumflex|tilde|diaeresis|ring|cedilla|caron|ogonek|macron|breve|abovedot|belowdot|stroke|"
    r"doubleacute|hook|horn)+|"
    r"(KP|ISO|dead|Greek|Cyrillic|Ukrainian|Ukranian|Serbian|Macedonia|Byelorussian|Arabic|Farsi|hebrew|Thai|kana|Sinh|"
    r"Hangul|Armenian|Georgian|Terminate|AccessX|Pointer|braille|combining|3270|Hiragana|Zenkaku|Kana|Eisu|mute)_\w+|"
    r"(XF86|Sun|osf|hp)[A-Z]\w+|(Hira|Kata)gana|(Mu)?[hH]enkan|(Zen|Han)kaku|U[0-9A-Fa-f]{2,6}|0[xX][0-9A-Fa-f]+"
)


def check(sequence, on_item=False):
    """Raises Tk's error if an event of the sequence does not exist, or if an item of a canvas can't have it."""
    text, found = str(sequence), []
    while text.strip():
        event, text = _event(text.lstrip())
        found.append(event)
    if not found:
        raise _errors.tcl_error("no events specified in binding")
    if on_item and _OTHERS.intersection(found):
        allowed = "only key, button, motion, enter, leave, and virtual events may be used"
        raise _errors.tcl_error("requested illegal events; " + allowed)


def is_key(name):
    """Whether a key has that name."""
    return name in _NAMES or _FAMILIES.fullmatch(name) is not None


def _event(text):
    """The first event of a text, and the rest of the text."""
    if not text.startswith("<"):
        return "Key", text[1:]
    if text.startswith("<<"):
        name, end, rest = text[2:].partition(">>")
        if not name or not end:
            problem = 'missing ">" in virtual binding' if name else 'virtual event "<<>>" is badly formed'
            raise _errors.tcl_error(problem)
        return "Virtual", rest
    event = ""
    field, text = _field(text[1:])
    while not text.startswith(">") and field in _MODIFIERS:
        field, text = _field(text.lstrip("- \t\n"))
    if field in _KEYS | _BUTTONS | _POINTER | _OTHERS:
        event = field
        field, text = _field(text.lstrip("- \t\n"))
    _check_detail(event, field)
    text = text.lstrip("- \t\n")
    if not text.startswith(">"):
        raise _errors.tcl_error('extra characters after detail in binding' if ">" in text else 'missing ">" in binding')
    return event or "Key", text[1:]


def _field(text):
    """A field of an event, and the rest."""
    field = re.match(r"[^\s>-]*", text).group()
    return field, text[len(field) :]


def _check_detail(event, detail):
    """Checks the button or the key of an event."""
    problem = None
    if not detail:
        problem = None if event else "no event type or button # or keysym"
    elif detail in tuple("12345"):
        problem = 'specified button "%s" for non-button event' % detail if event in _POINTER | _OTHERS else None
    elif event in _BUTTONS:
        problem = 'bad button number "%s"' % detail
    elif not is_key(detail):
        problem = 'bad event type or keysym "%s"' % detail
    elif event not in _KEYS and event:
        problem = 'specified keysym "%s" for non-key event' % detail
    if problem:
        raise _errors.tcl_error(problem)
