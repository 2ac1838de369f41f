"""What a reviewer was shown of a figure, and the id that stands for it: statement and hash of what was shown.

The hidden id is all that a workbook must bring back: if the hash is still the same, the reviewer saw what the
warehouse shows now; if it is not, the figure changed since, and the reviewer has to look again.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

_TOKEN = re.compile(r"([0-9a-f]{16})-([0-9a-f]{10})")
_FIELDS = ("statement_id", "place", "metric", "year", "scope_kind", "value", "unit", "bound", "sentence")


def token_of(figure: Mapping[str, Any]) -> str:
    """The id of a figure as it is shown: any change of what was read gives another one.

    `figure` has statement_id, place, metric, year, scope_kind, value, value_high, unit, bound and sentence.
    """
    fields = _FIELDS if figure["value_high"] is None else (*_FIELDS, "value_high")
    shown = "\x1f".join(_canonical(figure[name]) for name in fields)
    return f"{figure['statement_id']}-{sha256(shown.encode()).hexdigest()[:10]}"


def statement_of(token: str) -> str:
    """The statement's id out of a token; empty where it is none."""
    found = _TOKEN.fullmatch(token.strip())
    return found[1] if found else ""


def _canonical(value: Any) -> str:
    if value is None:
        return "\x1e"
    return f"{value:.6f}" if isinstance(value, Decimal) else str(value)
