"""Small pages of one article."""

from extract.documents import read_document
from warehouse.records import Health

OPENING = "2021年，全市各级各部门深入推进依法行政，法治环境明显改善。"


def article(body: str, style: str = "") -> str:
    """The text below the opening of a page whose article goes on with `body`; it must be read whole."""
    inner = f"<div id=zoom><p>{OPENING}</p>{body}</div>"
    page = f"<html><head><style>{style}</style></head><body>{inner}</body></html>"
    document = read_document(page.encode())
    assert document.health is Health.READ
    return document.text.removeprefix(OPENING).strip()
