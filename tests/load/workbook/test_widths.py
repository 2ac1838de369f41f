"""How wide columns are and what links are written: the same as told one by one."""

from decimal import Decimal
from random import Random
from xml.etree import ElementTree as Xml

import pyarrow as pa
import pytest

from load.labels import plain_number
from load.workbook import links
from load.workbook.cells import can_link
from load.workbook.links import Links
from load.workbook.widths import display_width, widest_figure, widest_text
from warehouse.schemas import DECIMAL

_SIGNS = "a9.-é·×①件市Ω—…ｱア"


def test_the_widest_text_is_that_of_all() -> None:
    random = Random(5)
    for count in range(30):
        texts = ["".join(random.choices(_SIGNS, k=random.randrange(9))) for _ in range(count)]
        assert widest_text(pa.array(texts, pa.string())) == max(map(display_width, texts), default=0)


def test_the_longest_figure_is_that_of_all() -> None:
    random = Random(6)
    for count in range(30):
        figures = [
            Decimal(random.randrange(-(10**9), 10**12)).scaleb(-random.randrange(7)) for _ in range(count)
        ]
        shown = [len(plain_number(figure)) + 2 for figure in figures]
        column = pa.array([*figures, None, Decimal(0)], DECIMAL)
        assert widest_figure(column) == max([*shown, 3])
        assert widest_figure(pa.array([None], DECIMAL)) == 0


def test_cells_lead_where_excel_would_take_it() -> None:
    targets = ["http://a.cn/?b=1&c=<\"'>", None, "", "no address", f"http://a.cn/{'x' * 255}", "http://b.cn"]
    sheet = Links()
    taken = sheet.take("C", 2, pa.array(targets), inside=False).to_pylist()
    assert taken == [target if can_link(target) else None for target in targets]
    relations = Xml.fromstring(b"<all>%s</all>" % sheet.relations())
    leads_to = {relation.get("Id"): relation.get("Target") for relation in relations}
    shown = {cell.get("ref"): leads_to[cell.attrib[_ID]] for cell in Xml.fromstring(sheet.elements())}
    assert shown == {"C2": targets[0], "C7": targets[5]}


def test_a_sheet_has_so_many_links_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_LINKS", 3)
    sheet = Links()
    first = sheet.take("A", 2, pa.array(["'B'!A2", None, "'B'!A3"]), inside=True)
    second = sheet.take("A", 5, pa.array(["'B'!A4", "'B'!A5"]), inside=True)
    assert [*first.to_pylist(), *second.to_pylist()] == ["'B'!A2", None, "'B'!A3", "'B'!A4", None]
    assert [cell.get("ref") for cell in Xml.fromstring(sheet.elements())] == ["A2", "A4", "A5"]


_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
