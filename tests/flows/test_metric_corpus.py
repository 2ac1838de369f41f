from pathlib import Path

import pytest

from flows.evaluation.results import changes_between, read_result
from flows.metric_corpus import read_corpus, unused_findings, write_corpus
from transform.rules import compile_rules, load_rules
from warehouse.errors import SettingsError
from warehouse.metrics import load_metrics
from warehouse.places import load_places

TEXT = (
    "金华市2017年法治政府建设报告\n全市收到行政复议申请703件，审结587件。\n行政机关负责人出庭应诉率为92%。\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "330700-2017.txt").write_text(TEXT, "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    return folder


def test_a_corpus_is_read_and_what_cannot_be_read_is_left_out(corpus: Path) -> None:
    (report,) = read_corpus(corpus, load_rules())["reports"]
    assert [figure["got"]["metric"] for figure in report["figures"]] == [
        "disputes.reconsideration_received",
        "disputes.reconsideration_concluded",
        "disputes.appearance_rate",
    ]


def test_metrics_and_wordings_that_link_nothing_are_told(corpus: Path) -> None:
    rules = load_rules()
    findings = {
        finding.metric: finding.words for finding in unused_findings(read_corpus(corpus, rules), rules)
    }
    assert findings["disputes.notary_cases"] == "no figure of the corpus is linked to it"
    assert "wordings link nothing in the corpus" in findings["disputes.appearance_rate"]


def test_a_change_of_the_catalogue_tells_what_it_loses(corpus: Path, tmp_path: Path) -> None:
    kept = tmp_path / "before.json"
    write_corpus(read_corpus(corpus, load_rules()), kept)
    poorer = compile_rules([m for m in load_metrics() if m.id != "disputes.appearance_rate"], load_places())
    (change,) = changes_between(read_result(kept), read_corpus(corpus, poorer))
    assert (change.kind, change.text) == ("changed", "92%")
    assert "disputes.appearance_rate" in change.before
    assert "disputes.appearance_rate" not in change.now


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="holds no report"):
        read_corpus(tmp_path, load_rules())
