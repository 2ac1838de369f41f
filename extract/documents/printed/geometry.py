"""Places on a PDF's page: from its own space to that of the reader who sees the page upright."""

from collections.abc import Iterable
from typing import NamedTuple

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top edge."""


class Matrix(NamedTuple):
    """An affine map as PDF writes it: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, point: Point) -> Point:
        """Where `point` comes to stand."""
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "Matrix") -> "Matrix":
        """This map after another one: one map for both."""
        e, f = self.of((first.e, first.f))
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            e,
            f,
        )


def upright(box: Box, quarter_turns: int) -> Matrix:
    """The map from a page's own space to the page as shown: its lower left corner at 0, 0, turned clockwise.

    `box` is what is shown of it: left, bottom, right, top. Landscape tables are often pages on their side.
    """
    left, bottom, right, top = box
    return (
        Matrix(e=-left, f=-bottom),
        Matrix(0, -1, 1, 0, -bottom, right),
        Matrix(-1, 0, 0, -1, right, top),
        Matrix(0, 1, -1, 0, top, -left),
    )[quarter_turns % 4]


def bounds(points: Iterable[Point]) -> Box:
    """Left, bottom, right and top of some points, of which there is at least one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
