"""Numbers, texts and lists as one says them."""

#: The most characters of a text of the program's within a sentence.
MOST_TEXT = 60


def number(value):
    """A number with four digits; a date without what says nothing."""
    if isinstance(value, str):
        if value[4:5] != "-" or value[10:11] != "T":
            return value
        day, _, time = value.partition("T")
        time = time[:-3] if time.endswith(":00") and time.count(":") == 2 else time
        return day if time == "00:00" else "%s %s" % (day, time)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int) or (1e4 <= abs(value) < 1e9):
        return "%d" % round(value)
    return ("%.4g" % value).replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")


def plural(word, count):
    """How many of something, whose plural ends with "s"."""
    return "%d %s%s" % (count, word, "" if count == 1 else "s")


def listed(texts, most=8):
    """The first of some texts, and how many there are besides."""
    said = [brief(text) for text in texts[:most] if text]
    return ", ".join(said) + (" and %d more" % (len(texts) - most) if len(texts) > most else "")


def brief(text, most=MOST_TEXT):
    """A text of the program's on one line, without what nobody can say."""
    text = str(text)
    if "$" in text:
        text = _plain(text)
    return cut(" ".join("".join(letter if letter.isprintable() else " " for letter in text).split()), most)


def _plain(text):
    """A text as Matplotlib draws it: formulas stand between dollars if there is an even number of them. One behind a
    backslash is a dollar."""
    import re

    parts = re.split(r"(?<!\\)\$", text)
    if len(parts) % 2:
        parts[1::2] = [_formula(part) for part in parts[1::2]]
        text = "".join(parts)
    return text.replace(r"\$", "$")


def _formula(text):
    """A formula without its marks: `\\mathdefault{10^{-2}}` is 10^-2."""
    import re

    text = re.sub(r"\\(?:mathdefault|mathrm|mathit|mathbf|mathregular|text|left|right|displaystyle)(?![a-zA-Z])", "", text)
    text = re.sub(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2", text)
    text = re.sub(r"\\[,;:! ]", " ", text)
    text = re.sub(r"(?<!\\)[{}]", "", text)
    return re.sub(r"\\([a-zA-Z]+|[^a-zA-Z$])", r"\1", text)


def cut(text, most):
    """A text that is at most so long."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def capital(text):
    """A sentence begins with a capital, unless it begins with the name of an axis."""
    return text if text[1:2] == " " else text[:1].upper() + text[1:]
