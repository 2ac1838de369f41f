"""What a place's code took over: every code that went to it, in however many steps.

One-to-one re-coding (富阳市 330183 became 富阳区 330111) goes on with the same area under another code.
A merger (莱芜市 371200 into 济南市 370100) and a split (巢湖市 341400 into three cities) do not: the place
before and the place after are different areas.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warehouse.places import Gazetteer
from warehouse.records import Place

RECODED, MERGED, SPLIT = "recoded", "merged", "split"
_SEVERITY = {RECODED: 0, MERGED: 1, SPLIT: 2}


@dataclass(frozen=True, slots=True)
class Lineage:
    """That `ancestor`, in the years from `first_year` to `last_year`, is where `place` comes from.

    `kind`: recoded (the same area), merged (one of several that became the place), split (only a part of it
    went to the place); of several steps the one that changes most. `first_year` is None where the code stood
    for no other form before; `steps` counts changes of code.
    """

    place: str
    ancestor: str
    first_year: int | None
    last_year: int
    kind: str
    steps: int


def lineages(places: Iterable[Place]) -> tuple[Lineage, ...]:
    """Every pair of a code and one that went to it, by place, ancestor and year; none to itself.

    Where two ways lead from one to the other the one that changes most counts.
    """
    forms = tuple(places)
    history = _History(forms)
    found: dict[tuple[str, str, int], Lineage] = {}
    for form in forms:
        for one in history.descendants(form):
            key = (one.place, one.ancestor, one.last_year)
            found[key] = max(found.get(key, one), one, key=lambda line: (_SEVERITY[line.kind], -line.steps))
    return tuple(found[key] for key in sorted(found))


class _History:
    """All forms of places, asked what came of one."""

    def __init__(self, forms: tuple[Place, ...]) -> None:
        self._gazetteer = Gazetteer(forms)
        self._codes = Counter(form.code for form in forms)
        self._arrivals = Counter(
            (code, form.valid_to) for form in forms for code in set(form.successors) - {form.code}
        )

    def descendants(self, form: Place) -> Iterator[Lineage]:
        """What `form` became, each once, nearest first; a circle of codes ends where it began."""
        if form.valid_to is None:
            return
        first = form.valid_from if self._codes[form.code] > 1 else None
        waiting: list[tuple[Place, str, int]] = [(form, RECODED, 0)]
        seen = {form}
        for before, kind, steps in waiting:
            for after in self._gazetteer.successors(before.code, before.valid_to):
                if after in seen:
                    continue
                seen.add(after)
                worse = max(kind, self._step(before, after), key=_SEVERITY.__getitem__)
                taken = steps + (after.code != before.code)
                waiting.append((after, worse, taken))
                if after.code != form.code:
                    yield Lineage(after.code, form.code, first, form.valid_to, worse, taken)

    def _step(self, before: Place, after: Place) -> str:
        if after.code == before.code:
            return RECODED
        if len(before.successors) > 1:
            return SPLIT
        was_there = self._gazetteer.by_code(after.code, before.valid_to) is not None
        took_others = self._arrivals[after.code, before.valid_to] > 1
        return MERGED if was_there or took_others else RECODED
