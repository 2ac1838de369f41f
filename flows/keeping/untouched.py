"""Readings that a change of the metric rules leaves as they are, so that their reports are not read again.

A reading's key says by which rules it was made. The rules by which something was read are kept, a file a
version: what those of now say otherwise is looked for in the texts that were read by others.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.files import write_whole
from flows.keeping.freshness import reading_key
from flows.record.progress import watcher
from flows.settings import Settings
from load.parquet.manifest import read_manifest
from load.parquet.tables import read_part
from warehouse.errors import FazhiError
from warehouse.metrics import Tables, catalogue_of, load_catalogue, load_texts, parse_tables
from warehouse.records import CatalogueEntry
from warehouse.rules_version import rules_version, version_of_rules

_MOST_KEPT = 12
"""Versions of the rules: what was read by another one is read again."""
_ASKED, _ROWS_AT_A_TIME = ("report_id", "title", "text", "tables"), 100
_DAMAGED = (OSError, ValueError, TypeError, AttributeError, RecursionError, FazhiError)
"""What a file raises that is none of ours."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A reading by another reader or other rules: whose it is, its key, and what is there to read now.

    `now` is the key that reading it now would have.
    """

    entry: CatalogueEntry
    snapshot: str
    key: str
    now: str


def keep_rules(settings: Settings) -> None:
    """Keep the rules of now, before anything that they read is stored; those longest out of use go."""
    path, texts = settings.rules_kept / f"{rules_version()}.json", load_texts()
    # not those that were written meanwhile
    if _kept_rules(path) is None and version_of_rules(parse_tables(texts)) == rules_version():
        write_whole(path, json.dumps(texts, ensure_ascii=False).encode())
    kept = sorted(settings.rules_kept.glob("*.json"), key=lambda one: (one.lstat().st_mtime, one.name))
    for old in kept[:-_MOST_KEPT]:
        with suppress(OSError):
            old.unlink()


def untouched(settings: Settings, stale: Iterable[Stale]) -> frozenset[str]:
    """Of these the reports that the rules of now read as those of then did; none where that is not known.

    What is found is remembered until the rules change again. One line says how many there are.
    """
    waiting = {one.entry.report_id: one for one in stale}
    if not waiting:
        return frozenset()
    known = _remembered(settings.untouched)
    same = {report for report, one in waiting.items() if known.get(one.key) == one.now}
    asked = {report: one for report, one in waiting.items() if report not in same}
    by_rules = list(_by_rules(settings, asked))
    found = {report for rules, some in by_rules for report in _not_touched(settings, rules, some)}
    if found:
        _remember(settings.untouched, {**known, **{waiting[one].key: waiting[one].now for one in found}})
    if by_rules:
        read = sum(len(reports) for _, reports in by_rules)
        watcher().say(f"rules changed: {len(found)} of {read} reports hold nothing that they read otherwise")
    return frozenset(same | found)


def _by_rules(settings: Settings, stale: Mapping[str, Stale]) -> Iterator[tuple[Tables, set[str]]]:
    """The kept rules, each with the reports that this same reader read by them from the same page."""
    for path in sorted(settings.rules_kept.glob("*.json")) if stale else ():
        reports = {
            report
            for report, one in stale.items()
            if one.key == reading_key(one.snapshot, one.entry, ocr=settings.ocr, rules=path.stem)
        }
        if reports and (rules := _kept_rules(path)):
            with suppress(OSError):
                os.utime(path)
            yield rules, reports


def _kept_rules(path: Path) -> Tables | None:
    """The rules that a file keeps; None where it is not there or holds others than its name says."""
    try:
        rules = parse_tables(json.loads(path.read_bytes()))
        return rules if version_of_rules(rules) == path.stem else None
    except _DAMAGED:
        return None


def _not_touched(settings: Settings, rules: Tables, reports: set[str]) -> Iterator[str]:
    # brings what links figures, for which no other night need wait
    from transform.rule_changes import change_between, touches

    try:
        before = catalogue_of(rules)
    except FazhiError:  # of what no reading asks, its version tells nothing
        return
    is_touched = touches(change_between(before, load_catalogue()))
    for row in _texts_of(settings, reports):
        if not is_touched(row["text"], row["title"] or "", row["tables"] == 0):
            yield row["report_id"]


def _texts_of(settings: Settings, reports: set[str]) -> Iterator[dict[str, Any]]:
    """What is asked of some reports, a few at a time, as a year of texts is large."""
    wanted = pa.array(sorted(reports), pa.string())
    for (name, _), part in sorted(read_manifest(settings.parquet).items()):
        if name == "documents":
            for some in read_part(settings.parquet, part, _ASKED).to_batches(_ROWS_AT_A_TIME):
                is_asked = pc.and_(pc.is_in(some["report_id"], wanted), some["text"].is_valid())
                yield from some.filter(is_asked).to_pylist()


def _remembered(path: Path) -> dict[str, str]:
    """Of readings that the rules of now leave as they are: by its key the one that reading now would have."""
    try:
        told = json.loads(path.read_bytes())
        return dict(told["keys"]) if told["rules"] == rules_version() else {}
    except (*_DAMAGED, KeyError):
        return {}


def _remember(path: Path, keys: Mapping[str, str]) -> None:
    write_whole(path, json.dumps({"rules": rules_version(), "keys": keys}).encode())
