"""What stands above and below an article inside its element and does not belong to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.documents.assembly import Line, Paragraph, TableRow
from extract.documents.headers import document_number_in, is_header_line, is_label_line

_HEAD_LINES = 15
_FOOT_LINES = 40
_FOOT = re.compile(
    r"""
    [【\[（(]?\s*(?: 打印 | 关闭 | 返回顶部 | 返回首页 | 分享到? | 收藏 | 上一篇 | 下一篇 | 上一条 | 下一条
        | 扫一扫 | 责任编辑 | 相关链接 | 相关文档 | 相关文章 | 相关新闻 | 相关阅读 | 相关稿件
        | 关联稿件 | 相关附件
        | 我要纠错 | 纠错 | 主办单位?\s*[:：] | 版权所有 ).{0,80}
    | 附件\s*[:：]?\s*(?: 无 | (?:\d\s*[.、．])?\s*\S+\.(?:docx?|pdf|xlsx?|zip|rar|wps|ofd) )?
    | [\]】）)\s|]+
    | (?:\d\s*[.、．])?\s*\S{1,80}\.(?:docx?|pdf|xlsx?|zip|rar|wps|ofd)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The lines kept; those left out above them (they say what the article is) and below."""

    kept: tuple[Line, ...]
    head: tuple[Line, ...]
    foot: tuple[Line, ...]
    document_number: str | None

    @property
    def dropped(self) -> tuple[Line, ...]:
        """All lines left out."""
        return (*self.head, *self.foot)


def trim(lines: Sequence[Line], title: str) -> Trimmed:
    """Leave out title, header line and information table above, links and attachments below."""
    top = _end_of_head(lines)
    titled = _title_lines(lines[:top], title)
    is_head = [number in titled or _is_head(line) for number, line in enumerate(lines[:top])]
    head = tuple(line for line, out in zip(lines[:top], is_head, strict=True) if out)
    kept = [line for line, out in zip(lines[:top], is_head, strict=True) if not out] + list(lines[top:])
    foot = _foot(kept)
    kept = kept[: len(kept) - len(foot)]
    numbers = (document_number_in(line.text) for line in lines[:top])
    return Trimmed(tuple(kept), head, foot, next((number for number in numbers if number), None))


def _end_of_head(lines: Sequence[Line]) -> int:
    """How many lines may belong to the head: those before the first sentence."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if "。" in line.text or (isinstance(line, Paragraph) and len(line.text) > 200):
            return number
    return min(len(lines), _HEAD_LINES)


def _title_lines(lines: Sequence[Line], title: str) -> range:
    """The lines that together are the title: a long one is broken by hand."""
    wanted = title.replace(" ", "")
    for first in range(len(lines)):
        joined = ""
        for last in range(first, len(lines)):
            joined += lines[last].text.replace(" ", "")
            if joined == wanted:
                return range(first, last + 1)
            if not wanted.startswith(joined):
                break
    return range(0)


def _is_head(line: Line) -> bool:
    text = line.text
    if isinstance(line, TableRow):
        return is_label_line(text)
    return is_header_line(text) or is_label_line(text) or _is_link(line)


def _is_link(line: Paragraph) -> bool:
    return line.linked > 0.8 * len(line.text.replace(" ", ""))


def _foot(lines: Sequence[Line]) -> tuple[Line, ...]:
    count = 0
    for line in reversed(lines[-_FOOT_LINES:]):
        if isinstance(line, TableRow) or not (_is_link(line) or _FOOT.fullmatch(line.text)):
            break
        count += 1
    return tuple(lines[len(lines) - count :])
