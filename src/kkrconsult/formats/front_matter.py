"""The particulars at the top of an answer file: friendly keys and short forms to the fields of a response, and back.

Keys are Danish or English. Where one value says it all, a plain text stands for a table: ``behandling = "politisk"``.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.config._writer import toml_key, toml_value, write_toml
from kkrconsult.danish import fold
from kkrconsult.errors import Path, bounded
from kkrconsult.formats.codec import choice_of, flag_of, simplest
from kkrconsult.formats.columns import Column, Kind, response_columns
from kkrconsult.formats.moments import Unclear, read_date, read_moment
from kkrconsult.formats.names import Names
from kkrconsult.model import Response
from kkrconsult.structure import FrozenMap, encode
from kkrconsult.texts import word

__all__ = ["FENCE", "Particulars", "read_particulars", "write_particulars"]

FENCE = "+++"
"""The line before and after the particulars."""

_PARTY = "party"
_TRACKS = "tracks"

# Field: its key in Danish, then in English where it is another than the field's name, then other spellings. TOML allows
# æ, ø and å in quotation marks only, so the keys do without.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    _PARTY: ("part", "party", "parter", "parties", "hoeringspart", "høringspart", "kommune", "municipality"),
    "participants": ("participants",),
    "sender": ("afsender",),
    "on_behalf_of": ("paa_vegne_af",),
    "received_at": ("modtaget", "received"),
    "channel": ("kanal",),
    "recorded_by": ("registreret_af",),
    "title": ("titel",),
    "body": ("tekst", "text"),
    "points": ("punkter",),
    "set_aside": ("lagt_til_side",),
    "no_remarks": ("ingen_bemaerkninger", "no_remarks", "ingen_bemærkninger"),
    "declined": ("oensker_ikke_at_svare", "declined", "ønsker_ikke_at_svare"),
    "stage": ("stadie",),
    "reservation": ("forbehold",),
    "handling": ("behandling",),
    "signatory": ("underskriver",),
    "contact": ("kontakt",),
    "pages": ("sider",),
    "attachments": ("bilag",),
    "language": ("sprog",),
    "version": ("version",),
    "supersedes": ("erstatter",),
    "withdrawn": ("trukket_tilbage",),
    "decision": ("afgoerelse", "decision", "afgørelse"),
    "publication_consent": ("maa_offentliggoeres", "publication_consent", "må_offentliggøres"),
    "case_number": ("sagsnummer",),
    "source": ("fil", "source"),
    "provenance": ("ophav",),
    _TRACKS: ("spor",),
}
# Keys inside the tables, in Danish; the English ones are the model's own.
_INNER: Mapping[str, Mapping[str, str]] = {
    "sender": {"name": "navn"},
    "signatory": {"name": "navn", "title": "titel"},
    "contact": {"name": "navn", "role": "stilling", "phone": "telefon", "address": "adresse"},
    "handling": {"mode": "form", "body": "instans", "decided_on": "dato"},
    "reservation": {"body": "instans", "expected_on": "ventes", "quote": "ordlyd"},
    "no_remarks": {"quote": "ordlyd"},
    "pages": {"pages": "antal", "basis": "grundlag", "method": "metode"},
    "withdrawn": {"reason": "grund", "at": "tidspunkt"},
    "decision": {"kind": "udfald", "by": "af", "on": "dato", "reason": "grund"},
    "attachments": {"name": "navn", "title": "titel"},
}
# The key that a plain value of a table's field stands for.
_SHORT: Mapping[str, str] = {
    "sender": "name",
    "signatory": "name",
    "contact": "name",
    "handling": "mode",
    "reservation": "quote",
    "no_remarks": "quote",
    "pages": "pages",
    "withdrawn": "reason",
    "decision": "kind",
    "attachments": "name",
}
_FLAGS = ("no_remarks", "reservation")
"""Tables that ``true`` stands for too: they may be there without saying anything."""


@functools.cache
def _fields() -> Mapping[str, str]:
    """Field by folded key, in either language."""
    return FrozenMap({fold(key): field for field, keys in _KEYS.items() for key in (field, *keys)})


@functools.cache
def _inner(field: str) -> Mapping[str, str]:
    return FrozenMap({fold(key): name for name, key in _INNER.get(field, {}).items()})


# --------------------------------------------------------------------------------------------- reading


@attrs.define
class Particulars:
    """What the top of a file says, as plain data of a response."""

    plain: dict[str, Any] = attrs.field(factory=dict)
    """Fields of the response."""
    tracks: dict[str, str] = attrs.field(factory=dict)
    """Ids of tracks by the titles that the file uses."""
    written: dict[str, str] = attrs.field(factory=dict)
    """The key as written, by field."""
    problems: list[tuple[Path, str]] = attrs.field(factory=list)
    """What cannot be used: where, as written, and why."""
    day_only: list[tuple[str, dt.date]] = attrs.field(factory=list)
    """Moments of which only the day is written: key and day."""


def read_particulars(data: Mapping[str, Any], names: Names, zone: str) -> Particulars:
    """Turn friendly keys and short forms into the fields of a response.

    Keys that nobody knows are kept, for the model to complain of.

    Args:
        data: What the TOML parser gave.
        names: Ids by names.
        zone: Time zone of times without an offset.
    """
    found = Particulars()
    for key, value in data.items():
        field = _fields().get(fold(key.replace("_", " ")), key)
        if field in found.written:
            found.problems.append(((key,), f"means the same as {bounded(found.written[field])}; keep one of them"))
            continue
        found.written[field] = key
        if field == _TRACKS:
            _take_tracks(found, key, value)
        elif field != _PARTY:
            found.plain[field] = _long_form(field, value)
    if found.plain.get("language") is False:
        found.plain["language"] = None
    for field in _SHORT:
        if found.plain.get(field) is False:
            del found.plain[field]
    evidence = _take_parties(found, data, names)
    evidence.update(_take_values(found, zone))
    if evidence and isinstance(found.plain.setdefault("provenance", {}), dict):
        found.plain["provenance"] = {**evidence, **found.plain["provenance"]}
    return found


def _take_tracks(found: Particulars, key: str, value: object) -> None:
    if isinstance(value, dict) and all(isinstance(track, str) for track in value.values()):
        found.tracks = value
    else:
        found.problems.append(((key,), 'must be a table of ids by title, such as { "Grøn vækst" = "groen-vaekst" }'))


def _long_form(field: str, value: object) -> object:
    """The table that a short form stands for, with the model's own keys."""
    if field in ("attachments", "on_behalf_of"):
        items = value if isinstance(value, list) else [value]
        return [_long_form_of_one(field, item) for item in items]
    return _long_form_of_one(field, value)


def _long_form_of_one(field: str, value: object) -> object:
    if isinstance(value, dict):
        inner = _inner(field)
        return {inner.get(fold(key), key): item for key, item in value.items()} if inner else value
    if field in _FLAGS and (said := flag_of(value) if isinstance(value, str) else value) in (True, False):
        return {} if said else False
    if field == "pages" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"pages": value, "basis": "declared"}
    return {_SHORT[field]: value} if field in _SHORT and isinstance(value, str) else value


def _take_parties(found: Particulars, data: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Find the parties by the names that are given; gives the evidence where a name is no id."""
    plain = found.plain
    sender = plain.get("sender")
    named = sender.get("name") if isinstance(sender, dict) else None
    if _PARTY in found.written:
        key = found.written[_PARTY]
        value = data[key]
        written = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) for name in written):
            found.problems.append(((key,), "must be a name or a list of names"))
            return {}
        if "participants" in plain:
            found.problems.append(((key,), "cannot stand beside participants; keep one of them"))
            return {}
    elif "participants" not in plain and isinstance(named, str) and names.known_party(named):
        written = [named]
    else:
        return {}
    ids = list(dict.fromkeys(party for name in written for party in names.parties(name)))
    plain["participants"] = ids
    if ids == written:
        return {}
    if sender is None:
        plain["sender"] = {"name": "; ".join(written)}
    return {"participants": {"kind": "recognised", "detail": "; ".join(written)}}


def _take_values(found: Particulars, zone: str) -> dict[str, Any]:
    """Turn words, dates and moments into what the model reads; gives the evidence of what had to be assumed."""
    evidence: dict[str, Any] = {}
    for column in response_columns():
        table, key = _where(found.plain, column.path)
        value = table.get(key) if table else None
        if table is None or value is None:
            continue
        where = (found.written.get(column.path[0], column.path[0]), *column.path[1:])
        if isinstance(value, str) and column.kind is Kind.CHOICE:
            table[key] = choice_of(column, value)
        elif isinstance(value, str) and column.kind is Kind.FLAG:
            table[key] = flag_of(value)
        elif isinstance(value, str) and column.kind is Kind.DATE:
            table[key] = read_date(value) or value
        elif isinstance(value, (str, dt.date)) and column.kind is Kind.MOMENT:
            moment = read_moment(value, zone)
            if isinstance(moment, Unclear):
                found.problems.append((where, moment.reason))
                del table[key]
                continue
            table[key] = moment.at
            if moment.day_only:
                found.day_only.append((".".join(where), moment.at.date()))
                evidence[column.path[0]] = {"kind": "assumed", "detail": str(value)}
    return evidence


def _where(plain: dict[str, Any], path: Sequence[str]) -> tuple[dict[str, Any] | None, str]:
    """The table that a field stands in, and its key there; no table where there is none."""
    table: Any = plain
    for key in path[:-1]:
        table = table.get(key)
        if not isinstance(table, dict):
            return None, path[-1]
    return table, path[-1]


# --------------------------------------------------------------------------------------------- writing


def write_particulars(response: Response, without: Sequence[str], tracks: Mapping[str, str], language: str) -> str:
    """Write the particulars of a response, with their fences.

    Args:
        response: The response.
        without: Fields that stand elsewhere.
        tracks: Ids of tracks by the titles that the file uses.
        language: ``da`` for Danish keys; any other has English ones.
    """
    plain = encode(response)
    defaults = {field.name: field.default for field in attrs.fields(Response)}
    data: dict[str, Any] = {"id": plain.pop("id")}
    if not response.participants:
        # Said in words, since a known sender's name would otherwise be taken for a party.
        data["participants"] = []
    if not response.points and "points" not in without:
        # A list of points, even an empty one, says that the text below is to be taken as it stands.
        data[_key("points", language)] = []
    for field, value in plain.items():
        if field not in without and getattr(response, field) != defaults[field]:
            data.update(_pair(field, value, language))
    if tracks:
        data[_key(_TRACKS, language)] = dict(tracks)
    return "\n".join([FENCE, _toml(data), FENCE, ""])


def _toml(data: Mapping[str, Any]) -> str:
    text = write_toml(data).strip("\n")
    if any(line.strip() == FENCE for line in text.split("\n")):
        # A text with such a line in it would end the particulars; on one line it cannot.
        text = "\n".join(f"{toml_key(key)} = {toml_value(value)}" for key, value in data.items())
    return text


def _key(field: str, language: str) -> str:
    keys = _KEYS[field]
    if language == "da":
        return keys[0]
    return keys[1] if len(keys) > 1 else field


def _pair(field: str, value: Any, language: str) -> Iterator[tuple[str, Any]]:
    if field == "participants":
        yield _parties(value, language)
    elif field == "language" and value is None:
        yield _key(field, language), False
    elif field == "attachments":
        yield _key(field, language), [_short(field, item, language) for item in value]
    else:
        yield _key(field, language), _short(field, _in_words(field, value, language), language)


def _parties(ids: list[str], language: str) -> tuple[str, object]:
    """Ids under the key for names, where they would be understood as what they are."""
    if all(Names().parties(party) == (party,) for party in ids):
        single, several = ("part", "parter") if language == "da" else ("party", "parties")
        return (single, ids[0]) if len(ids) == 1 else (several, ids)
    return "participants", ids


def _in_words(field: str, value: Any, language: str) -> Any:
    """A value with the language's words, and with TOML's own dates."""
    if not isinstance(value, dict):
        column = next((column for column in response_columns() if column.path == (field,)), None)
        return _in_word(column, value, language) if column else value
    columns = {column.path[1]: column for column in response_columns() if column.path[:-1] == (field,)}
    return {key: _in_word(columns[key], item, language) if key in columns else item for key, item in value.items()}


def _in_word(column: Column, value: Any, language: str) -> Any:
    if column.kind is Kind.CHOICE:
        return word(column.choices[value], language)
    if column.kind is Kind.DATE:
        return dt.date.fromisoformat(value)
    if column.kind is Kind.MOMENT:
        moment = dt.datetime.fromisoformat(value)
        # TOML has no seconds in an offset, and the local mean times of old have them.
        whole = (moment.utcoffset() or dt.timedelta()) % dt.timedelta(minutes=1) == dt.timedelta()
        return moment if whole else value
    return simplest(value) if column.kind is Kind.NUMBER else value


def _short(field: str, value: Any, language: str) -> Any:
    """The short form of a table, where there is one that says the same."""
    if not isinstance(value, dict):
        return value
    if field in _FLAGS and not value:
        return True
    if field == "pages" and value == {"pages": value["pages"], "basis": word("page-basis.declared", language)}:
        return value["pages"]
    if value.keys() == {_SHORT.get(field)} and field != "pages":
        only = value[_SHORT[field]]
        if field not in _FLAGS or isinstance(flag_of(only), str):
            return only
    inner = _INNER.get(field, {}) if language == "da" else {}
    return {inner.get(key, key): item for key, item in value.items()}
