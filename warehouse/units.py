"""How the units that a metric admits become its own: by a declared factor, or not at all."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from warehouse.records import Metric
from warehouse.vocabulary import load_wording

_RATES, _NAMED = (load_wording("units")[part] for part in ("rates", "named"))
PER_CENT = "%"
POINTS: str = _NAMED["points"]
"""Of per cent."""
TIMES: str = _NAMED["times"]
DOUBLINGS: str = _NAMED["doublings"]
PLACE: str = _NAMED["place"]
"""Of a rank."""
THING: str = _NAMED["thing"]
CASE: str = _NAMED["case"]
PERSON: str = _NAMED["person"]
MONEY: str = _NAMED["money"]
YEARS: str = _NAMED["year"]
DAYS: str = _NAMED["day"]
SHARES = frozenset(_RATES["shares"])
"""What a part of a whole is written in."""
RATIOS = frozenset(_RATES["ratios"])
"""What one figure is of another, or grows by."""
GROWTHS = frozenset(_RATES["growths"])
"""RATIOS, and doublings."""
RATES = frozenset(_RATES["all"])
"""What is rounded as printed and counts nothing."""
RATE_SIGN = rf"(?:[%‰]|{THING}?{POINTS})"
"""Pattern of what may follow the number of a rate."""
_REMEMBERED = 1000
"""Pairs of units: each figure asks for its own."""
_COUNTING = ("cases", "things", "entities", "people", "events")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A figure in some unit is one in `unit` when multiplied by `factor`."""

    unit: str
    factor: Decimal


def conversion(unit: str, metric: Metric) -> Conversion | None:
    """What a figure in `unit` becomes as an observation of the metric; None where nothing says.

    A measure word counts one (起 and 件 of cases). Persons and visits are counted apart from each other and
    from things, and firms from calls on them: such a figure keeps a unit of its kind, so that 人次 are never
    set against 人. A visit is one 次.

    >>> rate = Metric("a.b", "a", "败诉率", "Loss rate", "%", "rate", "lower", "…")
    >>> conversion("‰", rate), conversion("元", rate)
    (Conversion(unit='%', factor=Decimal('0.1')), None)
    """
    return _between(unit, metric.unit)


@lru_cache(maxsize=_REMEMBERED)
def _between(unit: str, wanted: str) -> Conversion | None:
    if unit == wanted:
        return Conversion(unit, Decimal(1))
    known = _factors().get(unit)
    if known:
        return known if known.unit == wanted else None
    kinds = _kinds()
    if unit not in kinds or wanted not in kinds:
        return None
    apart = _apart()
    kind, own = apart.get(unit), apart.get(wanted)
    is_other = kind in {"visits", "persons"} or {kind, own} == {"calls", "firms"}
    if kind is not None and kind != own and is_other and (kind, wanted) != ("visits", "次"):
        return Conversion(load_wording("units")["counted_apart"][kind][0], Decimal(1))
    return Conversion(wanted, Decimal(1))


@cache
def _factors() -> dict[str, Conversion]:
    factors = load_wording("units")["factors"]
    return {unit: Conversion(to["unit"], Decimal(to["factor"])) for unit, to in factors.items()}


@cache
def _kinds() -> frozenset[str]:
    """The measure words that count one."""
    classes = load_wording("units")["classes"]
    return frozenset(unit for name in _COUNTING for unit in classes[name]) | {PLACE}


@cache
def _apart() -> dict[str, str]:
    return {unit: kind for kind, units in load_wording("units")["counted_apart"].items() for unit in units}
