"""robots.txt as RFC 9309 has it: what an answer to the question for it means, and what it allows."""

from dataclasses import dataclass

from protego import Protego

from extract.documents.files.charset import decode

AGENT = "fazhi"
"""The product token that robots.txt may name."""
MOST_BYTES = 512 * 1024
"""What is read of one; RFC 9309 (2.5) asks for 500 KiB at least."""
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says. `rules` is None where everything is allowed.

    `closed` holds the reason why nothing may be fetched for now; such an answer must not be remembered.
    """

    rules: Protego | None = None
    closed: str = ""

    def allows(self, url: str) -> bool:
        """Whether fazhi may fetch that address."""
        return not self.closed and (self.rules is None or bool(self.rules.can_fetch(url, AGENT)))

    @property
    def delay(self) -> float:
        """Seconds between requests that the site asks for (Crawl-delay), at most a minute; 0 for none."""
        asked = self.rules.crawl_delay(AGENT) if self.rules else None
        return min(max(asked or 0.0, 0.0), _LONGEST_DELAY)


def read_robots(status: int, body: bytes) -> Robots:
    """What an answer with that status and body means.

    2xx: its rules; a web page in place of rules (sites that answer everything with their front page) has
    none. 4xx: there is no robots.txt and everything is allowed, but 429, which is a busy server. All else:
    the server is in trouble, and nothing is allowed for now. The bytes are read as UTF-8 or GB18030 whatever
    they hold, without a byte-order mark, which would hide the first rule.
    """
    if 200 <= status < 300:
        text = decode(body[:MOST_BYTES]).text.lstrip("\ufeff").replace("\x00", "")
        is_page = text.lstrip().startswith("<")
        return Robots() if is_page else Robots(Protego.parse(text))
    if 400 <= status < 500 and status != 429:
        return Robots()
    return Robots(closed=f"robots.txt answers {status}")
