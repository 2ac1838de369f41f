"""Sets of frames as bits: they say of all frames at once what each frame says of itself."""

from collections.abc import Callable, Iterable

import pytest

from transform.linking.fitting import Kin, unit_fits
from transform.linking.frames import Frame, Frames
from transform.rules import Rules
from warehouse.records import Reading, Role

TOLD = [
    [],
    ["reconsideration"],
    ["reconsideration", "received", "case"],
    ["second", "litigation", "case"],
    ["police", "received", "reconsideration", "application"],
    ["proposal", "concluded"],
    ["field", "document", "repealed"],
]


@pytest.fixture(scope="module")
def frames(rules: Rules) -> Frames:
    return rules.frames


def kin(role: Role, unit: str, *, blank: bool = False) -> Kin:
    return Kin(role, is_directed=False, unit=unit, is_blank=blank)


def numbers(frames: Frames, holds: Callable[[Frame], bool]) -> int:
    return sum(1 << number for number, frame in enumerate(frames.listed) if holds(frame))


def met(needs: Iterable[frozenset[str]], told: frozenset[str]) -> bool:
    return all(need & told for need in needs)


@pytest.mark.parametrize("words", TOLD)
def test_a_set_has_just_the_frames_that_say_yes_themselves(frames: Frames, words: list[str]) -> None:
    told = frozenset(words)
    assert frames.admitting[told] == numbers(frames, lambda frame: frame.admits(told, frames.doers))
    assert frames.narrowed[told] == numbers(frames, lambda frame: bool(frame.parts & told))


@pytest.mark.parametrize("words", TOLD)
def test_the_needs_that_words_meet_are_counted_as_each_frame_counts_them(
    frames: Frames, words: list[str]
) -> None:
    told = frozenset(words)
    for frame, needs in zip(frames.listed, frames.needs, strict=True):
        assert needs.bit_count() == len(frame.needs)
        assert (needs & frames.met[told]).bit_count() == sum(bool(need & told) for need in frame.needs)


@pytest.mark.parametrize("named", TOLD)
@pytest.mark.parametrize("about", TOLD)
def test_a_frame_may_be_filled_where_each_need_is_met(
    frames: Frames, named: list[str], about: list[str]
) -> None:
    own = frozenset(named)
    told = own.union(about)
    for number, frame in enumerate(frames.listed):
        unmet = frames.needs[number] & ~frames.met[told] or frames.own_needs[number] & ~frames.met[own]
        assert (not unmet) is (met(frame.needs, told) and met(frame.own, own))


def test_frames_are_told_in_the_order_of_the_concepts_each_once(frames: Frames) -> None:
    every = (1 << len(frames.listed)) - 1
    found = [frames.listed[n].metric for n in frames.needing_any(["fined", "study", "fined"], every)]
    assert found == ["x.fines", "x.study"]
    assert not frames.needing_any(["study"], frames.fitting[kin(Role.LEVEL, "元")])
    assert not frames.needing_any(["no concept"], every)


def test_without_a_frame_its_concepts_lead_to_the_others(frames: Frames) -> None:
    every = (1 << len(frames.listed)) - 1
    left = frames.without("x.rules_issued:rule issued")
    assert [left.listed[n].metric for n in left.needing_any(["issued", "rule"], every)] == [
        "x.rules_repealed",
        "x.rules_reviewed",
    ]
    assert frames.without("no frame").needing == frames.needing


@pytest.mark.parametrize(
    ("role", "unit", "fits"),
    [
        (Role.LEVEL, "件", True),
        (Role.LEVEL, "", True),
        (Role.LEVEL, "%", False),
        (Role.LEVEL, "百分点", False),
        (Role.CHANGE_RATE, "%", True),
        (Role.CHANGE_RATE, "元", False),
        (Role.RANK, "位", True),
    ],
)
def test_a_unit_fits_by_the_role_of_its_figure(role: Role, unit: str, fits: bool) -> None:
    assert unit_fits(kin(role, unit), "件", frozenset({"件"})) is fits


def test_a_blank_has_a_unit_of_the_metric() -> None:
    assert not unit_fits(kin(Role.LEVEL, "", blank=True), "件", frozenset({"件"}))
    assert unit_fits(kin(Role.LEVEL, "件", blank=True), "件", frozenset({"件"}))


def test_a_title_that_goes_on_over_a_full_stop_is_one_title(read_small: Callable[[str], Reading]) -> None:
    told = read_small("收到行政复议申请9件，学习《依法行政。行政复议条例》。随后部署工作。")
    assert [(one.text, one.metric) for one in told.statements] == [("9件", "x.received")]


def test_a_noun_may_be_wanted_before_its_figure(read_small: Callable[[str], Reading]) -> None:
    told = read_small("全市印章12枚。共16枚印章。")
    assert [one.metric for one in told.statements] == ["x.seals", None]
