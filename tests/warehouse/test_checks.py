"""What the checks find, and what they leave alone."""

from typing import Any

import pytest

from tests.load.factories import CASES, document, issue, statement
from tests.warehouse.warehouses import Warehouse, ask, rate


def count(report: str, value: str, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}件", value, **({"unit": "件", "metric": CASES} | fields))


def found(warehouse: Warehouse, check: str, *stated: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    query = "SELECT severity, words FROM check_result ORDER BY words"
    return ask(warehouse.of(*stated, **more, checks=[check]), query)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        pytest.param(
            [rate("330700-2016", "9"), rate("330700-2017", "92")],
            ["330700-2017 disputes.appearance_rate: 9% in 2016, 92% in 2017"],
            id="a rate ten times as large",
        ),
        pytest.param(
            [count("330700-2016", "1285"), count("330700-2017", "12")],
            ["330700-2017 disputes.reconsideration_handled: 1285件 in 2016, 12件 in 2017"],
            id="a count a hundred times smaller",
        ),
        pytest.param([rate("330700-2016", "80"), rate("330700-2017", "92")], [], id="12 points"),
        pytest.param(
            [rate("330700-2015", "20"), rate("330700-2016", "55"), rate("330700-2017", "92")],
            [],
            id="72 points in steps",
        ),
        pytest.param(
            [count("330700-2015", "10"), count("330700-2016", "120"), count("330700-2017", "900")],
            [],
            id="ninety times as many in steps",
        ),
        pytest.param([count("330700-2016", "1"), count("330700-2017", "50")], [], id="few cases"),
        pytest.param(
            [count("330700-2016", "0"), count("330700-2017", "150")],
            ["330700-2017 disputes.reconsideration_handled: 0件 in 2016, 150件 in 2017"],
            id="from nothing",
        ),
        pytest.param(
            [rate("330700-2016", "9"), rate("330700-2017", "92", bound="at_least")], [], id="an open bound"
        ),
        pytest.param(
            [
                rate("330700-2015", "9"),
                rate("330700-2016", "50", bound="at_least"),
                rate("330700-2017", "92"),
            ],
            ["330700-2017 disputes.appearance_rate: 9% in 2015, 92% in 2017"],
            id="an open bound in between",
        ),
    ],
)
def test_jumps_between_years(warehouse: Warehouse, stated: list[dict[str, Any]], words: list[str]) -> None:
    assert found(warehouse, "jumps", *stated) == [("warning", line) for line in words]


LONG = "".join(chr(0x4E00 + n) for n in range(3000))
"""A text in which no character stands twice."""
SPANS = [(0, 3), (497, 500), (498, 503), (499, 500), (500, 504), (999, 1001), (1500, 2600), (2997, 3000)]


def at(start: int, end: int) -> dict[str, Any]:
    return statement(text=LONG[start:end], metric=None, char_start=start, char_end=end)


@pytest.mark.parametrize(("start", "end"), SPANS)
def test_a_statement_is_proven_wherever_it_stands(warehouse: Warehouse, start: int, end: int) -> None:
    sound = [at(*span) for span in SPANS]
    wrong = at(start, end) | {"statement_id": "f" * 16, "char_start": start + 1, "char_end": end + 1}
    texts = (document(text=LONG),)
    assert found(warehouse, "proof", *sound, documents=texts) == []
    stands = LONG[start + 1 : end + 1]
    words = f"330700-2017 {start + 1}-{end + 1}: {LONG[start:end]} is not what stands there: {stands}"
    assert found(warehouse, "proof", *sound, wrong, documents=texts) == [("error", words)]


@pytest.mark.parametrize(("start", "end"), [(5, 3), (-2, 1), (2**31 - 1, 5), (-5, 2**31 - 6), (9000, 9001)])
def test_a_statement_that_stands_nowhere_is_told(warehouse: Warehouse, start: int, end: int) -> None:
    nowhere = statement(text="件", metric=None, char_start=start, char_end=end)
    [(severity, words)] = found(warehouse, "proof", at(0, 3), nowhere, documents=(document(text=LONG),))
    assert severity == "error"
    assert words.startswith(f"330700-2017 {start}-{end}: 件 is not what stands there")


def test_a_unit_that_does_not_fit(warehouse: Warehouse) -> None:
    assert found(warehouse, "units", count("330700-2017", "5", unit="人"), count("330500-2017", "5")) == [
        ("warning", "330700-2017 disputes.reconsideration_handled: 人 does not fit 件")
    ]


def test_a_promise_that_nobody_answers(warehouse: Warehouse) -> None:
    promised = rate("330700-2017", "95", role="target", year=2018)
    assert found(warehouse, "promises", promised, count("330700-2018", "5")) == [
        (
            "warning",
            "330700-2017 disputes.appearance_rate: 95% is promised for 2018, whose report does not tell",
        )
    ]


def reports(*counts: tuple[str, int]) -> tuple[dict[str, Any], ...]:
    return tuple(document(report, linked_count=linked) for report, linked in counts)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        pytest.param(
            reports(("330700-2015", 40), ("330700-2016", 38), ("330700-2017", 0)),
            [("error", "330700-2017: 0 figures linked to metrics, 2 other reports of the place give 78")],
            id="nothing at all, against the place's other years",
        ),
        pytest.param(
            reports(("330700-2015", 40), ("330700-2016", 38), ("330700-2017", 5)),
            [("warning", "330700-2017: 5 figures linked to metrics, 2 other reports of the place give 78")],
            id="an eighth of the other years",
        ),
        pytest.param(
            reports(("330500-2017", 30), ("331000-2017", 30), ("330700-2017", 2)),
            [("warning", "330700-2017: 2 figures linked to metrics, 2 other reports of the level give 60")],
            id="against its peers, where the place has no other years",
        ),
        pytest.param(
            reports(("330500-2017", 30), ("331000-2017", 30), ("330781-2017", 2)),
            [],
            id="a county among cities",
        ),
        pytest.param(reports(("330700-2015", 40), ("330700-2017", 0)), [], id="two reports tell nothing"),
        pytest.param(
            reports(("330700-2015", 40), ("330700-2016", 38), ("330700-2017", 20)),
            [],
            id="half is no drought",
        ),
        pytest.param(
            (*reports(("330700-2015", 40), ("330700-2016", 38)), document(health="absent", reason="gone")),
            [],
            id="a report that is not there",
        ),
    ],
)
def test_figures_running_dry(
    warehouse: Warehouse, documents: tuple[dict[str, Any], ...], expected: list[tuple[str, str]]
) -> None:
    """Nothing used to be said when the figures ran dry."""
    assert found(warehouse, "dry", documents=documents) == expected


def test_figures_read_by_ocr(warehouse: Warehouse) -> None:
    stated = (
        count("330700-2017", "5"),
        count("330700-2017", "7", scope_kind="own"),
        count("330500-2017", "8"),
    )
    # Each sentence is 全年5件。 on a line: the second line of the first report stands on a page with text.
    met = (issue("read_by_ocr", 0, 5), issue("ragged_table", 0, 5, report="330500-2017"))
    assert found(warehouse, "ocr", *stated, issues=met) == [
        (
            "warning",
            "330700-2017 disputes.reconsideration_handled: 5件 was read by OCR: compare it with the page",
        )
    ]
