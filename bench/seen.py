"""What the servers of a bench have seen of those who ask them."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Seen:
    """What the hosts have seen: the times at which each was asked, and bytes sent."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: int = 0

    @property
    def requests(self) -> int:
        """How many questions were asked."""
        return sum(map(len, self.times.values()))

    @property
    def shortest_pause(self) -> float:
        """The shortest time between two questions to one host, in seconds."""
        gaps = (b - a for times in self.times.values() for a, b in zip(times, times[1:], strict=False))
        return min(gaps, default=0.0)
