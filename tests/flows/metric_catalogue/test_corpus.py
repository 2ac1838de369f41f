"""A folder of reports read with the catalogue."""

from pathlib import Path

import pytest

from flows.metric_catalogue.corpus import documents_of, read_corpus, unused_findings
from transform.rules import load_rules
from warehouse.errors import SettingsError

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
    (report,) = read_corpus(documents_of(corpus), load_rules())["reports"]
    assert [figure["got"]["metric"] for figure in report["figures"]] == [
        "disputes.reconsideration_received",
        "disputes.reconsideration_concluded",
        "disputes.appearance_rate",
    ]


def test_metrics_and_frames_that_link_nothing_are_told(corpus: Path) -> None:
    rules = load_rules()
    links = read_corpus(documents_of(corpus), rules)
    findings = {finding.metric: finding.words for finding in unused_findings(links, rules)}
    assert findings["disputes.notary_cases"] == "no figure of the corpus is linked to it"
    assert "frames link nothing there" in findings["disputes.reconsideration_received"]


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="holds no report"):
        documents_of(tmp_path)
