"""Whether a figure may be of a metric by what it is: its role and its unit."""

from typing import NamedTuple

from transform.sense.context import Placed
from warehouse.records import Bound, Role
from warehouse.units import POINTS, RATES, TIMES


class Kin(NamedTuple):
    """What of a figure decides, besides words, which metrics it may be; many figures are of one kin."""

    role: Role
    is_directed: bool
    unit: str
    is_blank: bool


def kin_of(placed: Placed) -> Kin:
    """The kin of a figure."""
    quantity = placed.figure.quantity
    return Kin(placed.role, placed.direction is not None, quantity.unit, quantity.bound is Bound.BLANK)


def unit_fits(kin: Kin, unit: str, units: frozenset[str]) -> bool:
    """Whether a figure's unit may stand for a metric in `unit`: one of its `units`; points for changes."""
    if kin.role is Role.RANK:
        return True
    if kin.unit == POINTS:
        return unit in RATES
    if kin.role is Role.CHANGE_RATE or (kin.role is Role.TARGET and kin.is_directed):
        return kin.unit in RATES or kin.unit == TIMES or kin.unit in units
    return kin.unit in units or (kin.unit == "" and not kin.is_blank)
