"""The canvas that `turtle` draws on. It keeps the items."""

import collections
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_errors = _sibling("_pictures._turtle_errors")
_items = _sibling("_pictures._turtle_items")
_view = _sibling("_pictures._turtle_view")

_guarded = _errors.guarded


def _creates(kind):
    def create(self, *args, **kw):
        self._check_alive()
        if args and isinstance(args[-1], dict):
            args, kw = args[:-1], {**args[-1], **kw}
        item = _items.Item(kind, _items.flat(args))
        item.set(kw)
        if len(item.coords) % 2:
            count = len(item.coords)
            raise _errors.tcl_error("wrong # coordinates: expected an even number, got %d" % count)
        self._last += 1
        self.items[self._last] = item
        return self._last

    create.__name__ = create.__qualname__ = "create_" + kind
    return _guarded(create)


class Canvas(_view.View):
    """The methods of `tkinter.Canvas` that drawings need, with Tk's results and errors. All are plain functions,
    because `turtle.ScrolledCanvas` copies only those."""

    def __init__(self, master=None, cnf={}, **kw):
        #: The items by number, from the lowest to the topmost.
        self.items = collections.OrderedDict()
        self._last = 0
        _view.View.__init__(self, master, cnf, **kw)

    for _kind in _items.KINDS:
        locals()["create_" + _kind] = _creates(_kind)
    del _kind

    def _check_alive(self):
        if self._dead:
            raise _errors.tcl_error('invalid command name ".!canvas"')

    def _found(self, tag):
        """The numbers of the items with that number or tag."""
        if type(tag) is int:
            return (tag,) if tag in self.items else ()
        tag = str(tag)
        if tag.isdigit():
            return self._found(int(tag))
        return [number for number, item in list(self.items.items()) if tag == "all" or tag in item.tags]

    @_guarded
    def coords(self, tag, *args):
        self._check_alive()
        for number in self._found(tag):
            item = self.items[number]
            if not args:
                return list(item.coords)
            item.coords = _items.flat(args)
        return []

    @_guarded
    def itemconfigure(self, tagOrId, cnf=None, **kw):
        self._check_alive()
        for number in self._found(tagOrId):
            self.items[number].set({**cnf, **kw} if cnf else kw)

    itemconfig = itemconfigure

    @_guarded
    def itemcget(self, tagOrId, option):
        for number in self._found(tagOrId):
            return self.items[number].get(option)
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
            self._place(self._found(tag), list(self._found(above))[-1:], 1)

    lift = tkraise = tag_raise

    @_guarded
    def tag_lower(self, tag, below=None):
        self._check_alive()
        for number in reversed(list(self._found(tag))):
            self.items.move_to_end(number, last=False)
        if below is not None:
            self._place(self._found(tag), list(self._found(below))[:1], 0)

    lower = tag_lower

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
    def scale(self, tag, x, y, xscale, yscale):
        for number in self._found(tag):
            item, base, by = self.items[number], (x, y), (xscale, yscale)
            item.coords = tuple(
                base[at % 2] + (value - base[at % 2]) * by[at % 2] for at, value in enumerate(item.coords)
            )

    @_guarded
    def bbox(self, *args):
        found = [number for tag in args for number in self._found(tag)]
        boxes = [box for box in (self.items[number].bounds() for number in found) if box]
        if not boxes:
            return None
        left, top, right, bottom = zip(*boxes)
        return round(min(left)), round(min(top)), round(max(right)), round(max(bottom))

    def type(self, tag):
        for number in self._found(tag):
            return self.items[number].kind
        return None

    def find_all(self):
        return tuple(self.items)

    def find_withtag(self, tag):
        return tuple(self._found(tag))

    @_guarded
    def find_overlapping(self, x1, y1, x2, y2):
        boxes = [(number, item.bounds()) for number, item in list(self.items.items())]
        return tuple(
            number
            for number, box in boxes
            if box and box[0] <= x2 and box[2] >= x1 and box[1] <= y2 and box[3] >= y1
        )

    def find_closest(self, x, y, halo=None, start=None):
        return self.find_overlapping(x, y, x, y)[-1:]

    def gettags(self, *args):
        return next((self.items[number].tags for tag in args for number in self._found(tag)), ())

    def addtag_withtag(self, newtag, tag):
        for number in self._found(tag):
            self.items[number].tags += (newtag,)

    def tag_bind(self, tagOrId, sequence=None, func=None, add=None):
        return "" if func is None else self._name(func)

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
            self.set_region(tuple(map(int, _items.flat(region))) if region else None)

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
