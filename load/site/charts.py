"""Where the lines and dots of a picture lie: templates draw them as SVG, a table of the figures beside it.

Values become floats here, at the very end, as nothing is computed from a picture. Lengths are SVG's units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from load.questions.notes import Row

_OPEN_ABOVE, _OPEN_BELOW = ("more_than", "at_least"), ("less_than", "at_most")


@dataclass(frozen=True, slots=True)
class Dot:
    """One year's figure: hollow where it is derived or not exact; from `low` to `high` lies the true value.

    `arrow`: up or down where its bound is open to that side.
    """

    x: float
    y: float
    year: int
    low: float
    high: float
    arrow: str
    hollow: bool
    is_base: bool


@dataclass(frozen=True, slots=True)
class YearsChart:
    """A series over the years: runs of dots that one line joins, and where the place or the unit changed."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    breaks: tuple[float, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Values laid along a length: `start` for the least, `end` for the most."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: Decimal | float) -> float:
        """The place of a value, to a tenth."""
        if self.most == self.least:
            return round((self.start + self.end) / 2, 1)
        share = (float(value) - self.least) / (self.most - self.least)
        return round(self.start + share * (self.end - self.start), 1)


def scale_of(values: Iterable[Decimal | float], start: float, end: float) -> Scale:
    """The scale that the values fill."""
    known = [float(value) for value in values]
    return Scale(min(known), max(known), start, end)


def years_chart(rows: Sequence[Row], years: tuple[int, int], base_year: int) -> YearsChart | None:
    """The chart of one series, a row a year in their order; None where fewer than two have a value.

    `years` are the first and last of the picture, the same for all that stand side by side. Rows need value,
    value_high, bound, basis, year, lower_limit, upper_limit and place_form (another one is a break).
    """
    known = [row for row in rows if row["value"] is not None]
    if len(known) <= 1:
        return None
    width, height = 190.0, 64.0
    along = Scale(years[0], years[1], 12, width - 12)
    up = scale_of((end for row in known for end in _ends(row)), height - 16, 16)
    dots = tuple(_dot(row, along, up, base_year) for row in known)
    breaks = tuple(
        round((along.at(before["year"]) + along.at(row["year"])) / 2, 1)
        for before, row in zip(known, known[1:], strict=False)
        if before["place_form"] != row["place_form"]
    )
    return YearsChart(width, height, dots, tuple(_lines(dots, breaks)), breaks, *years)


def _ends(row: Row) -> tuple[float, float, float]:
    """The figure, and the ends of its range or of what about means; an open bound has an arrow instead, and
    mere rounding would not be seen."""
    value = float(row["value"])
    high = value if row["value_high"] is None else float(row["value_high"])
    if row["bound"] == "about" and row["lower_limit"] is not None and row["upper_limit"] is not None:
        return value, float(row["lower_limit"]), float(row["upper_limit"])
    return value, value, high


def _dot(row: Row, along: Scale, up: Scale, base_year: int) -> Dot:
    value, low, high = _ends(row)
    arrow = "up" if row["bound"] in _OPEN_ABOVE else "down" if row["bound"] in _OPEN_BELOW else ""
    return Dot(
        x=along.at(row["year"]),
        y=up.at(value),
        year=row["year"],
        low=up.at(low),
        high=up.at(high),
        arrow=arrow,
        hollow=row["basis"] == "derived" or row["bound"] != "exact" or row["value_high"] is not None,
        is_base=row["year"] == base_year,
    )


def _lines(dots: Sequence[Dot], breaks: Sequence[float]) -> Iterable[str]:
    """The dots between two breaks as the points of a line."""
    edges = [float("-inf"), *breaks, float("inf")]
    for left, right in zip(edges, edges[1:], strict=False):
        run = [dot for dot in dots if left < dot.x < right]
        if len(run) > 1:
            yield " ".join(f"{dot.x:g},{dot.y:g}" for dot in run)


@dataclass(frozen=True, slots=True)
class Box:
    """One year's places: where the least, the quartiles, the median and the most lie, and their number."""

    y: float
    year: int
    n: int
    least: float
    q1: float
    median: float
    q3: float
    most: float
    is_base: bool


@dataclass(frozen=True, slots=True)
class SpreadChart:
    """How places lie in each year, a box below the other, and the values at both ends of the scale."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    least: Decimal
    most: Decimal


def spread_chart(rows: Sequence[Row], base_year: int) -> SpreadChart | None:
    """The chart of rows with year, n, least, q1, median, q3 and most; None without rows."""
    if not rows:
        return None
    least, most = min(row["least"] for row in rows), max(row["most"] for row in rows)
    width, line = 560.0, 26
    along = Scale(float(least), float(most), 56, width - 44)
    boxes = tuple(
        Box(
            y=14.0 + line * at,
            year=row["year"],
            n=row["n"],
            **{name: along.at(row[name]) for name in ("least", "q1", "median", "q3", "most")},
            is_base=row["year"] == base_year,
        )
        for at, row in enumerate(rows)
    )
    return SpreadChart(width, 14.0 + line * len(rows) + 18, boxes, least, most)
