"""Which metric rules a reading is by: a hash over what reading asks of them."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256

from warehouse.metrics import LEXICON, LEXICON_FILE, UNREAD, Tables, load_tables


@cache
def rules_version() -> str:
    """Version of the packaged metric rules."""
    return version_of_rules(load_tables())


def version_of_rules(tables: Tables) -> str:
    """Hash over metric rules, as far as reading asks them."""
    return digest(rules_read(tables))


def rules_read(tables: Tables) -> Iterator[bytes]:
    """What reading takes of the metric rules: nothing that is only compared, shown or tested afterwards."""
    for where, file in tables.items():
        for name, table in file.items():
            is_metric = where != LEXICON_FILE and name != LEXICON
            read = {key: value for key, value in table.items() if not (is_metric and key in UNREAD)}
            yield json.dumps([where, name, read], ensure_ascii=False, default=str).encode()


def digest(parts: Iterable[bytes]) -> str:
    """Hash over parts, each apart from the next."""
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
