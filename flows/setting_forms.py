"""The forms that settings are written in: each returns what it was given, or says how it is to be written.

All raise ValueError, which pydantic tells with the setting's name.
"""

import re
from pathlib import Path

from load.engines.connection import is_plain_address
from warehouse.errors import FazhiError

DUCKDB = "duckdb:///"
POSTGRES = ("postgresql://", "postgres://")
_WEB = re.compile(r"https?://[^/?#\s]+(?:[/?#]\S*)?")


def absolute(value: Path) -> Path:
    """A folder, from the root on."""
    return value.expanduser().absolute()


def engine(value: str) -> str:
    """A warehouse's address, of an engine that we know; empty for the default."""
    is_file = value.startswith(DUCKDB) and value != DUCKDB
    if value and not is_file and not value.startswith(POSTGRES):
        scheme = value.partition("://")[0] if "://" in value else ""
        named = scheme if scheme.isalpha() else "this form"
        raise ValueError(f"{named} is not supported: {DUCKDB}FILE or postgresql://…")
    if value.startswith(POSTGRES) and not is_plain_address(value):
        raise ValueError("is no address: write / ? # @ and blanks of a password as %2F %3F %23 %40 %20")
    return value


def cron(value: str) -> str:
    """A schedule."""
    if len(value.split()) != 5:
        raise ValueError("write five fields: minute hour day month weekday")
    return value


def scheduler(value: str) -> str:
    """The address of a Dask scheduler; empty for none."""
    if value and not value.startswith(("tcp://", "tls://")):
        raise ValueError("write the scheduler's address as tcp://HOST:8786")
    return value


def store(value: str) -> str:
    """The address of a bucket's folder, without its key; empty for none."""
    if value and "://" not in value:
        raise ValueError("write an address, such as s3://bucket/folder")
    if value.startswith("s3") and "@" in value:
        raise ValueError("a bucket's key is taken from AWS_ACCESS_KEY_ID and the like, not from its address")
    return value


def web(value: str) -> str:
    """An address that is told of things; empty for none."""
    if value and not (value.isascii() and value.isprintable() and _WEB.fullmatch(value)):
        raise ValueError("write an address as https://HOST/PATH, in ASCII and without blanks")
    return value


def places(value: str) -> str:
    """Places by name or code, with commas."""
    if not value:
        return value
    from flows.request import places_with_all_below  # brings the gazetteer, for which few settings ask

    try:
        places_with_all_below(value)
    except FazhiError as error:
        raise ValueError(str(error)) from error
    return value


def contact(value: str) -> str:
    """Who fetches, as a header can carry it."""
    if not value.isascii() or not value.isprintable() or not value:
        raise ValueError("write an address in ASCII, such as mailto:data@example.org")
    return value
