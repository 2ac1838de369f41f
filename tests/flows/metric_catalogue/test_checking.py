"""The check of the metric catalogue: what it says of small catalogues, right and wrong."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from flows.metric_catalogue.checking import Finding, Level, Tried, check_metrics, has_errors, parse_example
from flows.metric_catalogue.view import findings_view
from tests.flows.metric_catalogue.small import catalogue
from warehouse.metrics import Catalogue, load_catalogue
from warehouse.records import Metric

ACCEPTED, AIDED = catalogue().metrics
WORDS = catalogue().lexicon


def found(*metrics: Metric) -> tuple[Finding, ...]:
    return check_metrics(Tried(Catalogue(metrics, WORDS)))


def kinds(*metrics: Metric) -> list[tuple[str, str]]:
    return [(finding.level.value, finding.kind) for finding in found(*metrics)]


def words(*metrics: Metric) -> str:
    return "\n".join(finding.words for finding in found(*metrics))


def test_a_sound_catalogue_has_no_findings() -> None:
    assert found(ACCEPTED, AIDED) == ()


@pytest.mark.parametrize(
    ("change", "level", "kind"),
    [
        ({"unit": "只只"}, "error", "unknown_unit"),
        ({"units": ("件", "只只")}, "error", "unknown_unit"),
        ({"units": ("起",)}, "warning", "own_unit_missing"),
        ({"unit": "％"}, "error", "bad_unit"),
        ({"frames": ("reconsideration taken",)}, "error", "bad_frame"),
        ({"frames": ("case?",)}, "error", "bad_frame"),
        ({"frames": ("reconsideration @page",)}, "error", "bad_frame"),
        ({"beside": ("second",)}, "error", "bad_frame"),
        ({"frames": ()}, "error", "no_frames"),
        ({"better": "more"}, "error", "bad_better"),
        ({"plausible": None}, "warning", "no_plausible_range"),
        ({"plausible": (Decimal(2), Decimal(1))}, "error", "bad_plausible_range"),
        ({"examples": ()}, "warning", "no_examples"),
        ({"frames": (*ACCEPTED.frames, "reconsideration case")}, "warning", "dead_frames"),
        ({"label_zh": "法律援助案件数"}, "error", "same_words"),
        ({"frames": (*ACCEPTED.frames, *AIDED.frames)}, "error", "double_claim"),
    ],
)
def test_a_fault_of_a_definition_is_named(change: dict[str, object], level: str, kind: str) -> None:
    assert (level, kind) in kinds(replace(ACCEPTED, **change), AIDED)  # type: ignore[arg-type]


def test_the_same_frame_for_other_units_is_no_double_claim() -> None:
    people = replace(
        ACCEPTED, id="x.people", label_zh="人数", label_en="People", definition="人", unit="人", units=("人",)
    )
    assert "double_claim" not in {kind for _, kind in kinds(ACCEPTED, people)}


@pytest.mark.parametrize(
    ("example", "complaint"),
    [
        ("全市受理行政复议案件120件，办结【100件】", "100件 → no metric"),
        ("全市受理法律援助案件【300件】", "300件 → x.aided"),
        ("全市办结信访案件300件", "0 figures link to it, not one"),
        ("受理行政复议案件120件，受理行政复议案件130件", "2 figures link to it, not one"),
        ("全市受理【行政】复议案件120件", "no figure is read at 行政"),
        ("全市受理行政复议案件若干", "no figure is read"),
    ],
    ids=["another figure", "another metric", "none", "two", "mark on no figure", "no figure"],
)
def test_an_example_that_does_not_hold_is_an_error(example: str, complaint: str) -> None:
    metric = replace(ACCEPTED, examples=(*ACCEPTED.examples, example))
    assert ("error", "example_fails") in kinds(metric, AIDED)
    assert complaint in words(metric, AIDED)


def test_several_marked_figures_must_all_link() -> None:
    example = "2016年受理行政复议案件【120件】，2017年受理行政复议案件【130件】"
    assert kinds(replace(ACCEPTED, examples=(example,)), AIDED) == []


def test_a_counter_example_that_is_taken_is_an_error() -> None:
    metric = replace(ACCEPTED, counter_examples=("县里受理行政复议案件5件",))
    assert kinds(metric, AIDED) == [("error", "counter_example_taken")]


@pytest.mark.parametrize(
    ("sentence", "text", "figures"),
    [
        ("收到【703件】，受理【612件】", "收到703件，受理612件", ["703件", "612件"]),
        ("收到703件", "收到703件", []),
    ],
    ids=["two marks", "no mark"],
)
def test_marks_are_taken_out_of_an_example(sentence: str, text: str, figures: list[str]) -> None:
    example = parse_example(sentence)
    assert example.text == text
    assert [text[start:end] for start, end in example.marks] == figures


def test_errors_come_first_and_fail_the_check() -> None:
    findings = found(replace(ACCEPTED, plausible=None), replace(AIDED, unit="只只"))
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels)
    assert has_errors(findings)
    assert not has_errors([finding for finding in findings if finding.level is Level.WARNING])


def test_findings_are_shown_with_counts() -> None:
    file = io.StringIO()
    finding = Finding("x.y", Level.ERROR, "unknown_unit", "unit [bold] is not known")
    Console(file=file, width=160).print(findings_view([finding]))
    assert "unit [bold] is not known" in file.getvalue()
    assert "错误 errors 1, 警告 warnings 0" in file.getvalue()


def test_the_packaged_catalogue_has_no_errors() -> None:
    errors = [finding for finding in check_metrics(Tried(load_catalogue())) if finding.level is Level.ERROR]
    assert errors == []
