"""The words of this project as frozen records, one type for each thing.

What a report has by the hundred (statements, exclusions) are tuples: to make one costs a fourth of what a
frozen dataclass of as many fields does.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Bound(StrEnum):
    """How a printed number limits the true one: 约 about, 余 more_than, 以上 at_least …"""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    BLANK = "blank"


class Format(StrEnum):
    """What a document's bytes are, by the name that a catalogue and the tables know it by."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    MHT = "mht"
    OFD = "ofd"
    TXT = "txt"


class Role(StrEnum):
    """What a figure does in its sentence."""

    LEVEL = "level"
    CHANGE = "change"
    CHANGE_RATE = "change_rate"
    GAP = "gap"
    RANK = "rank"
    REQUIREMENT = "requirement"
    TARGET = "target"


class Direction(StrEnum):
    """Which way a change, a gap or a planned change goes."""

    UP = "up"
    DOWN = "down"


class ScopeKind(StrEnum):
    """Whose figure it is: the whole place, its own government, a department, another area, a part by kind."""

    WHOLE = "whole"
    OWN = "own"
    DEPARTMENT = "department"
    AREA = "area"
    PART = "part"


class Basis(StrEnum):
    """Printed in the report, or computed from what is printed."""

    STATED = "stated"
    DERIVED = "derived"


class LinkBasis(StrEnum):
    """What a figure's link to its metric rests on; what stands farther off is weaker."""

    OWN = "own"
    """Its own words."""
    CLAUSE = "clause"
    SENTENCE = "sentence"
    """Its sentence, or one before it in the paragraph."""
    HEADING = "heading"
    TABLE = "table"
    """The words of its row and column."""
    INHERITED = "inherited"
    """The figure whose noun it shares."""


class Certainty(StrEnum):
    """How sure a link is: by the figure's own words, clause or table, or by what stands farther off."""

    CERTAIN = "certain"
    LIKELY = "likely"


class BlockKind(StrEnum):
    """A paragraph of prose, or one row of a table."""

    PARAGRAPH = "paragraph"
    TABLE_ROW = "table_row"


class Health(StrEnum):
    """How well a report was read."""

    READ = "read"
    READ_WITH_HOLES = "read with holes"
    UNREADABLE = "unreadable"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Place:
    """A government's area by GB/T 2260 code, valid from one year to another (None: still).

    `successors`: the codes it went to when it ended, its own where it only took another name; `source`: the
    lists that have it, and what says its successors.
    """

    code: str
    name: str
    level: str
    valid_from: int | None = None
    valid_to: int | None = None
    short_name: str = ""
    successors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A report known to exist: whose, of which year, where, in which format ("" to decide by its bytes).

    `publisher` where the catalogue names it; `is_third_party` where the address is no government's own.
    """

    place: str
    year: int
    url: str
    format: str = ""
    source_url: str = ""
    publisher: str = ""
    is_third_party: bool = False

    @property
    def report_id(self) -> str:
        """`<place>-<report year>`, such as 330700-2017."""
        return f"{self.place}-{self.year}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bytes as fetched, named by their SHA-256, and where they came from.

    `tls` names the switches of its host that were on; `saved_on` is the day on which a person saved the
    page (2018-03-01) where it was not fetched.
    """

    sha256: str
    url: str
    final_url: str
    fetched_at: datetime
    size: int
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    tls: str = ""
    saved_on: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of `document.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one table row with the spans of its cells, as a stretch of `document.text`.

    `table` numbers the tables of a document from 0; `cells` are the row's cells in order, one for each
    column of the squared-up table, so that a merged cell's span stands under each column it covers.
    """

    kind: BlockKind
    start: int
    end: int
    table: int | None = None
    cells: tuple[Span, ...] = ()


_NOTES = frozenset(("tracked_changes",))
TIE = "tie between metrics"
"""The kind of issue of a figure that two metrics claim."""
UNKNOWN_WORDS = "unknown words"
"""The kind of issue of a figure that words barred from its metric which the lexicon does not know."""


class Issue(NamedTuple):
    """What could not be read or trusted: where (characters of `document.text`), kind and words."""

    char_start: int
    char_end: int
    kind: str
    words: str

    @property
    def is_hole(self) -> bool:
        """Whether something is lost or doubtful by it, and not only to be known of the file."""
        return self.kind not in _NOTES


@dataclass(frozen=True, slots=True)
class Legibility:
    """How well a text was taken off its page, as its reader counted.

    `body_digits`: digits of the chosen body as they stand in the file, counted another way than the text
    was read; `text_digits`: those of the text; `lost_digits`: those of the body that are neither in the text
    nor in what was left out of it (title, head, foot). `unmapped`: characters that are none (a font without a
    Unicode map, private use); `replaced`: U+FFFD in the text; `doubled`: glyphs printed twice, of which one
    was dropped, which loses nothing (PDF and OFD alone, else 0). `ragged_tables` of `tables` are not squared
    up.
    """

    body_digits: int = 0
    text_digits: int = 0
    lost_digits: int = 0
    unmapped: int = 0
    replaced: int = 0
    doubled: int = 0
    tables: int = 0
    ragged_tables: int = 0

    @property
    def lost(self) -> bool:
        """Whether anything was lost on the way."""
        return any((self.lost_digits, self.unmapped, self.replaced, self.ragged_tables))


@dataclass(frozen=True, slots=True)
class Document:
    """What a snapshot says. `text` is its blocks joined by newlines; a table row's cells by a space."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    format: Format
    publisher: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    published_on: date | None = None
    source: str | None = None
    site_name: str | None = None
    site_code: str | None = None
    issues: tuple[Issue, ...] = ()
    legibility: Legibility = Legibility()

    @property
    def health(self) -> Health:
        """Read, or read with holes where the reader lost something."""
        holed = self.legibility.lost or any(issue.is_hole for issue in self.issues)
        return Health.READ_WITH_HOLES if holed else Health.READ


class Statement(NamedTuple):
    """One figure in the prose with all that the prose says of it: the statement table's columns."""

    statement_id: str
    report_id: str
    section: str
    sentence: str
    text: str
    char_start: int
    char_end: int
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    bound: Bound
    role: Role
    direction: Direction | None
    year: int
    base_year: int | None
    place: str
    scope: str | None
    scope_kind: ScopeKind
    metric: str | None
    basis: Basis
    rule: str | None
    link_basis: LinkBasis | None = None
    certainty: Certainty | None = None
    derivation: str | None = None
    suggestions: tuple[str, ...] = ()
    first_month: int = 1
    last_month: int = 12
    rounding: Decimal | None = None
    """How far a derived value may lie off, by the print of what it comes from; None of what is printed."""


class Exclusion(NamedTuple):
    """A numeral that states no measured fact, with the reason by name (date, ordinal, citation …)."""

    char_start: int
    char_end: int
    text: str
    reason: str


class Identity(NamedTuple):
    """An equation between figures of one report, with its arithmetic and whether it holds."""

    kind: str
    arithmetic: str
    holds: bool
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one report says: every numeral of its text is in one of the first three."""

    statements: tuple[Statement, ...]
    exclusions: tuple[Exclusion, ...]
    issues: tuple[Issue, ...]
    identities: tuple[Identity, ...] = field(default=())


class Observation(NamedTuple):
    """Place × metric × year × scope kind × value as one report gives it (a vintage)."""

    place: str
    metric: str
    year: int
    scope_kind: ScopeKind
    scope: str | None
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    bound: Bound
    basis: Basis
    report_id: str
    statement_id: str
    char_start: int
    rounding: Decimal
    first_month: int
    last_month: int
    part_year: bool
    link_basis: LinkBasis | None = None
    certainty: Certainty | None = None
    derivation: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A canonical measure and the wordings by which reports state it (see warehouse/metrics.py).

    `of` says whose it is: the place's, or its government's alone, so that 市政府's figure is the place's.
    `per` is the metric of which it is a part and by which it is divided, per 100 cases; "" for none.
    `share` is the rate that a share of its whole is: 和解结案964件，占21.57%. `stock` is what a total after a
    count of new ones counts: 新增市场主体2.6万户，总量达18.6万户. `ended` is what an end alone
    behind it counts: 立案36件，结案28件.
    """

    id: str
    family: str
    label_zh: str
    label_en: str
    unit: str
    kind: str
    better: str
    definition: str
    plausible: tuple[Decimal, Decimal] | None = None
    units: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    not_with: tuple[str, ...] | None = None
    not_by: tuple[str, ...] = ()
    not_under: tuple[str, ...] = ()
    by_unit: tuple[str, ...] = ()
    any_words: bool = False
    reach: str = "heading"
    roles: tuple[str, ...] = ()
    share: str = ""
    stock: str = ""
    ended: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    of: str = "place"
    per: str = ""
