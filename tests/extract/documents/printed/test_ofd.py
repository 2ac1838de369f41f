"""OFD files: templates, objects made up of others, several documents, what is not drawn."""

import pytest

from extract.documents import read_document
from tests.extract.documents.test_kinds import zipped
from warehouse.errors import UnreadableError

SPACE = 'xmlns:o="http://www.ofdspec.org/2016"'
FIRST = "本年度办结行政复议案件512件，其中当年受理的占多数，上年结转的较少。"
SECOND = "全市举办法治讲座33场，参加的干部和群众共计1204人，反响总体良好。"


def line(text: str, top: float, more: str = "") -> str:
    code = f'<o:TextCode X="0" Y="4" DeltaX="g {len(text) - 1} 4">{text}</o:TextCode>'
    return f'<o:TextObject Boundary="20 {top} 180 6" Size="4"{more}>{code}</o:TextObject>'


def content(drawn: str, head: str = "") -> str:
    return f"<o:Page {SPACE}>{head}<o:Content><o:Layer>{drawn}</o:Layer></o:Content></o:Page>"


def document(common: str = "") -> str:
    area = f"<o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea>{common}"
    pages = '<o:Pages><o:Page ID="1" BaseLoc="Page.xml"/></o:Pages>'
    return f"<o:Document {SPACE}><o:CommonData>{area}</o:CommonData>{pages}</o:Document>"


def made_ofd(*roots: str, **parts: str) -> bytes:
    bodies = "".join(f"<o:DocBody><o:DocRoot>{root}</o:DocRoot></o:DocBody>" for root in roots)
    named = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    return zipped(**{"OFD.xml": f"<o:OFD {SPACE}>{bodies}</o:OFD>", **named})


def page_of(drawn: str) -> bytes:
    return made_ofd("D/Document.xml", D__Document=document(), D__Page=content(drawn))


def test_a_template_is_drawn_with_its_page() -> None:
    data = made_ofd(
        "D/Document.xml",
        D__Document=document('<o:TemplatePage ID="7" BaseLoc="Template.xml"/>'),
        D__Template=content(line(FIRST, 30)),
        D__Page=content(line(SECOND, 40), '<o:Template TemplateID="7"/>'),
    )
    assert read_document(data).text.replace("\n", "") == FIRST + SECOND


def test_an_object_made_up_of_others_is_drawn_where_it_stands() -> None:
    unit = f'<o:CompositeGraphicUnit ID="9"><o:Content>{line(FIRST, 0)}</o:Content></o:CompositeGraphicUnit>'
    units = f"<o:CompositeGraphicUnits>{unit}</o:CompositeGraphicUnits>"
    data = made_ofd(
        "D/Document.xml",
        D__Document=document("<o:DocumentRes>Res.xml</o:DocumentRes>"),
        D__Res=f"<o:Res {SPACE}>{units}</o:Res>",
        D__Page=content(line(SECOND, 60) + '<o:CompositeObject ResourceID="9" Boundary="0 30 200 20"/>'),
    )
    assert read_document(data).text.replace("\n", "") == FIRST + SECOND


def test_an_object_made_up_of_itself_comes_to_an_end() -> None:
    itself = '<o:CompositeObject ResourceID="9" Boundary="0 0 200 20"/>'
    unit = f'<o:CompositeGraphicUnit ID="9"><o:Content>{itself}</o:Content></o:CompositeGraphicUnit>'
    data = made_ofd(
        "D/Document.xml",
        D__Document=document("<o:DocumentRes>Res.xml</o:DocumentRes>"),
        D__Res=f"<o:Res {SPACE}><o:CompositeGraphicUnits>{unit}</o:CompositeGraphicUnits></o:Res>",
        D__Page=content(line(SECOND, 60) + itself),
    )
    assert read_document(data).text == SECOND


def test_every_document_is_read() -> None:
    data = made_ofd(
        "A/Document.xml",
        "B/Document.xml",
        A__Document=document(),
        A__Page=content(line(FIRST, 30)),
        B__Document=document(),
        B__Page=content(line(SECOND, 30)),
    )
    assert read_document(data).text.replace("\n", "") == FIRST + SECOND


@pytest.mark.parametrize(
    "more", [' Visible="false"', ' Fill="false"', ' Alpha="0"', ' CTM="0.7 0.7 -0.7 0.7 0 0"']
)
def test_what_is_not_seen_or_slants_is_not_read(more: str) -> None:
    assert read_document(page_of(line(FIRST, 30) + line("另有77件", 90, more))).text == FIRST


def test_a_document_that_is_missing_is_broken() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(made_ofd("D/Document.xml"))
    assert caught.value.kind == "broken"
