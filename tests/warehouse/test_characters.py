"""Traditional characters read as simplified ones, and nothing that simplified prose writes touched."""

from importlib.resources import files
from pathlib import Path

import pytest

from extract.documents.files.charset import decode
from warehouse.characters import SIMPLIFIED_OF, simplified
from warehouse.places import load_places

ROOT = Path(__file__).parents[2]
KNOWLEDGE = [
    *(ROOT / "warehouse").rglob("*.csv"),
    *(ROOT / "warehouse" / "metrics").glob("*.toml"),
    *(ROOT / "warehouse" / "wording").glob("*.toml"),
    *(ROOT / "extract").rglob("*.toml"),
    *(ROOT / "samples").glob("*.html"),
]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("糾正違法或不當行政行為1.2萬件", "纠正违法或不当行政行为1.2万件"),
        ("罰沒款數額總計3億餘元", "罚没款数额总计3亿余元"),
        ("兩個幾項條戶較於與報告", "两个几项条户较于与报告"),
        ("爲 為, 裏 裡, 衆 眾, 啓 啟, 産 產", "为 为, 里 里, 众 众, 启 启, 产 产"),
        ("徵收後，菸草專賣", "征收后，烟草专卖"),
        ("乾县、显著、瞭望、覆盖率", "乾县、显著、瞭望、覆盖率"),
    ],
)
def test_each_character_at_its_place(printed: str, meant: str) -> None:
    assert simplified(printed) == meant


def test_what_is_simplified_stays_so() -> None:
    assert not SIMPLIFIED_OF.keys() & set(SIMPLIFIED_OF.values())


@pytest.mark.parametrize("path", KNOWLEDGE, ids=lambda path: path.name)
def test_places_wordings_and_simplified_pages_have_none_of_them(path: Path) -> None:
    text = decode(path.read_bytes()).text
    assert sorted(set(map(ord, text)) & SIMPLIFIED_OF.keys()) == []


def test_the_table_names_its_source_and_licence() -> None:
    head = (files("warehouse") / "characters.toml").read_text("utf-8").partition("characters =")[0]
    assert "OpenCC" in head and "Apache License 2.0" in head


@pytest.mark.parametrize(
    ("name", "code"), [("金華市", "330700"), ("廣東省", "440000"), ("重慶渝北區", "500112")]
)
def test_a_place_answers_to_its_traditional_name(name: str, code: str) -> None:
    assert load_places().resolve(name, 2020).code == code
