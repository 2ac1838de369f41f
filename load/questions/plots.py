"""Pictures of one metric: places over the years with the base year marked, and the base year's places ranked.

Figures have the signs that they have in the terminal and the workbook, and the picture says what those in it
mean. Values become floats here, at the very end, as nothing is computed from a picture. The same answers
give the same SVG and PNG.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from load.durable import publish
from load.labels import BOUND_SIGNS, LEVELS, SCOPES, figure_text, label, mark_signs, meaning_of_signs
from warehouse.errors import LoadError
from warehouse.records import Metric
from warehouse.units import PER_CENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ASKED_OF_FONTS = "法治年度"
_LIKED = ("Sans", "Hei", "YaHei")  # faces without serifs read better on a screen
_INK, _PLAIN, _BASE, _FAINT = "#1F3A5F", "#8FA3BC", "#D9705A", "#B8C4D4"
_COLOURS = ("#1F3A5F", "#D9705A", "#5B9E6F", "#B8860B", "#7A5195", "#3D8FA5", "#8C564B", "#6B6B6B")
_MOST_LINES, _MOST_BARS = 8, 40
_STYLE = {"svg.hashsalt": "fazhi", "svg.fonttype": "path", "axes.unicode_minus": False, "savefig.dpi": 160}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files that were written, and what to tell the user: places left out, a font that is missing."""

    files: tuple[Path, ...]
    told: tuple[str, ...]


def draw(metric: Metric, base_year: int, years: pa.Table, places: pa.Table, folder: Path) -> Drawn:
    """Draw both pictures into `folder` as PNG and SVG.

    `years` is the answer of `compare_years` in comparison.py, `places` that of `compare_places`. A picture
    with nothing to show is not drawn. Raises LoadError where there is nothing at all, or no matplotlib.
    """
    matplotlib = _matplotlib()
    font = chinese_font()
    told = [] if font else ["no Chinese font here: labels are in English (apt-get install fonts-noto-cjk)"]
    families = [font] if font else []
    files: list[Path] = []
    with matplotlib.rc_context(_STYLE | {"font.family": [*families, "DejaVu Sans"]}):  # it has every sign
        found, left_out = pictures(metric, base_year, years, places, chinese=bool(font))
        for name, figure in found.items():
            files += _saved(figure, folder / f"{metric.id}-{name}")
    told += left_out
    if not files:
        raise LoadError("nothing to draw", metric.id, f"no place has a figure for {base_year} or two years")
    return Drawn(tuple(files), tuple(told))


def pictures(
    metric: Metric, base_year: int, years: pa.Table, places: pa.Table, *, chinese: bool
) -> "tuple[dict[str, Figure], list[str]]":
    """The pictures `years` and `places` as far as there is something to show, and what they leave out."""
    words = _Words(metric, base_year, chinese)
    told: list[str] = []
    found = {
        "years": _years(words, years.to_pylist(), told),
        "places": _places(words, places.to_pylist(), told),
    }
    return {name: figure for name, figure in found.items() if figure is not None}, told


@cache
def chinese_font() -> str:
    """The family of a font here that has Chinese characters, made known to matplotlib; else empty.

    Fonts are asked for their characters, as families are called otherwise on every machine, and loaded by
    file, as the cached list may be older than the font.
    """
    _matplotlib()
    from matplotlib import font_manager

    paths = sorted(font_manager.findSystemFonts(), key=lambda path: (not _is_liked(path), path))
    for path in paths:
        if family := _family(path):
            font_manager.fontManager.addfont(path)
            return family
    return ""


def _is_liked(path: str) -> bool:
    name = Path(path).name
    return "Regular" in name and any(word in name for word in _LIKED)


def _family(path: str) -> str:
    """The family of a font file that has what we ask; empty for another, or one that will not open."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(path)
    except (RuntimeError, OSError):
        return ""
    has_all = all(font.get_char_index(ord(sign)) for sign in _ASKED_OF_FONTS)
    return str(font.family_name) if has_all else ""


def _matplotlib() -> Any:
    try:
        import matplotlib as found
    except ModuleNotFoundError as error:
        raise LoadError("matplotlib is not installed", "fazhi plot", "pip install 'fazhi[plot]'") from error
    found.use("Agg")
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands in the pictures, in Chinese and English or, without a font, in English alone."""

    metric: Metric
    base_year: int
    chinese: bool

    @property
    def title(self) -> str:
        return f"{self.metric.label_zh} {self.metric.label_en}" if self.chinese else self.metric.label_en

    def of(self, chinese: str, english: str) -> str:
        """Both, or English alone."""
        return f"{chinese} {english}" if self.chinese else english

    def place(self, row: dict[str, Any]) -> str:
        """The place's name with whose figure it is; without a font its code."""
        name = str(row["place_name"] if self.chinese else row["place"])
        if row["scope_kind"] == "whole":
            return name
        scope = label(SCOPES, row["scope_kind"])
        return f"{name}（{scope}）" if self.chinese else f"{name} ({scope.partition(' ')[2]})"

    def level(self, row: dict[str, Any]) -> str:
        """The level of a place, which places are ranked within."""
        level = label(LEVELS, row["place_level"])
        return level if self.chinese else level.rpartition(" ")[2]

    def figure(self, row: dict[str, Any]) -> str:
        """A figure as it is read, its range and what is to be minded with it: ≥85%, 30–40◐."""
        unit = self.metric.unit if self.chinese or self.metric.unit == PER_CENT else ""
        return figure_text(row["value"], row["bound"], unit, row["value_high"], row["mark"])

    def signs(self, rows: Sequence[dict[str, Any]]) -> str:
        """What the signs at these figures mean; empty where there is none."""
        shown = "".join(self.figure(row) for row in rows)
        meant = [f"{sign} {words}" for sign, words in meaning_of_signs().items() if sign in shown]
        return "；".join(meant) if self.chinese else "; ".join(_in_english(words) for words in meant)


def _in_english(meant: str) -> str:
    """≈ 约 about as ≈ about."""
    sign, _, words = meant.partition(" ")
    return f"{sign} {words.partition(' ')[2]}"


def _years(words: _Words, rows: list[dict[str, Any]], told: list[str]) -> "Figure | None":
    """A line a place over the years; the base year is a band; what is derived or not exact is hollow."""
    lines = {name: series for name, series in _series(words, rows) if len(series) > 1}
    if not lines:
        told.append(f"{words.metric.id}: no place has two years, so no picture of years")
        return None
    if len(lines) > _MOST_LINES:
        told.append(
            f"{len(lines) - _MOST_LINES} more places are not in the picture of years: name yours by --places"
        )
    figure, axes = _axes(words.title, 9, 5)
    axes.axvspan(words.base_year - 0.35, words.base_year + 0.35, color="#FFF4D1", zorder=0)
    for (name, series), colour in zip(lines.items(), _COLOURS, strict=False):
        at, values = [row["year"] for row in series], [float(row["value"]) for row in series]
        axes.plot(at, values, color=colour, linewidth=1.8, label=name)
        for row, value in zip(series, values, strict=True):
            hollow = row["basis"] == "derived" or row["bound"] in BOUND_SIGNS or row["value_high"] is not None
            axes.plot(row["year"], value, "o", color=colour, markerfacecolor="white" if hollow else colour)
            if row["value_high"] is not None:
                axes.plot(
                    [row["year"]] * 2, [value, float(row["value_high"])], color=colour, linewidth=4, alpha=0.5
                )
        _label_points(words, axes, series, values, whole=len(lines) == 1)
    drawn = [row for _, series in zip(_COLOURS, lines.values(), strict=False) for row in series]
    known = sorted({row["year"] for row in drawn})
    axes.set_xticks(known, [str(year) for year in known])
    axes.set_ylabel(words.of("单位", "unit") + f" {words.metric.unit}" if words.chinese else "")
    axes.margins(y=0.15)
    axes.legend(frameon=False, fontsize=9)
    _add_note(figure, words.of("空心为推算或非确数", "hollow: derived, or not exact"), words.signs(drawn))
    return figure


def _add_note(figure: "Figure", *notes: str) -> None:
    """Below the picture, what its signs mean."""
    if note := "\n".join(note for note in notes if note):
        figure.supxlabel(note, x=0.01, ha="left", fontsize=8, color="#5F6B7A")


def _label_points(
    words: _Words, axes: "Axes", series: Sequence[dict[str, Any]], values: Sequence[float], *, whole: bool
) -> None:
    """Each point's figure; beside other lines, where there is no room, its signs alone."""
    for row, value in zip(series, values, strict=True):
        bound = BOUND_SIGNS.get(row["bound"], "")
        text = words.figure(row) if whole else f"{bound}{mark_signs(row['mark'])}"
        if text:
            axes.annotate(text, (row["year"], value), xytext=(0, 8), textcoords="offset points", ha="center")


def _series(words: _Words, rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Figures by place and scope kind, those with most years first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["value"] is not None and row["unit"] == words.metric.unit:
            found.setdefault(words.place(row), []).append(row)
    yield from sorted(found.items(), key=lambda pair: -len(pair[1]))


def _places(words: _Words, rows: list[dict[str, Any]], told: list[str]) -> "Figure | None":
    """A bar a place, the best on top and the median as a line, each level for itself as it is ranked."""
    ranked = [row for row in rows if row["place_rank"] is not None]
    if len(ranked) < 2:
        told.append(
            f"{words.metric.id}: fewer than two places are ranked in {words.base_year}, so no such picture"
        )
        return None
    shown = sorted(ranked, key=_by_level_and_rank)[:_MOST_BARS]
    if len(ranked) > len(shown):
        told.append(f"{len(ranked) - len(shown)} places behind the first {_MOST_BARS} are not in the picture")
    groups = [list(group) for _, group in groupby(shown, key=lambda row: row["place_level"])]
    figure, axes = _axes(f"{words.base_year} {words.title}", 9, 1.6 + 0.32 * (len(shown) + 2 * len(groups)))
    ticks: list[tuple[int, str]] = []
    spot = 0
    for group in groups:
        if len(groups) > 1:
            ticks.append((spot, words.level(group[0])))
            spot += 1
        ticks += [(spot + at, f"{row['place_rank']}  {words.place(row)}") for at, row in enumerate(group)]
        _add_bars(words, axes, group, spot)
        spot += len(group) + 1
    axes.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(spot - 1, -0.8)
    axes.margins(x=0.12)
    _add_note(figure, words.signs(shown))
    return figure


def _by_level_and_rank(row: dict[str, Any]) -> tuple[int, int, str]:
    """Levels from the country down; a level that has no name comes last."""
    known = list(LEVELS)
    level = known.index(row["place_level"]) if row["place_level"] in known else len(known)
    return level, row["place_rank"], row["place"]


def _add_bars(words: _Words, axes: "Axes", rows: Sequence[dict[str, Any]], top: int) -> None:
    """The places of one level from the spot `top` down, with their median where there are two."""
    values = [float(row["value"]) for row in rows]
    axes.barh(range(top, top + len(rows)), values, color=_PLAIN, height=0.66)
    for at, (row, value) in enumerate(zip(rows, values, strict=True), top):
        axes.annotate(
            words.figure(row), (value, at), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9
        )
    median = rows[0]["median"]
    if median is None or rows[0]["n"] < 2:  # noqa: PLR2004 (one place is its own median)
        return
    end = top + len(rows) - 0.5
    axes.plot([float(median)] * 2, [top - 0.5, end], color=_BASE, linewidth=1.2, linestyle="--")
    told = words.of("中位数", "median") + f" {figure_text(median, 'exact', '')}"
    axes.annotate(told, (float(median), end), color=_BASE, fontsize=9, ha="center", va="top")


def _axes(title: str, width: float, height: float) -> "tuple[Figure, Axes]":
    """An empty picture: no frame but the left and lower line. No pyplot, which would keep it for ever."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, max(height, 2.2)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", color=_INK, fontsize=13)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_FAINT)
    return figure, axes


def _saved(figure: "Figure", stem: Path) -> list[Path]:
    stem.parent.mkdir(parents=True, exist_ok=True)
    made = []
    for ending, metadata in (("png", {"Software": None}), ("svg", {"Date": None, "Creator": "fazhi"})):
        path = stem.with_name(f"{stem.name}.{ending}")
        staged = path.with_name(f".{path.name}.new")
        figure.savefig(staged, format=ending, metadata=metadata)
        publish(staged, path)
        made.append(path)
    return made
