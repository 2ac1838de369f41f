"""The marks by which content systems name the parts of a page (markers.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Markers:
    """Ids, classes and tag names of body, wrapper, title and junk, the comments round the text, and labels.

    `apart` are menus and the like, in which an article is not looked for first.
    `site` and `column` are patterns: how the names of sites end, and of what those of columns are made.
    `labels` says which field a label of the information table fills; `stops` are labels of other things;
    `dated` are those that a date may follow without a colon (发布于 2018-03-30).
    """

    body: frozenset[str]
    wrapper: frozenset[str]
    title: tuple[str, ...]
    junk: frozenset[str]
    apart: frozenset[str]
    comment_begin: str
    comment_end: str
    site: tuple[str, ...]
    column: tuple[str, ...]
    labels: dict[str, str]
    stops: tuple[str, ...]

    @property
    def dated(self) -> tuple[str, ...]:
        """Labels that a date may follow without a colon."""
        return tuple(label for label, field in self.labels.items() if field in _DATES and len(label) >= 3)


_DATES = frozenset(("published", "updated", "issued"))


@cache
def load_markers() -> Markers:
    """The packaged table of marks."""
    table = tomllib.loads((files("extract.documents.heads") / "markers.toml").read_text("utf-8"))
    labels = dict(table["labels"])
    stops = labels.pop("stop")
    return Markers(
        frozenset(table["body"]),
        frozenset(table["wrapper"]),
        tuple(table["title"]),
        frozenset(table["junk"]),
        frozenset(table["apart"]),
        table["comment_begin"],
        table["comment_end"],
        tuple(table["site"]),
        tuple(table["column"]),
        {label: field for field, names in labels.items() for label in names},
        tuple(stops),
    )
