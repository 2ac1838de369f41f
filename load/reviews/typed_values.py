"""What reviewers type into the open columns, understood: verdicts, figures, metrics."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from load.labels import DECISIONS
from load.reviews.returned import Cell
from warehouse.records import Metric
from warehouse.units import PER_CENT

_TIMES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_FIGURE = re.compile(r"(?P<sign>[-−]?)(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<times>[万亿]?)\s*(?P<unit>\D*)")
_STEP = Decimal("0.000001")
_LARGEST = Decimal(10) ** 18
_CHOICE = re.compile(r".*\[(?P<id>[a-z_]+\.[a-z0-9_]+)\]")
_KINDS = {
    "formula": "是公式，请填数值 is a formula: type the value",
    "error": "是错误值 is an error value",
    "date": "是日期，不是数字 is a date, not a number: format the cell as a number",
    "truth": "是真假值，不是数字 is true or false, not a number",
}


class TypedError(ValueError):
    """What was typed cannot be meant; the words say what is wrong, in both languages."""


def decision_of(text: str) -> str:
    """The decision that a verdict names, in either language: 采纳, accept, 采纳 accept. Raises TypedError.

    >>> decision_of("更正")
    'corrected'
    """
    typed = _plain(text)
    for code, words in DECISIONS.items():
        chinese, _, english = words.partition(" ")
        if typed in {_plain(name) for name in (words, chinese, english, code)}:
            return code
    raise TypedError(f"没有这种结论 no such verdict: {text[:20]}; {', '.join(DECISIONS.values())}")


def figure_of(cell: Cell, unit: str) -> Decimal:
    """The figure in a cell, in `unit`. Raises TypedError.

    Numbers, or text such as 1,285 or 165万元; a percentage as Excel holds it, 0.92 shown as 92%, is 92 where
    the unit is %.
    """
    if cell.kind in _KINDS:
        raise TypedError(_KINDS[cell.kind])
    if cell.kind == "text":
        return _exact(_from_text(cell.text, unit))
    value = _decimal(repr(cell.value))
    if cell.kind == "percent":
        if unit != PER_CENT:
            raise TypedError(f"是百分比，单位应为{unit} is a percentage, the unit is {unit}")
        value = (value * 100).normalize()
    return _exact(value)


def _from_text(text: str, unit: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = _FIGURE.fullmatch(plain)
    if not found:
        raise TypedError(f"不是数字 is no number: {text[:20]}")
    typed = found["unit"]
    if typed and typed != unicodedata.normalize("NFKC", unit):
        raise TypedError(f"单位应为{unit} the unit is {unit}, not {typed[:10]}")
    value = _decimal(found["digits"].replace(",", "")) * _TIMES.get(found["times"], Decimal(1))
    return -value if found["sign"] else value


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise TypedError(f"不是数字 is no number: {text[:20]}") from error


def _exact(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise TypedError("数字过大 the number is too large")
    exact = value.quantize(_STEP)
    if exact != value:
        raise TypedError("小数超过六位 more than six decimal places")
    return exact


class MetricNames:
    """The metrics by every name that may be typed: id, Chinese or English label, the list's own words."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._labels = {metric.id: metric.label_zh for metric in metrics}
        names = [(name, m.id) for m in metrics for name in (m.id, m.label_zh, m.label_en)]
        self._named: Mapping[str, str] = {_plain(name): metric for name, metric in reversed(names)}

    def metric_of(self, text: str) -> str:
        """The id that is meant. Raises TypedError with the nearest names."""
        choice = _CHOICE.fullmatch(text.strip())
        typed = _plain(choice["id"] if choice else text)
        if found := self._named.get(typed):
            return found
        near = get_close_matches(typed, self._named, n=3, cutoff=0.4)
        labels = dict.fromkeys(self._labels[self._named[name]] for name in near)
        way_out = f"；近似 near it: {'、'.join(labels)}" if labels else ""
        raise TypedError(f"没有这个指标 no such metric: {text[:30]}{way_out}")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
