"""Scores against a small annotated report of our own, and the golden report."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows.evaluation import evaluate, evaluate_report, run
from flows.evaluation.annotations import AnnotatedReport, read_annotated_report
from flows.evaluation.matching import Outcome, OutcomeKind, same_value
from flows.evaluation.positions import positions_of
from flows.evaluation.reports import Evaluation, ReportResult, evaluation_of, result_of
from flows.evaluation.results import changes_between, evaluation_json
from flows.evaluation.view import miss_lines, score_view
from tests.flows.annotated import PAGE, ROWS, row, write_report
from transform.rules import load_rules
from warehouse.errors import SettingsError
from warehouse.records import Basis, Bound, Certainty, Role, ScopeKind, Statement

GOLD = Path(__file__).parents[3].parent / "shared" / "gold"


def perfect(report: AnnotatedReport, text: str = PAGE) -> list[Statement]:
    """The statements that read a report without a fault."""
    statements = []
    for annotation, position in zip(report.annotations, positions_of(report.annotations, text), strict=True):
        assert position is not None
        assert position.figure is not None
        statements.append(
            Statement(
                statement_id="",
                report_id=report.report_id,
                section="",
                sentence=text[position.quote.start : position.quote.end],
                text=text[position.figure.start : position.figure.end],
                char_start=position.figure.start,
                char_end=position.figure.end,
                value=annotation.value,
                value_high=annotation.value_high,
                unit=annotation.unit,
                bound=annotation.bound,
                role=annotation.role,
                direction=annotation.direction,
                year=annotation.year,
                base_year=annotation.base_year,
                place=annotation.places[0],
                scope=annotation.scope,
                scope_kind=ScopeKind.WHOLE,
                metric=annotation.metric,
                basis=Basis.STATED,
                rule=None,
            )
        )
    return statements


@pytest.fixture
def report(tmp_path: Path) -> AnnotatedReport:
    return write_report(tmp_path, ROWS)


def scored(report: AnnotatedReport, statements: list[Statement]) -> ReportResult:
    return result_of(report, PAGE, statements)


def of_kind(result: ReportResult, kind: OutcomeKind) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if outcome.kind is kind]


def printed(view: Any) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(view)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_a_perfect_reading_scores_one(report: AnnotatedReport) -> None:
    scores = scored(report, perfect(report)).scores
    assert (scores.statements.recall, scores.statements.precision, scores.statements.f1) == (1, 1, 1)
    assert (scores.statements.annotated, scores.metrics.annotated, scores.metrics.f1) == (6, 4, 1)
    assert dict(scores.right) == dict.fromkeys(("unit", "bound", "role", "direction", "year", "place"), 6)


def test_links_are_scored_by_how_sure_they_are(report: AnnotatedReport) -> None:
    sure, other = Certainty.CERTAIN, Certainty.LIKELY
    said = [one._replace(certainty=sure if one.metric else None) for one in perfect(report)]
    first = next(number for number, one in enumerate(said) if one.metric)
    said[first] = said[first]._replace(metric="rules.local_regulations", certainty=other)
    by = dict(scored(report, said).scores.by_certainty)
    assert (by[sure].annotated, by[sure].predicted, by[sure].right) == (4, 3, 3)
    assert (by[other].annotated, by[other].predicted, by[other].right) == (4, 1, 0)
    assert (by[sure].precision, by[sure].recall, by[other].precision) == (1, 0.75, 0)


def test_a_figure_that_is_not_read_lowers_recall_alone(report: AnnotatedReport) -> None:
    result = scored(report, perfect(report)[1:])
    assert (result.scores.statements.recall, result.scores.statements.precision) == (5 / 6, 1)
    assert (result.scores.metrics.recall, result.scores.metrics.precision) == (3 / 4, 1)
    assert [found.expected.text for found in of_kind(result, OutcomeKind.MISSED) if found.expected] == [
        "120件"
    ]


def test_a_figure_that_is_not_annotated_lowers_precision_alone(report: AnnotatedReport) -> None:
    statements = perfect(report)
    invented = statements[0]._replace(text="2017", char_start=0, char_end=4, value=Decimal(2017))
    result = scored(report, [*statements, invented])
    assert (result.scores.statements.recall, result.scores.statements.precision) == (1, 6 / 7)
    assert result.scores.metrics.precision == 4 / 5
    assert [found.got for found in of_kind(result, OutcomeKind.INVENTED)] == [invented]


def test_a_wrong_value_is_missed_and_invented(report: AnnotatedReport) -> None:
    statements = perfect(report)
    result = scored(report, [statements[0]._replace(value=Decimal(12)), *statements[1:]])
    assert len(of_kind(result, OutcomeKind.MISSED)) == len(of_kind(result, OutcomeKind.INVENTED)) == 1


@pytest.mark.parametrize("left_out", [slice(0), slice(3, 4)], ids=["found", "left out"])
def test_an_optional_figure_changes_no_score(report: AnnotatedReport, left_out: slice) -> None:
    statements = perfect(report)
    del statements[left_out]
    scores = scored(report, statements).scores
    assert (scores.statements.annotated, scores.statements.predicted, scores.statements.right) == (6, 6, 6)


def test_a_derived_statement_is_not_scored(report: AnnotatedReport) -> None:
    statements = perfect(report)
    derived = statements[0]._replace(basis=Basis.DERIVED, value=Decimal(104))
    result = scored(report, [*statements, derived])
    assert result.scores.statements.precision == 1
    assert [found.got for found in of_kind(result, OutcomeKind.DERIVED)] == [derived]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit", "起"),
        ("bound", Bound.ABOUT),
        ("role", Role.TARGET),
        ("direction", None),
        ("year", 2016),
        ("place", "330701"),
        ("metric", "disputes.reconsideration_received"),
        ("base_year", 2015),
    ],
)
def test_a_wrong_attribute_is_named_and_the_figure_still_counts(
    report: AnnotatedReport, name: str, value: Any
) -> None:
    statements = perfect(report)
    statements[1] = statements[1]._replace(**{name: value})
    result = scored(report, statements)
    assert result.scores.statements.f1 == 1
    assert [outcome.wrong for outcome in result.outcomes if outcome.wrong] == [(name,)]


def test_any_of_several_annotated_places_is_right(tmp_path: Path) -> None:
    report = write_report(tmp_path, [row("受理行政复议案件120件", "120件", 120, "件", places=["330781"])])
    statement = perfect(report)[0]._replace(place="330781")
    assert scored(report, [statement]).scores.accuracy("place") == 1


def test_the_same_figure_twice_in_a_sentence_is_told_apart_by_its_characters(report: AnnotatedReport) -> None:
    result = scored(report, list(reversed(perfect(report))))
    assert result.scores.metrics.right == 4


def test_a_figure_with_another_span_matches_in_its_sentence(report: AnnotatedReport) -> None:
    statements = perfect(report)
    start = PAGE.index("同比")
    moved = statements[1]._replace(sentence="同比上升 15%", char_start=start, char_end=start + 2)
    assert scored(report, [moved]).scores.statements.right == 1


def test_a_figure_of_the_same_value_elsewhere_does_not_match(report: AnnotatedReport) -> None:
    statement = perfect(report)[0]
    elsewhere = statement._replace(
        sentence="其中撤销12件", char_start=PAGE.index("12件。"), char_end=len(PAGE)
    )
    assert scored(report, [elsewhere]).scores.statements.right == 0


def decimal(words: str | None) -> Decimal | None:
    return None if words is None else Decimal(words)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("92", "92.00"),
        ("33.3333", "33.333333"),
        ("33.33", "33.333333"),
        ("66.667", "66.666667"),
        (None, None),
    ],
)
def test_values_are_the_same_to_the_decimals_both_have(expected: str | None, got: str | None) -> None:
    assert same_value(decimal(expected), decimal(got))


@pytest.mark.parametrize(
    ("expected", "got"),
    [("92", "92.1"), ("0.32", "0.33"), ("1650000", "165"), (None, "0"), ("0", None)],
)
def test_values_differ(expected: str | None, got: str | None) -> None:
    assert not same_value(decimal(expected), decimal(got))


def test_a_quote_that_is_not_in_the_text_is_a_fault(tmp_path: Path) -> None:
    report = write_report(tmp_path, [row("从来没有的话5件", "5件", 5, "件")])
    result = scored(report, [])
    assert result.faults == ("line 2: quote is not in the text: 从来没有的话5件",)
    assert result.scores.statements.recall == 0


def evaluation(report: AnnotatedReport, statements: list[Statement]) -> Evaluation:
    return evaluation_of([scored(report, statements)])


def as_json(report: AnnotatedReport, statements: list[Statement]) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(json.dumps(evaluation_json(evaluation(report, statements))))
    return result


def test_changes_name_what_was_gained_lost_and_changed(report: AnnotatedReport) -> None:
    statements = perfect(report)
    before = as_json(report, statements[:3])
    now = as_json(report, [statements[0]._replace(metric=None), statements[2], statements[4]])
    changes = changes_between(before, now)
    assert [(change.kind, change.text) for change in changes] == [
        ("changed", "120件"),
        ("lost", "15%"),
        ("gained", "18家"),
    ]
    assert "disputes.reconsideration_accepted" in changes[0].before
    assert "wrong metric" in changes[0].now


def test_a_page_whose_characters_moved_has_not_changed(report: AnnotatedReport) -> None:
    statements = perfect(report)
    moved = [
        found._replace(char_start=found.char_start + 3, char_end=found.char_end + 3) for found in statements
    ]
    now = result_of(report, "注：" + "\n" + PAGE, moved)
    after = evaluation_json(evaluation_of([now]))
    assert changes_between(as_json(report, statements), after) == ()


def test_json_holds_every_figure_with_its_characters(report: AnnotatedReport) -> None:
    result = as_json(report, perfect(report)[1:])
    figures = result["reports"][0]["figures"]
    assert [figure["outcome"] for figure in figures].count("found") == 5
    assert figures[0] == figures[0] | {"outcome": "missed", "text": "120件", "got": None, "char_start": 15}
    assert result["all"]["statements"]["annotated"] == 6
    assert result["all"]["accuracy"]["unit"] == 1


def test_misses_say_what_was_expected_and_got(report: AnnotatedReport) -> None:
    statements = perfect(report)
    statements[1] = statements[1]._replace(year=2016, base_year=2015)
    words = "\n".join(line.plain for line in miss_lines(evaluation(report, statements[1:])))
    assert "missed 330700-2017 @15 【120件】 受理行政复议案件120件" in words
    assert "year: expected 2017, got 2016" in words
    assert "base_year (not scored): expected 2016, got 2015" in words


def test_tables_carry_both_languages(report: AnnotatedReport) -> None:
    words = printed(score_view(evaluation(report, perfect(report))))
    assert "召回" in words
    assert "recall" in words
    assert "330700-2017" in words


def test_a_folder_is_evaluated_as_json_and_against_itself(tmp_path: Path) -> None:
    write_report(tmp_path, ROWS, title="不是这个题目")
    out = io.StringIO()
    run(tmp_path, as_json=True, console=Console(file=out))
    (tmp_path / "result.json").write_text(out.getvalue(), "utf-8")
    again = io.StringIO()
    run(tmp_path, as_json=True, against=tmp_path / "result.json", console=Console(file=again))
    assert json.loads(again.getvalue())["changes"] == []
    assert "title: annotated '不是这个题目'" in json.loads(out.getvalue())["reports"][0]["faults"][0]


def test_a_page_that_cannot_be_read_is_a_fault_and_all_missed(tmp_path: Path) -> None:
    write_report(tmp_path, ROWS, page="")
    (result,) = evaluate(tmp_path, load_rules()).reports
    assert result.scores.statements.recall == 0
    assert len(result.faults) == 1
    assert result.faults[0].startswith("330700-2017.txt: ")


def test_a_file_that_is_no_result_is_told(tmp_path: Path) -> None:
    write_report(tmp_path, ROWS)
    with pytest.raises(SettingsError, match="is no evaluation"):
        (tmp_path / "other.json").write_text("{}")
        run(tmp_path, against=tmp_path / "other.json")


@pytest.fixture(scope="module")
def jinhua() -> ReportResult:
    source = GOLD / "330700-2017.jsonl"
    if not source.is_file():
        pytest.skip("the annotated reports are not on this machine")
    return evaluate_report(read_annotated_report(source), load_rules())


def test_jinhua_2017_is_read_without_an_invented_figure(jinhua: ReportResult) -> None:
    assert (jinhua.faults, jinhua.scores.statements.right) == ((), 60)
    assert (jinhua.scores.metrics.predicted, jinhua.scores.metrics.right) == (59, 59)


def test_jinhua_2017_misses_one_link(jinhua: ReportResult) -> None:
    # 143位学者、律师、记者等…组成的…监督员: the noun counted stands beyond a list of other nouns
    misses = [line.plain for line in miss_lines(evaluation_of([jinhua]))]
    assert [line.split("【")[1].split("】")[0] for line in misses if "【" in line] == ["143位"]


@pytest.mark.parametrize(("year", "value"), [(2015, 77), (2016, 85)])
def test_jinhua_2017_derives_the_appearance_rates_before(jinhua: ReportResult, year: int, value: int) -> None:
    derived = [outcome.got for outcome in of_kind(jinhua, OutcomeKind.DERIVED) if outcome.got]
    rates = [found for found in derived if (found.metric, found.year) == ("disputes.appearance_rate", year)]
    assert [(found.value, found.unit, found.role) for found in rates] == [(Decimal(value), "%", Role.LEVEL)]
