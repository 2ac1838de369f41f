"""A figure's card: all that is known of it, as pairs of what and its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from markupsafe import Markup

from load import labels
from load.labels import label, plain_number
from load.questions.notes import Row
from load.site.marks import Mark
from load.site.paths import metric_path
from load.site.words import both, figure_words, in_both, in_line, put, short

Pair = tuple[Markup, "str | Markup"]
_WHOLE_YEAR = (1, 12)
_STATES = {
    "holds": "有效 holds",
    "disagrees": "读数已变 the figure changed since",
    "restated": "原文已变，读数未变 reworded, the same figure",
    "stale": "已失效 stale",
    "orphaned": "原文已无 gone from the report",
}
_DIRECTIONS = {"up": "上升 up", "down": "下降 down"}
_VALUE = in_both("值", "Value")
_OBSERVED = in_both("作为数据", "As an observation")
_KIND = in_both("种类", "Kind")
_YEAR = in_both("年份", "Year")
_WHOSE = in_both("地区与范围", "Place and scope")
_METRIC = in_both("指标", "Metric")
_DEFINITION = in_both("定义", "Definition")
_MAY_BE = in_both("可能的指标", "May be")
_LINK = in_both("归类依据", "Linked by")
_ARITHMETIC = in_both("推算", "Arithmetic")
_LIMITS = in_both("真值范围", "True value between")
_CHOSEN = in_both("采用", "Chosen")
_MIND = in_both("注意", "To be minded")
_CHECK = in_both("检查", "Check")
_EQUATION = in_both("等式", "Equation")
_REVIEW = in_both("复核", "Review")
_MORE = in_both("另有检查与等式", "More checks and equations")
_MOST_LINES = 12  # a total of all years stands in an equation of each
_HOLDS = {True: in_both("成立", "holds"), False: in_both("不成立", "does not hold")}


@dataclass(frozen=True, slots=True)
class About:
    """What cards say beside their own figures.

    `metrics` by id: rows of dim_metric; `findings` and `equations` by statement; `up` leads to the site's
    folder, and is None where there is no site.
    """

    metrics: Mapping[str, Row]
    findings: Mapping[str, Sequence[Row]]
    equations: Mapping[str, Sequence[Row]]
    up: str | None = None

    def metric(self, metric: str) -> Markup | str:
        """A metric's labels, linked to its page."""
        known = self.metrics.get(metric)
        if known is None:
            return metric
        return _metric_words(metric, known["label_zh"], known["label_en"], self.up)


@lru_cache(maxsize=1024)
def _metric_words(metric: str, chinese: str, english: str, up: str | None) -> Markup:
    words = in_both(chinese, english)
    return words if up is None else put('<a href="{}">{}</a>', f"{up}{metric_path(metric)}", words)


def cards_of(mark: Mark, about: About) -> list[list[Pair]]:
    """The cards of a mark: one for each figure that is read from its characters."""
    return [list(_pairs(row, about)) for row in mark.figures]


def _pairs(row: Row, about: About) -> Iterator[Pair]:
    yield _VALUE, _value(row)
    yield from _observed(row)
    yield _KIND, _kind(row)
    yield _YEAR, _year(row)
    yield _WHOSE, _whose(row)
    yield from _metric(row, about)
    if row["derivation"]:
        yield _ARITHMETIC, short(row["derivation"])
    yield from _standing(row)
    findings, equations = (of.get(row["statement_id"], ()) for of in (about.findings, about.equations))
    for found in findings[:_MOST_LINES]:
        words = both(label(labels.FINDINGS, found["check_name"]))
        yield _CHECK, put("{}: {}", words, short(found["words"]))
    for found in equations[:_MOST_LINES]:
        yield _EQUATION, put("{} · {}", short(found["arithmetic"]), _HOLDS[bool(found["holds"])])
    if more := sum(max(0, len(rows) - _MOST_LINES) for rows in (findings, equations)):
        yield _MORE, str(more)
    if row["decision"] is not None:
        yield _REVIEW, _review(row)


def _value(row: Row) -> Markup:
    """A figure with its unit, and its bound in words: ≥85 % 以上 at least."""
    return put("<b>{}</b> {} {}", figure_words(row), row["unit"], both(label(labels.BOUNDS, row["bound"])))


def _observed(row: Row) -> Iterator[Pair]:
    other = row["observed_metric"] is not None and (
        row["observed_value"] != row["value"] or row["observed_unit"] != row["unit"]
    )
    if other and row["observed_value"] is not None:
        yield _OBSERVED, f"{plain_number(row['observed_value'])} {row['observed_unit']}"


def _kind(row: Row) -> Markup:
    basis = labels.BASES["derived"] if row["basis"] == "derived" else ""
    words = (label(labels.ROLES, row["role"]), label(_DIRECTIONS, row["direction"]), basis)
    return in_line(" · ", map(both, words))


def _year(row: Row) -> str:
    against = f" ← {row['base_year']}" if row["base_year"] else ""
    months = (row["first_month"], row["last_month"])
    span = "" if months == _WHOLE_YEAR else f" ({months[0]}–{months[1]}月 months)"
    return f"{row['year']}{against}{span}"


def _whose(row: Row) -> Markup:
    scope = both(label(labels.SCOPES, row["scope_kind"]))
    words = f"“{short(row['scope'])}”" if row["scope"] else ""
    return put("{} {} · {} {}", row["place_name"], row["place"], scope, words)


def _metric(row: Row, about: About) -> Iterator[Pair]:
    metric = row["observed_metric"] or row["metric"]
    if metric is None:
        if row["suggestions"]:
            yield _MAY_BE, in_line("; ", map(about.metric, row["suggestions"]))
        return
    yield _METRIC, about.metric(metric)
    if metric in about.metrics:
        yield _DEFINITION, about.metrics[metric]["definition"]
    parts = [both(label(words, row[name])) for words, name in _LINKS if row[name]]
    yield _LINK, in_line(" · ", [*parts, row["rule"]])


_LINKS = ((labels.LINK_BASES, "link_basis"), (labels.CERTAINTIES, "certainty"))


def _standing(row: Row) -> Iterator[Pair]:
    low, high = row["lower_limit"], row["upper_limit"]
    if (low, high) != (None, None) and low != high:
        yield _LIMITS, f"{_end(low)} – {_end(high)} {row['observed_unit'] or row['unit']}"
    if row["chosen"] is not None:
        because = label(labels.CHOSEN, row["source_kind"])
        yield _CHOSEN, in_line(" · ", map(both, (labels.YES[bool(row["chosen"])], because)))
    marks = [label(labels.MARKS, mark) for mark in (row["mark"] or "").split(", ") if mark]
    if marks:
        yield _MIND, in_line(", ", map(both, marks))


def _end(value: Decimal | None) -> str:
    return "∞" if value is None else plain_number(value)


def _review(row: Row) -> Markup:
    value = "" if row["decided_value"] is None else plain_number(row["decided_value"])
    decision, state = label(labels.DECISIONS, row["decision"]), label(_STATES, row["review_state"])
    return in_line(" · ", (both(decision), value, both(state), short(row["decided_because"])))
