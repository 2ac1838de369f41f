"""Name each package of a lock that stands there with extras once more without them.

    python tools/pin_without_extras.py requirements.lock

Older pip (23.2, which Python 3.11 brings) does not take `sqlalchemy[asyncio]==2.0.58` for the pin of a plain
`SQLAlchemy>=2.0` that another package asks for: it picks the newest one and then misses its hash.
"""

import re
import sys
from pathlib import Path

_BLOCK = re.compile(r"^(?=\S)", re.MULTILINE)
_WITH_EXTRAS = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\[[^\]]+\](?P<pin>==.*)", re.DOTALL)


def pin_without_extras(lock: str) -> str:
    """The lock's text with the plain pins added before those with extras."""
    return "".join(_pins(block) for block in _BLOCK.split(lock))


def _pins(block: str) -> str:
    match = _WITH_EXTRAS.fullmatch(block)
    return f"{match['name']}{match['pin']}{block}" if match else block


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(pin_without_extras(path.read_text("utf-8")), "utf-8")
