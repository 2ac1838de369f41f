"""How pages are asked for: limits, pace, name, and the switches of single hosts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.addresses import Network
from warehouse.errors import SettingsError

_SWITCHES: Mapping[str, str] = {"tls": "legacy", "verify": "broken-chain"}
_KNOWN = frozenset((*_SWITCHES, "reason"))


@dataclass(frozen=True, slots=True)
class HostSwitches:
    """What is done for one host that is broken, and for no other.

    `legacy_tls`: TLS 1.0 and 1.1, old ciphers and servers without secure renegotiation. `broken_chain`: its
    certificate is not verified.
    """

    legacy_tls: bool = False
    broken_chain: bool = False

    def __str__(self) -> str:
        """As the switches are written: `tls=legacy verify=broken-chain`; empty where none is on."""
        named = (("tls=legacy", self.legacy_tls), ("verify=broken-chain", self.broken_chain))
        return " ".join(name for name, is_on in named if is_on)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long (seconds), how much (bytes), how often and how fast pages are asked for, and in whose name.

    `total_seconds` is for one exchange, from the question to the last byte. `host_delay` lies between two
    requests to one host, up to `jitter` of it longer; `hosts_at_once` are asked at the same time.
    `retry_delays` come before the second, third … attempt; a server's Retry-After counts if it is longer,
    and beyond `longest_wait` the page is left for another night. `allow_private` names networks that may be
    asked though they are not public. A host that blocks is left alone for `blocked_days`.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    max_bytes: int = 64 * 1024 * 1024
    max_redirects: int = 5
    retry_delays: tuple[float, ...] = (1.0, 5.0)
    longest_wait: float = 120.0
    host_delay: float = 2.0
    jitter: float = 0.5
    hosts_at_once: int = 32
    blocked_days: float = 3.0
    user_agent: str = "fazhi/0.1 (+https://github.com/fazhi-data/fazhi)"
    allow_private: tuple[Network, ...] = ()
    switches: Mapping[str, HostSwitches] = field(default_factory=dict)


def read_switches(path: Path) -> dict[str, HostSwitches]:
    """The switches of single hosts out of a `hosts.toml`; none where there is no such file.

        ["www.example.gov.cn"]
        tls = "legacy"             # or verify = "broken-chain"
        reason = "answers TLS 1.0 alone (seen 2018-03)"

    Raises SettingsError for a host or a switch that does not exist.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot be read: {error}", str(path), "mend the TOML") from error
    return {host.lower(): _switches(host, entry, path) for host, entry in table.items()}


def _switches(host: str, entry: Any, path: Path) -> HostSwitches:
    where = f"{path}, {host}"
    if not isinstance(entry, dict):
        raise SettingsError("is no table", where, f'write ["{host}"] and a switch below it')
    if odd := sorted(set(entry) - _KNOWN):
        raise SettingsError(
            f"unknown switch {', '.join(odd)}", where, 'tls = "legacy", verify = "broken-chain"'
        )
    for name, value in _SWITCHES.items():
        if entry.get(name, value) != value:
            raise SettingsError(
                f"{name} = {entry[name]!r} is no choice", where, f'{name} = "{value}", or leave it out'
            )
    return HostSwitches("tls" in entry, "verify" in entry)
