"""Readings that a change of the metric rules leaves as they are, so that their reports are not read again.

A reading's key says by which rules it was made. The rules by which something was read are kept, a file a
version: what those of now say otherwise is looked for in the texts that were read by others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from flows.files import write_whole
from flows.keeping.freshness import reading_key, rules_version
from flows.record.progress import watcher
from flows.settings import Settings
from load.parquet.manifest import read_manifest
from load.parquet.tables import read_part
from warehouse.errors import FazhiError
from warehouse.metrics import load_catalogue, load_texts, parse_catalogue
from warehouse.records import CatalogueEntry

_MOST_KEPT = 12
"""Versions of the rules: what was read by an older one is read again."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A reading of the same bytes by another reader or other rules: whose it is and its key."""

    entry: CatalogueEntry
    snapshot: str
    key: str


def keep_rules(settings: Settings) -> None:
    """Keep the rules of now, before anything that they read is stored; the oldest go."""
    path = settings.rules_kept / f"{rules_version()}.json"
    if not path.exists():
        write_whole(path, json.dumps(load_texts(), ensure_ascii=False).encode())
    kept = sorted(settings.rules_kept.glob("*.json"), key=lambda one: (one.stat().st_mtime, one.name))
    for old in kept[:-_MOST_KEPT]:
        old.unlink()


def untouched(settings: Settings, stale: Iterable[Stale]) -> frozenset[str]:
    """Of these the reports that the rules of now read as those of then did; none where that is not known.

    What is found is remembered until the rules change again. One line says how many there are.
    """
    waiting = {one.entry.report_id: one for one in stale}
    if not waiting:
        return frozenset()
    known = _remembered(settings.untouched)
    same = {report for report, one in waiting.items() if one.key in known}
    asked = {report: one for report, one in waiting.items() if report not in same}
    found = {
        report for rules, some in _by_rules(settings, asked) for report in _not_touched(settings, rules, some)
    }
    if found:
        same |= found
        _remember(settings.untouched, {waiting[report].key for report in same})
    if asked:
        watcher().say(
            f"rules changed: {len(found)} of {len(asked)} reports hold nothing that they read otherwise"
        )
    return frozenset(same)


def _by_rules(settings: Settings, stale: Mapping[str, Stale]) -> Iterator[tuple[Path, set[str]]]:
    """The kept rules, each with the reports that were read by them and this same reader."""
    for path in sorted(settings.rules_kept.glob("*.json")):
        reports = {
            report
            for report, one in stale.items()
            if one.key == reading_key(one.snapshot, one.entry, ocr=settings.ocr, rules=path.stem)
        }
        if reports:
            yield path, reports


def _not_touched(settings: Settings, rules: Path, reports: set[str]) -> Iterator[str]:
    # brings what links figures, for which no other night need wait
    from transform.rule_changes import change_between, touches

    try:
        before = parse_catalogue(json.loads(rules.read_bytes()))
    except (ValueError, FazhiError):
        return
    is_touched = touches(change_between(before, load_catalogue()))
    columns = ("report_id", "title", "text", "tables")
    for (name, _), part in sorted(read_manifest(settings.parquet).items()):
        if name != "documents":
            continue
        rows = read_part(settings.parquet, part, columns)
        rows = rows.filter(
            pc.and_(pc.is_in(rows["report_id"], pc.cast(sorted(reports), "string")), rows["text"].is_valid())
        )
        for row in rows.to_pylist():
            if not is_touched(row["text"], row["title"] or "", row["tables"] == 0):
                yield row["report_id"]


def _remembered(path: Path) -> frozenset[str]:
    """Keys of readings that the rules of now leave as they are."""
    try:
        told = json.loads(path.read_bytes())
        return frozenset(told["keys"]) if told["rules"] == rules_version() else frozenset()
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return frozenset()


def _remember(path: Path, keys: Iterable[str]) -> None:
    write_whole(path, json.dumps({"rules": rules_version(), "keys": sorted(keys)}).encode())
