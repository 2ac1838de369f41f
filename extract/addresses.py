"""Which machine a name leads to, and whether anything may be fetched from it.

A name is resolved once, every answer is looked at, and the connection is made to an answer that was looked
at. A check of the name alone would let a second DNS answer lead into the network that fazhi runs in: to its
neighbours, its own machine, or the address from which a cloud hands out credentials.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from warehouse.errors import FetchError, SettingsError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to the addresses that DNS gives for it, in the order to try them."""

EVERYWHERE: tuple[Network, ...] = (ip_network("0.0.0.0/0"), ip_network("::/0"))
# Python calls these global, or has done so in some version.
_ALSO_PRIVATE = tuple(
    ip_network(text)
    for text in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "64:ff9b:1::/48")
)
_ISATAP = 0x00005EFE
_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("::/96"))


def networks(text: str) -> tuple[Network, ...]:
    """The networks that a setting names, `10.0.0.0/8, 192.168.1.5`; all of them for `true` or `all`.

    Raises SettingsError for what is no network.
    """
    if text.strip().lower() in ("true", "all", "yes", "1"):
        return EVERYWHERE
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise SettingsError(str(error), "allow_private", "networks such as 10.0.0.0/8,127.0.0.1") from error


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet: not private, loopback, link-local, shared by a carrier
    (100.64.0.0/10), multicast or reserved. An IPv6 address that carries an IPv4 address is as that one is,
    and one of ISATAP, whose prefix says where it lies, public where both are.
    """
    carried = _carried(address)
    if carried is not None and (not is_public(carried) or not _is_isatap(address)):
        return is_public(carried)
    listed = any(address in network for network in _ALSO_PRIVATE if network.version == address.version)
    return address.is_global and not (listed or address.is_multicast or address.is_reserved)


def _is_isatap(address: Address) -> bool:
    return address.version == 6 and (int(address) >> 32) & 0xFDFFFFFF == _ISATAP


def _carried(address: Address) -> IPv4Address | None:
    """The IPv4 address within a mapped, translated (NAT64), 6to4, Teredo or ISATAP address.

    ISATAP (RFC 5214, 6.1) marks the lower half under any prefix: `5efe`, the universal bit set or not.
    """
    if isinstance(address, IPv4Address):
        return None
    if any(address in network for network in _TRANSLATED) and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if _is_isatap(address):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


async def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver. Raises OSError where the name leads nowhere."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(answer[4][0]) for answer in found]


async def checked_addresses(
    host: str, port: int, allowed: Sequence[Network], resolve: Resolve = resolve_host
) -> tuple[str, ...]:
    """The addresses of `host`, every one of them public or within `allowed`; duplicates left out.

    Raises FetchError: kind private_address if any is neither, kind no_such_host if there is none.
    """
    try:
        answers = [ip_address(answer.partition("%")[0]) for answer in await resolve(host, port)]
    except (OSError, UnicodeError) as error:
        words = getattr(error, "strerror", None) or "no such name"
        raise FetchError(
            f"host not found: {words}", host, "check the address and DNS", "no_such_host"
        ) from error
    if not answers:
        raise FetchError("host not found: no address", host, "check the address and DNS", "no_such_host")
    for address in answers:
        within = any(address in network for network in allowed if network.version == address.version)
        if not (within or is_public(address)):
            way_out = "FAZHI_ALLOW_PRIVATE names networks that may be asked"
            raise FetchError(f"leads to {address}, which is not public", host, way_out, "private_address")
    return tuple(dict.fromkeys(str(address) for address in answers))
