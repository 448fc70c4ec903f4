"""The methods of a canvas that find items: by number or tag, by place and by order."""

import re
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_errors = _sibling("_pictures._turtle_errors")
_items = _sibling("_pictures._turtle_items")

_guarded = _errors.guarded


class Finder:
    """All are plain functions, because `turtle.ScrolledCanvas` copies only those."""

    def _found(self, tag):
        """The numbers of the items with that number or tag, from the lowest to the topmost."""
        if type(tag) is int:
            return (tag,) if tag in self.items else ()
        tag = str(tag)
        if tag.isdigit():
            return self._found(int(tag))
        items = list(self.items.items())
        if tag == "all":
            return [number for number, _ in items]
        if re.search(r"[!^()]|&&|\|\|", tag):
            matches = _expression(tag)
            return [number for number, item in items if matches(item.tags)]
        return [number for number, item in items if tag in item.tags]

    @_guarded
    def bbox(self, *args):
        found = [number for tag in args for number in self._found(tag)]
        boxes = [box for box in (_geometry().bounds(self.items[number]) for number in found) if box]
        if not boxes:
            return None
        left, top, right, bottom = zip(*boxes)
        return min(left), min(top), max(right), max(bottom)

    def find(self, *args):
        return getattr(self, "find_" + args[0])(*args[1:])

    def find_all(self):
        return tuple(self.items)

    def find_withtag(self, tagOrId):
        return tuple(self._found(tagOrId))

    @_guarded
    def find_overlapping(self, x1, y1, x2, y2):
        return self._within((x1, y1, x2, y2), False)

    @_guarded
    def find_enclosed(self, x1, y1, x2, y2):
        return self._within((x1, y1, x2, y2), True)

    def _within(self, corners, whole):
        x1, y1, x2, y2 = _items.flat(corners)
        area = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        return tuple(number for number, item in list(self.items.items()) if _geometry().overlaps(item, area, whole))

    @_guarded
    def find_closest(self, x, y, halo=None, start=None):
        x, y = _items.flat((x, y))
        halo = _items.distance(halo) if halo else 0
        numbers = [number for number in self.items if not self.items[number].is_hidden()]
        begin = next(iter(self._found(start) if start else ()), None)
        if begin in numbers:
            # The item before the start is found last, so that a program can go through items one below the other.
            numbers = numbers[numbers.index(begin) :] + numbers[: numbers.index(begin)]
        closest, least = (), None
        for number in numbers:
            item = self.items[number]
            if _items.is_drawable(item.coords):
                distance = max(_geometry().distance(item, x, y) - halo, 0)
                if least is None or distance <= least:
                    closest, least = (number,), distance
        return closest

    def find_above(self, tagOrId):
        return self._beside(list(self._found(tagOrId))[-1:], 1)

    def find_below(self, tagOrId):
        return self._beside(list(self._found(tagOrId))[:1], -1)

    def _beside(self, found, step):
        numbers = list(self.items)
        at = numbers.index(found[0]) + step if found else -1
        return (numbers[at],) if 0 <= at < len(numbers) else ()

    def gettags(self, *args):
        return next((self.items[number].tags for tag in args for number in self._found(tag)), ())

    def addtag(self, *args):
        for number in self.find(*args[1:]):
            if args[0] not in self.items[number].tags:
                self.items[number].tags += (str(args[0]),)

    def addtag_withtag(self, newtag, tagOrId):
        self.addtag(newtag, "withtag", tagOrId)

    def addtag_all(self, newtag):
        self.addtag(newtag, "all")

    def addtag_above(self, newtag, tagOrId):
        self.addtag(newtag, "above", tagOrId)

    def addtag_below(self, newtag, tagOrId):
        self.addtag(newtag, "below", tagOrId)

    def addtag_closest(self, newtag, x, y, halo=None, start=None):
        self.addtag(newtag, "closest", x, y, halo, start)

    def addtag_enclosed(self, newtag, x1, y1, x2, y2):
        self.addtag(newtag, "enclosed", x1, y1, x2, y2)

    def addtag_overlapping(self, newtag, x1, y1, x2, y2):
        self.addtag(newtag, "overlapping", x1, y1, x2, y2)

    def dtag(self, *args):
        for number in self._found(args[0]):
            item = self.items[number]
            item.tags = tuple(tag for tag in item.tags if tag != str(args[-1]))


def _geometry():
    """Loaded when a program asks for it, because `turtle` does not."""
    return _sibling("_pictures._turtle_geometry")


def _expression(text):
    """A function that decides by an item's tags whether it matches an expression of tags."""
    words = [word for word in re.findall(r"\s*(&&|\|\||[!^()]|[^!^()&|]+)", text) if word.strip()]

    def operand():
        word = words.pop(0) if words else ""
        if word == "!":
            inner = operand()
            return lambda tags: not inner(tags)
        if word == "(":
            inner = expression()
            if words:
                words.pop(0)
            return inner
        tag = word.strip().strip('"')
        return lambda tags: tag == "all" or tag in tags

    def expression():
        left = operand()
        while words and words[0] != ")":
            left = _joined(words.pop(0), left, operand())
        return left

    return expression()


def _joined(sign, left, right):
    if sign == "&&":
        return lambda tags: left(tags) and right(tags)
    if sign == "||":
        return lambda tags: left(tags) or right(tags)
    return lambda tags: left(tags) != right(tags)
