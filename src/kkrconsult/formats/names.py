"""From the names that people write to the ids that a round uses, without knowing the round."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from kkrconsult.danish import fold
from kkrconsult.municipalities import municipalities, packaged_parties
from kkrconsult.structure import FrozenMap

__all__ = ["Names", "is_id", "own_ids", "slug"]

_ID = re.compile(r"[^\W_][\w.\-]{0,119}")
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "y", "é": "e"})
_COUNCIL = re.compile(
    r"(?:byrådet|kommunalbestyrelsen|borgerrepræsentationen)\s+i\s+(?P<before>.+)"
    r"|(?P<after>.+?)\s+(?:byråd|kommunalbestyrelse|borgerrepræsentation)",
    re.IGNORECASE,
)
# White space around them is taken off afterwards: in the pattern, a long run of it would cost the square of its length.
_SEVERAL = re.compile(r"[;,\n]")
_JOINED = re.compile(r"[;,\n/&]|\bog\b|\band\b")
_LONGEST_SLUG = 60
_LONGEST_NAME = 200


def is_id(text: str) -> bool:
    """Whether a text can be an id; see `kkrconsult.model.check_id`."""
    return _ID.fullmatch(text) is not None


def slug(text: str, otherwise: str = "svar") -> str:
    """Make a text into an id that can be typed anywhere, as the ids of tracks and parties are.

    >>> slug("Grøn vækst & Natur")
    'groen-vaekst-natur'

    Args:
        text: Any text.
        otherwise: The id for a text without a letter or digit.
    """
    words = re.findall(r"[^\W_]+", text[:_LONGEST_NAME].lower().translate(_ASCII))
    return "-".join(words)[:_LONGEST_SLUG].strip("-") or otherwise


def own_ids(wanted: str, taken: set[str]) -> str:
    """An id that nobody has taken: the one wanted, or with a number behind; it is taken now."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    taken.add(found)
    return found


@functools.cache
def _known() -> Mapping[str, str]:
    """Id by folded name of every party in the packaged data: municipalities, regions, KKRs."""
    found: dict[str, str] = {}
    for party in packaged_parties().values():
        for name in (party.name, party.full_name, *party.aliases):
            found.setdefault(fold(name), party.id)
    # A short name that a municipality and its region share is the municipality's.
    found.update({fold(one.name): one.id for one in municipalities()})
    return FrozenMap(found)


class Names:
    """Finds ids for names: first those that the caller maps, then the municipalities, then the name itself as an id."""

    def __init__(self, parties: Mapping[str, str] = FrozenMap(), tracks: Mapping[str, str] = FrozenMap()) -> None:
        self._parties = {fold(name): party for name, party in parties.items()}
        self._tracks = {fold(title): track for title, track in tracks.items()}

    def with_tracks(self, tracks: Mapping[str, str]) -> Names:
        """The same with more titles of tracks, which go before those that are known."""
        found = Names()
        found._parties = self._parties
        found._tracks = {**self._tracks, **{fold(title): track for title, track in tracks.items()}}
        return found

    def known_party(self, written: str) -> str | None:
        """The id of a party that the caller or the packaged data know by this name; None for anybody else."""
        if len(written) > _LONGEST_NAME:
            return None
        council = _COUNCIL.fullmatch(written.strip())
        names = [written, *((council["before"] or council["after"],) if council else ())]
        # The genitive: "Randers Kommunes" is folded to the name already, "Aarhus'" and "Vejles" are not.
        names += [name.strip()[:-1] for name in names if name.strip().endswith("s")]
        for name in map(fold, names):
            found = self._parties.get(name) or _known().get(name)
            if found:
                return found
        return None

    def party(self, written: str) -> str:
        """The id of a party, made of its name where nobody knows it."""
        return self.known_party(written) or _as_id(written, "part")

    def parties(self, written: str) -> tuple[str, ...]:
        """The ids of the parties that one text names, in order, each once.

        Semicolons, commas and line breaks part names. So do "og" and "/", but only between parties that are known:
        others may have such words in their names.
        """
        known = [self.known_party(name) for name in _names(_JOINED, written)]
        ids: Iterable[str | None] = known
        if not known or None in known or self.known_party(written):
            ids = [self.party(name) for name in _names(_SEVERAL, written)]
        return tuple(dict.fromkeys(one for one in ids if one))

    def track(self, written: str) -> str:
        """The id of a track, from its title, or as it is where it is one already."""
        name = written.strip()
        return self._tracks.get(fold(name)) or _as_id(name, "spor")


def _names(parts: re.Pattern[str], written: str) -> list[str]:
    return [name for part in parts.split(written) if (name := part.strip())]


def _as_id(written: str, otherwise: str) -> str:
    """An id in small letters stays what it is; anything else is a name or a title, and becomes one."""
    return written if is_id(written) and written == written.lower() else slug(written, otherwise)
