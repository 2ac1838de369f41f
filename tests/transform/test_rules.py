"""The rules compiled for one document read it as those of all documents do."""

from importlib.resources import files

import pytest

from extract.documents import read_document
from transform.reading import read_report
from transform.rules import load_rules, rules_for

PROSE = "2017年，全市受理行政复议案件120件，审结96件，同比增长12%。".encode()
# the words of a cell are put together from pieces: 受理案件数 stands nowhere on the page
TABLE = """<html><body><h1>2017年行政复议情况</h1><table>
<tr><td>项目</td><td>受理案（件）件数</td><td>办结率（%）</td></tr>
<tr><td>行政（类）复议</td><td>120</td><td>98</td></tr></table></body></html>""".encode()
PAGES = [(files("samples") / f"{name}.html").read_bytes() for name in ("330700-2017", "320100-2023")]


@pytest.mark.parametrize("page", [PROSE, TABLE, *PAGES], ids=["prose", "table", "sample", "another sample"])
def test_one_document_is_read_alike(page: bytes) -> None:
    document = read_document(page)
    alone = read_report(document, "330700", 2017, rules_for(document))
    assert alone.statements
    assert alone == read_report(document, "330700", 2017, load_rules())
