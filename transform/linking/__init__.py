"""Which metric a figure is: from the words of a paragraph to a link, its ground and how sure it is."""

from transform.linking.frames import Frames, compile_frames
from transform.linking.links import Link, Links
from transform.linking.paragraph import link_cell, link_figures, suggest
from transform.linking.parts import without_parts
from transform.linking.setting import Above, Setting, Told, make_settings, read_above

__all__ = [
    "Above",
    "Frames",
    "Link",
    "Links",
    "Setting",
    "Told",
    "compile_frames",
    "link_cell",
    "link_figures",
    "make_settings",
    "read_above",
    "suggest",
    "without_parts",
]
