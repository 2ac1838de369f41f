"""Information that one outlet put out, which is not all that a government did."""

from transform.linking.frames import Frames
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words

# groups of the lexicon: what was published, through what alone, and through what it is all of it
_INFORMATION, _OUTLETS, _SITES = "information", "outlets", "sites"


def of_outlet(setting: Setting, words: Words, frames: Frames) -> bool:
    """微信公众号粉丝12万人，全年发布信息847篇: of an outlet that the sentence names before, and no site."""
    if frames.group(_INFORMATION).isdisjoint(concepts_of(words.before)):
        return False
    named = concepts_of(setting.between(words.sentence_start, words.low))
    return bool(named & frames.group(_OUTLETS)) and named.isdisjoint(frames.group(_SITES))
