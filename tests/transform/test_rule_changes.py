"""Which documents a change of the metric rules touches: the others are read alike before and after."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents import read_document
from tests.flows.running import ROOT
from transform.reading import read_report
from transform.rule_changes import change_between, touches
from transform.rules import Rules, compile_rules, load_rules
from warehouse.lexicon import Kind, Lexicon
from warehouse.metrics import NAMES_ANOTHER, UNREAD, Catalogue, load_catalogue
from warehouse.places import load_places
from warehouse.records import Document, Metric, Reading

BASE = load_catalogue()
PAGES = ("330700-2017", "320100-2023", "320000-2017")
TEXT = "全年受理行政复议案件120件，审结96件。开展法治讲座8场。"
CASES, TRAININGS = "disputes.reconsideration_accepted", "capacity.training_sessions"


def with_words(**words: set[str]) -> Catalogue:
    """The catalogue in which these words name these concepts alone; those of none are gone."""
    kept = {word: named for word, named in BASE.lexicon.words.items() if word not in words}
    other = {word: frozenset(named) for word, named in words.items() if named}
    return replace(BASE, lexicon=replace(BASE.lexicon, words=kept | other))


def with_metric(name: str, change: Callable[[Metric], Metric]) -> Catalogue:
    """The catalogue with one metric changed."""
    return chained(BASE, name, change)


def with_kind(concept: str, kind: Kind) -> Catalogue:
    """The catalogue in which a concept is of that kind."""
    return replace(BASE, lexicon=replace(BASE.lexicon, kinds={**BASE.lexicon.kinds, concept: kind}))


def with_member(group: str, concept: str) -> Catalogue:
    """The catalogue in which a concept joins a group, or leaves it."""
    groups = {**BASE.lexicon.groups, group: BASE.lexicon.groups[group] ^ {concept}}
    return replace(BASE, lexicon=replace(BASE.lexicon, groups=groups))


def is_touched(after: Catalogue, text: str, *, in_prose: bool = True) -> bool:
    return touches(change_between(BASE, after))(text, "", in_prose)


def test_the_same_rules_touch_nothing() -> None:
    assert not change_between(BASE, load_catalogue())
    assert not is_touched(BASE, TEXT)


def test_what_is_only_shown_touches_nothing() -> None:
    after = with_metric(CASES, lambda metric: replace(metric, label_en="…", definition="…", examples=()))
    assert not change_between(BASE, after)


def test_a_word_touches_what_holds_it() -> None:
    after = with_words(受理=set())
    assert is_touched(after, TEXT)
    assert not is_touched(after, "开展法治讲座8场。")
    assert is_touched(with_words(抽丝剥茧={"case"}), "办理抽丝剥茧9件。")


def test_in_a_table_a_word_stands_where_its_characters_do() -> None:
    after = with_words(抽丝剥茧={"case"})
    assert not is_touched(after, "剥茧 抽丝")
    assert is_touched(after, "剥茧 抽丝", in_prose=False)


def test_a_concept_of_another_kind_touches_what_its_words_stand_in() -> None:
    concept = next(iter(BASE.lexicon.words["行政复议"]))
    after = with_kind(concept, Kind.FIELD)
    assert is_touched(after, TEXT)
    assert not is_touched(after, "开展法治讲座8场。")


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(with_kind("major_matter", Kind.PART), id="another kind"),
        pytest.param(with_member("not_lent", "major_matter"), id="another group"),
    ],
)
def test_a_concept_touches_what_meets_the_need_that_it_might(after: Catalogue) -> None:
    """Linking asks of what kinds and groups a need is, whichever of its concepts stands."""
    assert "合法性审查" in BASE.lexicon.words
    assert "重大行政决策" in BASE.lexicon.words
    assert is_touched(after, "对重大行政决策开展合法性审查9件。")
    assert not is_touched(after, "开展法治讲座8场。")


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(with_kind("law_title", Kind.PART), id="another kind"),
        pytest.param(with_member("other_topics", "law_title"), id="another group"),
        pytest.param(with_member("no_noun", "info"), id="named for a group"),
    ],
)
def test_what_is_named_without_a_word_touches_all(after: Catalogue) -> None:
    assert is_touched(after, "学习《行政处罚法》3次。")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda metric: replace(metric, frames=metric.frames[1:]), id="a wording less"),
        pytest.param(lambda metric: replace(metric, unit="人", units=()), id="another unit"),
        pytest.param(lambda metric: replace(metric, reach="own"), id="another reach"),
        pytest.param(lambda metric: replace(metric, id=f"{metric.id}_renamed"), id="another name"),
    ],
)
def test_a_metric_touches_what_could_hold_it(change: Callable[[Metric], Metric]) -> None:
    after = with_metric(CASES, change)
    assert change_between(BASE, after)
    assert not is_touched(after, "开展法治讲座8场。")


def test_a_companion_touches_what_its_count_could_be_in() -> None:
    """A share is linked through the count that has it, where no word of its own stands."""
    count = next(metric for metric in BASE.metrics if metric.share)
    after = with_metric(count.share, lambda metric: replace(metric, roles=("target",)))
    frames = {frame for frame in change_between(BASE, after).frames}
    assert frames >= change_between(BASE, with_metric(count.id, lambda m: replace(m, frames=()))).frames


def test_a_companion_of_a_companion_touches_it_too() -> None:
    rate = next(metric.share for metric in BASE.metrics if metric.share)
    before = with_metric(CASES, lambda metric: replace(metric, stock=TRAININGS))
    before = chained(before, TRAININGS, lambda metric: replace(metric, share=rate))
    after = chained(before, rate, lambda metric: replace(metric, roles=("target",)))
    own = change_between(before, chained(before, CASES, lambda metric: replace(metric, frames=()))).frames
    assert change_between(before, after).frames >= own


def chained(catalogue: Catalogue, name: str, change: Callable[[Metric], Metric]) -> Catalogue:
    """A catalogue with one metric changed."""
    metrics = (change(metric) if metric.id == name else metric for metric in catalogue.metrics)
    return replace(catalogue, metrics=tuple(metrics))


def test_all_fields_that_name_another_metric_are_known() -> None:
    ids = {metric.id for metric in BASE.metrics}
    naming = {
        field.name
        for field in fields(Metric)
        for metric in BASE.metrics
        if getattr(metric, field.name) in ids and field.name != "id"
    }
    assert naming - UNREAD == NAMES_ANOTHER


def test_a_sum_of_sums_touches_what_its_words_stand_in() -> None:
    sums = {**BASE.lexicon.sums, "first_of_test": frozenset({"lecture", "case"})}
    sums["all_of_test"] = frozenset({"first_of_test", "county"})
    kinds = {**BASE.lexicon.kinds, "first_of_test": Kind.SUM, "all_of_test": Kind.SUM}
    before = replace(BASE, lexicon=replace(BASE.lexicon, kinds=kinds, sums=sums))
    after = chained(before, TRAININGS, lambda metric: replace(metric, frames=(*metric.frames, "all_of_test")))
    assert touches(change_between(before, after))("案件9件。", "", True)  # noqa: FBT003


def test_a_need_that_no_word_need_name_counts_as_met() -> None:
    """公开126条 tells of information, though no word for that stands there."""
    frame = "disclosed! info!"
    after = with_metric(
        "oversight.disclosures",
        lambda metric: replace(metric, frames=tuple(one for one in metric.frames if one != frame)),
    )
    assert change_between(BASE, after).frames
    assert is_touched(after, "主动公开126条。")
    assert not is_touched(after, "审结案件126件。")


def test_another_order_touches_all() -> None:
    after = replace(BASE, metrics=BASE.metrics[::-1])
    assert change_between(BASE, after).of_all
    assert is_touched(after, "")


@cache
def read_before(name: str) -> tuple[Document, Reading]:
    document = read_document((ROOT / f"samples/{name}.html").read_bytes())
    return document, read(document, load_rules())


def read(document: Document, rules: Rules) -> Reading:
    return read_report(document, "330700", 2017, rules)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """The catalogue without a word or a wording, or with a word or concept that is something else."""
    lexicon: Lexicon = BASE.lexicon
    word = draw(st.sampled_from(sorted(lexicon.words)))
    concept = draw(st.sampled_from(sorted(set().union(*lexicon.words.values()))))
    metric = draw(st.sampled_from([metric for metric in BASE.metrics if metric.frames]))
    number = draw(st.integers(0, len(metric.frames) - 1))
    frames = metric.frames[:number] + metric.frames[number + 1 :]
    kind = draw(st.sampled_from([Kind.ACT, Kind.THING, Kind.PART]))
    group = draw(st.sampled_from(sorted(lexicon.groups)))
    return draw(
        st.sampled_from(
            [
                with_words(**{word: set()}),
                with_words(**{word: {concept}}),
                with_kind(concept, kind),
                with_member(group, concept),
                with_metric(metric.id, lambda one: replace(one, frames=frames)),
                with_metric(metric.id, lambda one: replace(one, reach="own", beside=())),
            ]
        )
    )


@settings(max_examples=12, deadline=None)
@given(catalogues())
def test_what_is_not_touched_is_read_alike(after: Catalogue) -> None:
    touched = touches(change_between(BASE, after))
    rules = compile_rules(after.metrics, after.lexicon, load_places())
    for name in PAGES:
        document, before = read_before(name)
        in_prose = all(block.table is None for block in document.blocks)
        if not touched(document.text, document.title, in_prose):
            assert read(document, rules) == before
