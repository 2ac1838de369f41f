"""What is drawn on a page of an OFD: characters with their places, and the ground they may stand on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import atan2, degrees, hypot
from xml.etree.ElementTree import Element

from extract.documents.files.xml import attribute, child, children, local_name
from extract.documents.printed.geometry import Box, Matrix, bounds
from extract.documents.printed.printing import Ink, Printed, ink_of

_FARTHEST = 100_000.0
"""Millimetres; a hundred metres. Not a number and infinity are farther."""
_MOST = 10_000
_MOST_THINGS = 200_000
_DEEPEST = 8
"""Objects made up of objects made up of others; more are a circle."""


@dataclass(frozen=True, slots=True)
class Placing:
    """How the space of an object lies on the page as shown, in points, and how it is printed.

    `alpha`: its opacity, 0 to 255. `depth`: within how many composite objects it stands.
    """

    matrix: Matrix
    alpha: float = 255.0
    depth: int = 0


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page: its characters, the boxes of coloured shapes and pictures, and of pictures."""

    printed: list[Printed] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    things: int = 0


def drawn_on(contents: Sequence[Element], composites: Mapping[str, Element], page: Matrix) -> Drawn:
    """What is drawn on a page; `page` is the map from its space (down from the upper left) to the page shown.

    Raises ValueError for places that are no numbers or off any page.
    """
    drawn = Drawn()
    for content in contents:
        _draw(content, composites, Placing(page), drawn)
    return drawn


def _draw(parent: Element, composites: Mapping[str, Element], placing: Placing, drawn: Drawn) -> None:
    for thing in parent:
        drawn.things += 1
        if drawn.things > _MOST_THINGS:
            raise ValueError(f"more than {_MOST_THINGS} things are drawn on a page")
        if attribute(thing, "Visible").lower() in ("false", "0"):
            continue
        name = local_name(thing)
        if name in ("Layer", "PageBlock"):
            _draw(thing, composites, placing, drawn)
        elif name == "TextObject":
            drawn.printed += _printed(thing, _placed(thing, placing))
        elif name == "CompositeObject" and placing.depth < _DEEPEST:
            inner = composites.get(attribute(thing, "ResourceID"))
            if inner is not None:
                _draw(inner, composites, _placed(thing, placing), drawn)
        elif name in ("PathObject", "ImageObject"):
            _draw_ground(thing, placing, drawn)


def _placed(thing: Element, placing: Placing) -> Placing:
    """How the inner space of an object lies on the page: by its matrix, then from its box's corner."""
    left, top, *_ = (*_numbers(attribute(thing, "Boundary")), 0.0, 0.0)
    own = _numbers(attribute(thing, "CTM"))
    inner = Matrix(*own) if len(own) == 6 else Matrix()
    matrix = placing.matrix.after(Matrix(e=left, f=top).after(inner))
    alpha = placing.alpha * _number(attribute(thing, "Alpha") or "255") / 255
    return Placing(matrix, alpha, placing.depth + 1)


def _draw_ground(thing: Element, placing: Placing, drawn: Drawn) -> None:
    edges = _numbers(attribute(thing, "Boundary"))
    if len(edges) != 4:
        return
    left, top, width, height = edges
    box = bounds((placing.matrix.of((left, top)), placing.matrix.of((left + width, top + height))))
    if local_name(thing) == "ImageObject":
        drawn.pictures.append(box)
        drawn.grounds.append(box)
    elif (
        attribute(thing, "Fill").lower() == "true" and _ink(child(thing, "FillColor"), 255.0) is not Ink.WHITE
    ):
        drawn.grounds.append(box)


def _printed(thing: Element, placing: Placing) -> Iterator[Printed]:
    """The characters of a text object, each from its start to where the next one begins."""
    matrix = placing.matrix
    size = _number(attribute(thing, "Size") or "0")
    angle = degrees(atan2(matrix.b, matrix.a)) if matrix.a or matrix.b else 0.0
    ink = _text_ink(thing, placing.alpha)
    for code in children(thing, "TextCode"):
        x, y = _number(attribute(code, "X") or "0"), _number(attribute(code, "Y") or "0")
        text = (code.text or "").strip("\r\n")
        rises = _deltas(attribute(code, "DeltaY"))
        for number, (character, step) in enumerate(zip(text, _steps(text, code, size), strict=False)):
            box = bounds((matrix.of((x, y - size)), matrix.of((x + step, y))))
            lost = character == "\ufffd" or 0xE000 <= ord(character) <= 0xF8FF
            printed_size = hypot(matrix.c, matrix.d) * size
            yield Printed(character, box, matrix.of((x, y)), printed_size, angle, ink, unmapped=lost)
            x += step
            y += rises[number] if number < len(rises) else 0


def _text_ink(thing: Element, alpha: float) -> Ink:
    """The ink of a text object: filled unless it says otherwise, in black unless it names a colour."""
    is_filled = attribute(thing, "Fill").lower() != "false"
    is_stroked = attribute(thing, "Stroke").lower() == "true"
    if not (is_filled or is_stroked):
        return Ink.NONE
    return _ink(child(thing, "FillColor" if is_filled else "StrokeColor"), alpha)


def _ink(colour: Element | None, alpha: float) -> Ink:
    alpha *= _number(attribute(colour, "Alpha") or "255") / 255
    values = [_number(word) for word in attribute(colour, "Value").split() if not word.startswith("#")]
    if len(values) == 4:
        # Cyan, magenta, yellow and black cover the paper.
        values = [255 - min(255, value + values[3]) for value in values[:3]]
    elif len(values) != 3:
        values = values[:1] * 3 or [0, 0, 0]
    return ink_of([round(value) for value in values], round(alpha))


def _steps(text: str, code: Element, size: float) -> list[float]:
    """How far each character moves on; the last one by its own width."""
    deltas = _deltas(attribute(code, "DeltaX"))
    widths = [size if ord(character) > 0x2E7F else size / 2 for character in text]
    return [*deltas[: max(len(text) - 1, 0)], *widths[len(deltas) :], *widths[-1:]]


def _deltas(text: str) -> list[float]:
    """Steps as OFD writes them: `g 3 5.6` stands for three steps of 5.6."""
    steps: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            count, step = int(next(words, "0")), _number(next(words, "0"))
            steps += [step] * min(count, _MOST)
        else:
            steps.append(_number(word))
    return steps


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(_number(word) for word in text.split())


def _number(word: str) -> float:
    """A number in OFD's units. Raises ValueError for none, and for what no page is large enough for."""
    number = float(word)
    if not abs(number) <= _FARTHEST:
        raise ValueError(f"{word} is no place on a page")
    return number
