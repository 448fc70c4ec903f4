"""The canvas that `turtle` draws on. It keeps the items."""

import collections
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_errors = _sibling("_pictures._turtle_errors")
_find = _sibling("_pictures._turtle_find")
_items = _sibling("_pictures._turtle_items")
_view = _sibling("_pictures._turtle_view")

_guarded = _errors.guarded


def _creates(kind):
    def create(self, *args, **kw):
        options = args[-1] if isinstance(args[-1], dict) else {}
        return self._create(kind, args[:-1] if options else args, {**options, **kw})

    create.__name__ = create.__qualname__ = "create_" + kind
    return create


class Canvas(_find.Finder, _view.View):
    """The methods of `tkinter.Canvas` that drawings need, with Tk's results and errors. All are plain functions,
    because `turtle.ScrolledCanvas` copies only those."""

    def __init__(self, master=None, cnf={}, **kw):
        #: The items by number, from the lowest to the topmost.
        self.items = collections.OrderedDict()
        self._last = 0
        #: The numbers of the items that have a point that no number can hold.
        self.overflown = set()
        _view.View.__init__(self, master, cnf, **kw)

    for _kind in _items.KINDS:
        locals()["create_" + _kind] = _creates(_kind)
    del _kind

    @_guarded
    def _create(self, kind, coords, options):
        self._check_alive()
        item = _items.Item(kind, _items.flat(coords))
        item.set(options)
        self._last += 1
        self.items[self._last] = item
        return self._last

    def _check_alive(self):
        if self._dead:
            raise _errors.tcl_error('invalid command name ".!canvas"')

    @_guarded
    def coords(self, tag, *args):
        self._check_alive()
        for number in self._found(tag):
            item = self.items[number]
            if not args:
                return list(item.coords)
            item.place(_items.flat(args))
        return []

    @_guarded
    def itemconfigure(self, tagOrId, cnf=None, **kw):
        self._check_alive()
        found = self._found(tagOrId)
        if not kw and (cnf is None or isinstance(cnf, str)):
            options = self.items[found[0]].options() if found else {}
            return options if cnf is None else options.get(cnf)
        for number in found:
            self.items[number].set({**cnf, **kw} if cnf else kw)
        return None

    itemconfig = itemconfigure

    @_guarded
    def itemcget(self, tagOrId, option):
        for number in self._found(tagOrId):
            return self.items[number].text(option)
        return ""

    @_guarded
    def delete(self, *args):
        self._check_alive()
        for tag in args:
            for number in self._found(tag):
                self.items.pop(number, None)

    @_guarded
    def tag_raise(self, tag, above=None):
        self._check_alive()
        for number in self._found(tag):
            self.items.move_to_end(number)
        if above is not None:
            self._place(self._found(tag), list(self._existing(above))[-1:], 1)

    lift = tkraise = tag_raise

    @_guarded
    def tag_lower(self, tag, below=None):
        self._check_alive()
        for number in reversed(list(self._found(tag))):
            self.items.move_to_end(number, last=False)
        if below is not None:
            self._place(self._found(tag), list(self._existing(below))[:1], 0)

    lower = tag_lower

    def _existing(self, tag):
        found = self._found(tag)
        if not found:
            raise _errors.tcl_error('tagOrId "%s" doesn\'t match any items' % (tag,))
        return found

    def _place(self, moved, beside, behind):
        """Puts items before or behind another one."""
        order = [number for number in self.items if number not in set(moved)]
        if beside and beside[0] in order:
            at = order.index(beside[0]) + behind
            for number in [*order[:at], *moved, *order[at:]]:
                self.items.move_to_end(number)

    @_guarded
    def move(self, tag, x=0, y=0):
        x, y = _items.flat((x, y))
        for number in self._found(tag):
            item = self.items[number]
            item.coords = tuple(value + (y if at % 2 else x) for at, value in enumerate(item.coords))

    @_guarded
    def moveto(self, tag, x="", y=""):
        box = self.bbox(tag)
        if box is not None:
            # `bbox` has a margin, as in Tk.
            target = [at if to == "" else _items.distance(to) + 1 for to, at in zip((x, y), (box[0] + 1, box[1] + 1))]
            self.move(tag, target[0] - box[0] - 1, target[1] - box[1] - 1)

    @_guarded
    def scale(self, tag, x, y, xscale, yscale):
        base, by = _items.flat((x, y)), _items.flat((xscale, yscale))
        if 0 in by:
            raise _errors.tcl_error("scale factor cannot be zero")
        for number in self._found(tag):
            item = self.items[number]
            item.coords = tuple(
                base[at % 2] + (value - base[at % 2]) * by[at % 2] for at, value in enumerate(item.coords)
            )

    def type(self, tag):
        for number in self._found(tag):
            return self.items[number].kind
        return None

    # The text of an item

    def _edit(self, tag, change):
        """Replaces the texts of items by the results of `change`."""
        for number in self._found(tag):
            if self.items[number].kind == "text":
                self.items[number].set({"text": change(str(self.items[number].get("text")))})

    def insert(self, *args):
        tag, at, new = args

        def inserted(text):
            place = _index(text, at)
            return text[:place] + str(new) + text[place:]

        self._edit(tag, inserted)

    def dchars(self, *args):
        tag, first, *last = args
        self._edit(tag, lambda text: text[: _index(text, first)] + text[_index(text, last[0] if last else first) + 1 :])

    def index(self, *args):
        return next((_index(str(self.items[number].get("text")), args[1]) for number in self._found(args[0])), 0)

    @_guarded
    def tag_bind(self, tagOrId, sequence=None, func=None, add=None):
        if func is None:
            return "" if sequence else ()
        _sibling("_pictures._turtle_events").check(sequence, on_item=True)
        return self._name(func)

    def tag_unbind(self, tagOrId, sequence, funcid=None):
        return None

    @_guarded
    def _configured(self, options):
        if "bg" in options:
            options["background"] = options.pop("bg")
        if "background" in options:
            if not options["background"] or _colors.rgb(options["background"]) is None:
                raise _items.bad_color(options["background"])
        if "scrollregion" in options:
            region = options["scrollregion"]
            region = region.split() if isinstance(region, str) else region
            region = _items.flat(region) if region else ()
            if len(region) not in (0, 4) or region and not _items.is_drawable(region):
                raise _errors.tcl_error('bad scrollRegion "%s"' % (options["scrollregion"],))
            self.set_region(tuple(map(int, region)) if region else None)

    @_guarded
    def postscript(self, cnf={}, **kw):
        self._check_alive()
        options = {**cnf, **kw}
        text = _sibling("_pictures._turtle_postscript").draw(self, options)
        if not options.get("file"):
            return text
        try:
            with open(options["file"], "w", encoding="latin-1", errors="replace") as stream:
                stream.write(text)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise _errors.tcl_error("couldn't open \"%s\": %s" % (options["file"], reason)) from None
        return ""


def _index(text, at):
    """The place of an index in a text: a number or "end"."""
    if str(at) == "end":
        return len(text)
    try:
        return min(max(int(at), 0), len(text))
    except ValueError:
        raise _errors.tcl_error('bad index "%s"' % (at,)) from None
