"""The test cases of peers: which share of the numerals they hold do we read?

    python -m bench.peers FOLDER [--failed]

FOLDER holds `recognizers_text.jsonl` (input; results with type and resolution) and `cn2an.jsonl`
(input, expected), as collected from their public repositories (both MIT). They mark every numeral as an
entity, so they are asked of the numbers alone (`transform.numbers.quantities`), not of what is a figure. Out
of scope, and told as such: negative numbers (no report states one), money in 角 and 分, numerals with spaces
inside, mixed fractions, units whose own name begins like a number.
"""

import argparse
import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from transform.numbers.numerals import read_numeral
from transform.numbers.quantities import quantity_at
from transform.numbers.spans import number_spans
from transform.text.normalise import normalise

PARTS = {
    unit: Decimal(part) for unit, part in (("%", "0.01"), ("百分点", "0.01"), ("‰", "0.001"), ("‱", "0.0001"))
}
OUT_OF_SCOPE = {
    "negative": re.compile(r"负|[-－]\s*[\d.１-９]"),
    "foreign words and k": re.compile(r"[A-Za-zＡ-Ｚ]{2,}|[kKＫ]"),
    "power": re.compile(r"[\^e]"),
    "角, 分, 圆 of cheques": re.compile(r"角|(?<![百千万十])分(?!之)|[圆元][整正]?$"),
    "打 and 双 of twelve and two": re.compile(r"打|双|对"),
    "digits spelt one by one": re.compile(r"幺"),
    "mixed and improper fractions": re.compile(r"又|\d\s+\S+/|１６/5"),
    "兆, of two meanings": re.compile(r"兆"),
    "spaces inside a number": re.compile(r"[百千万亿十]\s+[一-龥\d]|\d\s{2,}万|[一-九\d]\s万\s?\d"),
    "units that begin with a number": re.compile(r"[斤米]半|千卡|比特|[一二三四五六七八九十]两$"),
}


def out_of_scope(case: dict[str, Any]) -> str | None:
    """The reason why a case asks for what no report states; None where it is in scope."""
    return next((reason for reason, pattern in OUT_OF_SCOPE.items() if pattern.search(case["input"])), None)


def numbers_in(text: str) -> list[Decimal]:
    """The values of all numbers of a text, in order, those inside another left out."""
    normal, values, done = normalise(text), [], 0
    for match in number_spans(normal):
        quantity = quantity_at(normal, match) if match.start() >= done else None
        if quantity is not None and quantity.value is not None:
            values.append(quantity.value * PARTS.get(quantity.unit, Decimal(1)))
            done = quantity.end
    return values


def expected_values(case: dict[str, Any]) -> list[Decimal] | None:
    """What a recognizers case expects, percentages as parts of one; None where it is no plain number."""
    values = []
    for result in case["results"]:
        written = str(result["resolution"].get("value", "")).replace(",", "")
        try:
            share = Decimal("0.01") if written.endswith("%") else Decimal(1)
            values.append(Decimal(written.rstrip("%")) * share)
        except InvalidOperation:
            return None
    return values


def close(one: Decimal, other: Decimal) -> bool:
    """Equal to the digits that a double holds."""
    return abs(one - other) <= abs(other) * Decimal("1e-9")


def recognizers_case(case: dict[str, Any]) -> bool | None:
    """Whether every expected number is read, in order; None where the case is no number."""
    expected = expected_values(case)
    if expected is None:
        return None
    found = iter(numbers_in(case["input"]))
    return all(any(close(value, wanted) for value in found) for wanted in expected)


def cn2an_case(case: dict[str, Any]) -> bool | None:
    """Whether the numeral reads as the expected number."""
    numeral = read_numeral(case["input"])
    return numeral is not None and close(numeral.value, Decimal(str(case["expected"])))


def score(path: Path, kind_of: Any, check: Any, *, failed: bool) -> None:
    """Print the share passed by kind, and why cases were left out."""
    passed: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        reason = out_of_scope(case)
        right = None if reason else check(case)
        if right is None:
            left[reason or "no plain number"] += 1
            continue
        asked[kind_of(case)] += 1
        passed[kind_of(case)] += right
        if failed and not right:
            print(f"  failed {case['input']!r}: {case.get('expected', case.get('results'))}")
    for kind, count in asked.items():
        print(f"{path.stem:18} {kind:20} {passed[kind]:4} of {count:4} {passed[kind] / count:7.1%}")
    print(
        f"{path.stem:18} {'all':20} {passed.total():4} of {asked.total():4}"
        f" {passed.total() / asked.total():7.1%}"
    )
    print(f"  out of scope: {', '.join(f'{reason} {count}' for reason, count in left.items()) or 'none'}")


def main() -> None:
    """Score both files of the folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failed", action="store_true", help="show each failed case")
    arguments = parser.parse_args()
    recognizers, cn2an = (arguments.folder / name for name in ("recognizers_text.jsonl", "cn2an.jsonl"))
    score(recognizers, lambda case: case["id"].split(":")[0], recognizers_case, failed=arguments.failed)
    score(cn2an, lambda case: case["set"], cn2an_case, failed=arguments.failed)


if __name__ == "__main__":
    main()
