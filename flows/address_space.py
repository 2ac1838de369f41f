"""The address space that a command may take (`ulimit -v`): too little is told before anything is begun."""

from warehouse.errors import SettingsError

LEAST_MEGABYTES = 4096
"""Databases and Arrow set aside far more than they use; a run with Prefect of 3 GB ends within DuckDB."""


def refuse_little_address_space(limit: int | None = None) -> None:
    """Raise SettingsError where we may take less than is needed; `limit` in bytes, by default ours."""
    limit = _our_limit() if limit is None else limit
    if 0 <= limit < LEAST_MEGABYTES * 2**20:
        what = f"{limit // 2**20} MB of address space are allowed, and {LEAST_MEGABYTES} MB are needed"
        way_out = f"raise it: ulimit -v {LEAST_MEGABYTES * 1024}; memory itself is held by database_memory"
        raise SettingsError(what, "ulimit -v", way_out)


def _our_limit() -> int:
    """Bytes, of this process and those that it starts; -1 where there is no limit, as on Windows."""
    try:
        import resource  # not on Windows
    except ImportError:
        return -1
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return -1 if soft == resource.RLIM_INFINITY else soft
