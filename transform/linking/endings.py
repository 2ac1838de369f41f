"""What was ended, told by its deed alone behind what was begun: 立案36件，结案28件."""

from transform.linking.frames import Frames
from transform.linking.leaning import figures_before
from transform.linking.links import Link, Links
from transform.linking.own_words import says_deed_alone
from transform.linking.setting import Setting, concepts_of
from transform.linking.shares import same_unit
from transform.linking.words import Words
from warehouse.records import Certainty, LinkBasis, Role

# group of the lexicon: deeds that end something
_ENDS = "ends"


def link_of_ending(setting: Setting, words: Words, frames: Frames, found: Links, index: int) -> Link | None:
    """The metric of what was ended, as the count before it says that it was begun."""
    placed = setting.figures[index]
    if placed.role is not Role.LEVEL or not says_deed_alone(setting, words, frames):
        return None
    if frames.group(_ENDS).isdisjoint(concepts_of(words.before)):
        return None
    for other in figures_before(setting, index):
        if other.role is Role.LEVEL and same_unit(other, placed):
            link = found.links.get(other.index)
            metric = frames.endings.get(link.metric) if link else None
            return Link(metric, f"{metric}:ended", LinkBasis.INHERITED, Certainty.LIKELY) if metric else None
    return None
