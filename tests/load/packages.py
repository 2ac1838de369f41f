"""A checker of a workbook's package: what Excel repairs or refuses and LibreOffice opens."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as Xml

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_LINKS, _LONGEST_LINK, _LONGEST_TEXT, _LAST_ROW, _LAST_COLUMN = 65_530, 255, 32_767, 1_048_576, 16_384
_MOST_FORMATS = 200
_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "autoFilter",
    "mergeCells",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "drawing",
    "legacyDrawing",
    "tableParts",
    "extLst",
]


def problems_of(path: Path) -> list[str]:
    """Everything wrong with the package, in words; nothing where it is as Excel wants it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if len(parts) != len(zipfile.ZipFile(path).namelist()):
        return ["a part stands twice"]
    return list(_Package(parts).problems())


class _Package:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self._targets: dict[str, dict[str, tuple[str, bool]]] = {}
        self.xml = {
            name: Xml.fromstring(content)
            for name, content in parts.items()
            if name.endswith((".xml", ".rels"))
        }
        self.book = self.xml["xl/workbook.xml"]
        self.styles = self.xml["xl/styles.xml"]
        self.names = {name.get("name", ""): name.text or "" for name in self.book.iter(f"{_MAIN}definedName")}
        targets = self.targets("xl/workbook.xml")
        self.sheets = {
            sheet.get("name", ""): targets[sheet.get(_ID, "")][0] for sheet in self.book.iter(f"{_MAIN}sheet")
        }

    def targets(self, name: str) -> dict[str, tuple[str, bool]]:
        """Relationships of a part: where each leads, and whether that is outside."""
        if name not in self._targets:
            self._targets[name] = self._targets_of(name)
        return self._targets[name]

    def _targets_of(self, name: str) -> dict[str, tuple[str, bool]]:
        path = PurePosixPath(name)
        rels = self.xml.get(f"{path.parent}/_rels/{path.name}.rels")
        found = {}
        for relation in [] if rels is None else rels.iter(f"{_RELS}Relationship"):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                target = target.lstrip("/") if target.startswith("/") else _resolved(path.parent, target)
            found[relation.get("Id", "")] = (target, outside)
        return found

    def problems(self) -> Iterator[str]:
        yield from self.package_problems()
        yield from self.name_problems()
        if (formats := len(list(self.styles.iter(f"{_MAIN}numFmt")))) > _MOST_FORMATS:
            yield f"{formats} formats of numbers"
        for title, part in self.sheets.items():
            for problem in self.sheet_problems(title, part):
                yield f"{title}: {problem}"

    def package_problems(self) -> Iterator[str]:
        types = self.xml["[Content_Types].xml"]
        given = {entry.get("PartName", "").lstrip("/") for entry in types.iter(f"{_TYPES}Override")}
        endings = {entry.get("Extension", "") for entry in types.iter(f"{_TYPES}Default")}
        for name in self.parts:
            if name != "[Content_Types].xml" and name not in given and name.rpartition(".")[2] not in endings:
                yield f"{name} has no content type"
            for target, outside in self.targets(name).values() if "_rels" not in name else ():
                if not outside and target not in self.parts:
                    yield f"{name} points to {target}, which is not there"
                if outside and len(target) > _LONGEST_LINK:
                    yield f"{name}: a link too long"
        if gone := {"docProps/core.xml", "docProps/app.xml"} - set(self.parts):
            yield f"no {gone}"

    def name_problems(self) -> Iterator[str]:
        folded = [title.casefold() for title in self.sheets]
        if len(set(folded)) < len(folded):
            yield "two sheets of one name"
        for title in self.sheets:
            if len(title) > 31 or re.search(r"[\\/?*:\[\]]|^'|'$", title):
                yield f"{title} is no name for a sheet"
        for name, where in self.names.items():
            if re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name):
                yield f"{name} is a cell, not a name"
            for title in re.findall(r"'((?:[^']|'')+)'!", where):
                if title not in self.sheets:
                    yield f"name {name} leads to {title}, which is not there"
        displayed = [table.get("displayName", "").casefold() for _, table in self.tables()]
        names = displayed + [name.casefold() for name in self.names if not name.startswith("_xlnm")]
        if len(set(names)) < len(names):
            yield "a table or name stands twice"
        if len({table.get("id") for _, table in self.tables()}) < len(displayed):
            yield "two tables of one id"

    def tables(self, part: str = "") -> Iterator[tuple[str, Xml.Element]]:
        for name in self.sheets.values():
            for target, _ in self.targets(name).values():
                if "/tables/" in target and part in ("", name):
                    yield name, self.xml[target]

    def sheet_problems(self, title: str, part: str) -> Iterator[str]:
        root = self.xml[part]
        tags = [child.tag.removeprefix(_MAIN) for child in root]
        if tags != sorted(tags, key=_ORDER.index):
            yield f"elements out of order: {tags}"
        for tag in set(tags) - {"conditionalFormatting"}:
            if tags.count(tag) > 1:
                yield f"two {tag}"
        cells = dict(self.cells(root))
        yield from self.cell_problems(root)
        yield from self.table_problems(part, root, cells)
        yield from self.link_problems(part, root)
        yield from self.list_problems(root)

    def cells(self, root: Xml.Element) -> Iterator[tuple[str, str]]:
        """The text of the first row's cells: the headings."""
        for row in root.iter(f"{_MAIN}row"):
            if row.get("r") == "1":
                for cell in row:
                    yield cell.get("r", ""), self.text(cell)

    def text(self, cell: Xml.Element) -> str:
        if cell.get("t") == "s":
            shared = self.xml["xl/sharedStrings.xml"]
            item = shared[int(cell.findtext(f"{_MAIN}v", "0"))]
            return "".join(text.text or "" for text in item.iter(f"{_MAIN}t"))
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))

    def cell_problems(self, root: Xml.Element) -> Iterator[str]:
        formats = len(self.styles.find(f"{_MAIN}cellXfs") or ())
        if formats > 64_000:
            yield f"{formats} styles"
        above = 0
        for row in root.iter(f"{_MAIN}row"):
            number = int(row.get("r", "0"))
            if not above < number <= _LAST_ROW:
                yield f"row {number} after {above}"
            above = number
            left = 0
            for cell in row:
                letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")).groups()
                column = _column(letters)
                if int(digits) != number or not left < column <= _LAST_COLUMN:
                    yield f"cell {cell.get('r')} in row {number} after column {left}"
                left = column
                yield from self.one_cell_problems(cell, formats)

    def one_cell_problems(self, cell: Xml.Element, formats: int) -> Iterator[str]:
        name = cell.get("r")
        if int(cell.get("s", "0")) >= formats:
            yield f"{name} has a style that is not there"
        if cell.find(f"{_MAIN}f") is not None:
            yield f"{name} is a formula"
        if cell.get("t") not in (None, "n", "s", "inlineStr"):
            yield f"{name} is of type {cell.get('t')}"
        if cell.get("t") == "inlineStr":
            texts = [text.text or "" for text in cell.iter(f"{_MAIN}t")]
            if not texts or not all(texts):
                yield f"{name} has an empty run"
            if sum(map(len, texts)) > _LONGEST_TEXT:
                yield f"{name} is too long"

    def table_problems(self, part: str, root: Xml.Element, cells: dict[str, str]) -> Iterator[str]:
        filters = len(list(root.findall(f"{_MAIN}autoFilter")))
        for _, table in self.tables(part):
            filters += 1
            ref = table.get("ref", "")
            first, last = ref.split(":")
            heads = [column.get("name", "") for column in table.iter(f"{_MAIN}tableColumn")]
            shown = [cells.get(f"{_letters(at)}1", "") for at in range(1, len(heads) + 1)]
            if heads != shown:
                yield f"table headings {heads} are not the cells' {shown}"
            if len({head.casefold() for head in heads}) < len(heads) or not all(heads):
                yield "a heading stands twice or is empty"
            if first != "A1" or last.rstrip("0123456789") != _letters(len(heads)):
                yield f"table at {ref} with {len(heads)} headings"
            if int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) < 2:
                yield "a table without a row"
            if table.find(f"{_MAIN}autoFilter").get("ref") != ref:
                yield "the filter is not over the table"
        if filters > 1:
            yield f"{filters} filters on one sheet"

    def link_problems(self, part: str, root: Xml.Element) -> Iterator[str]:
        links = list(root.iter(f"{_MAIN}hyperlink"))
        if len(links) > _MOST_LINKS:
            yield f"{len(links)} links"
        known = self.targets(part)
        for link in links:
            where = link.get("location")
            if where is None and link.get(_ID) not in known:
                yield f"link of {link.get('ref')} leads nowhere"
            if where and where.rpartition("!")[0].strip("'") not in self.sheets:
                yield f"link of {link.get('ref')} leads to {where}"

    def list_problems(self, root: Xml.Element) -> Iterator[str]:
        for rule in root.iter(f"{_MAIN}dataValidation"):
            formula = rule.findtext(f"{_MAIN}formula1", "")
            if rule.get("type") == "list" and formula not in self.names:
                yield f"a list is {formula}, which is no name"
        looks = len(self.styles.find(f"{_MAIN}dxfs") or ())
        for rule in root.iter(f"{_MAIN}cfRule"):
            if int(rule.get("dxfId", "0")) >= looks:
                yield "a conditional format without its look"


def _resolved(folder: PurePosixPath, target: str) -> str:
    found: list[str] = []
    for piece in (folder / target).parts:
        if piece == "..":
            found.pop()
        else:
            found.append(piece)
    return "/".join(found)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
