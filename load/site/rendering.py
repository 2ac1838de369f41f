"""The templates of the pages: all that they put out is escaped, and a name that is not given is an error."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from load import labels
from load.site import paths
from load.site.words import both, figure_words, finalized, in_both, legend, note_words, short


@cache
def environment() -> Environment:
    """The environment of all templates."""
    made = Environment(
        loader=PackageLoader("load.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"both": both, "number": labels.plain_number, "short": short}
    made.globals |= {"t": in_both, "label": labels.label, "labels": labels, "paths": paths}
    made.globals |= {"figure": figure_words, "note": note_words, "legend": legend}
    return made


def rendered(template: str, **context: Any) -> str:
    """A page: a template's text with these values."""
    return environment().get_template(template).render(context)


def fragment(template: str, **context: Any) -> Markup:
    """A part of a page, which the page puts out as it is: a template has escaped all that is in it."""
    return Markup(rendered(template, **context))  # noqa: S704 (a template's own)
