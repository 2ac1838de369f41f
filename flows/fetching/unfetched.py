"""Why pages could not be fetched, from the step that asked for them to the step that says they are absent."""

import json

from flows.files import write_whole
from flows.settings import Settings


def reasons(settings: Settings) -> dict[str, str]:
    """By address, why it could not be fetched when it was last asked for."""
    try:
        return dict(json.loads(settings.unfetched.read_bytes()))
    except FileNotFoundError:
        return {}
    except ValueError:  # it is a note alone: the next fetch writes it anew
        return {}


def remember(settings: Settings, asked: dict[str, str]) -> None:
    """Note of each address that was asked for why it could not be fetched; empty where it could."""
    before = reasons(settings)
    now = {url: why for url, why in sorted((before | asked).items()) if why}
    if now != before:
        write_whole(settings.unfetched, json.dumps(now, ensure_ascii=False, indent=1).encode())
