"""``inbox.toml``: what a person knows of the files of an inbox and no program can.

Each file has a table with the keys of an answer file's particulars (``part``, ``modtaget``, ``behandling`` …), and two
more: ``ignorer`` says why a file is no answer, ``bilag_til`` of which file it is an attachment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.config._text import load_toml
from kkrconsult.config._writer import toml_key, toml_value
from kkrconsult.errors import DataError, Problem, dotted
from kkrconsult.findings import Finding
from kkrconsult.formats.front_matter import Particulars, read_particulars
from kkrconsult.formats.names import Names
from kkrconsult.formats.problems import finding, place, reason_of
from kkrconsult.inbox import Inbox
from kkrconsult.model import Response
from kkrconsult.recognition.senders import Match
from kkrconsult.structure import FrozenMap, decode, encode

__all__ = ["SIDECAR_NAME", "Settled", "Sidecar", "read_sidecar", "sidecar_stub"]

SIDECAR_NAME = "inbox.toml"
"""Its name; it lies at the top of the inbox."""

_FILES = ("filer", "files")
_IGNORE = ("ignorer", "ignore")
_ATTACHMENT_OF = ("bilag_til", "attachment_of")
_OPTIONS = ("schema", "filer", "files")
_HEADING = """\
# Hvad en person ved om filerne i indbakken, og som programmet ikke kan se. Filen bliver aldrig skrevet over.
# For hver fil: fjern # foran en linje, og ret den. Nøglerne er de samme som øverst i en svarfil:
#   part = "skive"                     hvem svaret er fra (eller parter = ["lemvig", "struer"])
#   modtaget = 2020-12-14T09:12:00     hvornår det kom, dansk tid
#   behandling = "politisk"            eller "administrativt"
#   bilag_til = "svar.docx"            filen er et bilag til en anden
#   ignorer = "kvittering"             filen er ikke et svar, og hvorfor

schema = 1
"""


@attrs.frozen(kw_only=True)
class Settled:
    """What a person said of one file."""

    fields: FrozenMap[str, Any] = FrozenMap()
    """Fields of the response, as plain data."""
    ignored: str | None = None
    """Why the file is no answer."""
    attachment_of: str | None = None
    """The file whose attachment it is."""

    @property
    def match(self) -> Match:
        """The sender that it names."""
        participants = tuple(self.fields.get("participants") or ())
        sender = None if participants else self.fields.get("sender")
        return Match(participants=participants, name=sender["name"] if sender else None)

    def applied(self, response: Response) -> Response:
        """A response with what the person said, marked so.

        Raises:
            DataError: The two do not fit together.
        """
        if not self.fields:
            return response
        plain = encode(response)
        known = {**plain.get("provenance", {}), **{field: {"kind": "sidecar"} for field in self.fields}}
        found: Response = decode(Response, {**plain, **encode(dict(self.fields)), "provenance": known})
        return found


@attrs.frozen(kw_only=True)
class Sidecar:
    """What a person said of the files of an inbox."""

    files: FrozenMap[str, Settled] = FrozenMap()
    """By name of the file, with its folders."""
    problems: tuple[Finding, ...] = ()
    """What cannot be used."""


def read_sidecar(text: str, name: str, names: Names, zone: str) -> Sidecar:
    """Read ``inbox.toml``; all problems at once.

    Args:
        text: Its text.
        name: Its name, for messages.
        names: Ids of parties by name.
        zone: Time zone of times without an offset.
    """
    data = load_toml(text.removeprefix("\ufeff"))
    if isinstance(data, Problem):
        return Sidecar(
            problems=(finding("inbox.sidecar", place(name, data.line, data.column), reason=reason_of(data)),)
        )
    files: dict[str, Settled] = {}
    problems: list[Finding] = []

    def complain(problem: Problem) -> None:
        where = dotted(problem.path) or None
        problems.append(finding("inbox.sidecar", place(name, field=where), reason=reason_of(problem, path=True)))

    for key in data.keys() - set(_OPTIONS):
        complain(Problem(message="unknown key", path=(key,), allowed=", ".join(_OPTIONS)))
    if data.get("schema", 1) != 1:
        complain(Problem(message="must be 1", path=("schema",)))
    for key in _FILES:
        table = data.get(key, {})
        if not isinstance(table, dict):
            complain(Problem(message='must be tables such as [filer."brev.docx"]', path=(key,)))
            continue
        for file, said in table.items():
            if not isinstance(said, dict):
                complain(Problem(message="must be a table", path=(key, file)))
                continue
            settled = _settled(said, names, zone)
            if isinstance(settled, Settled):
                files[file] = settled
            else:
                for problem in settled:
                    complain(attrs.evolve(problem, path=(key, file, *problem.path)))
    return Sidecar(files=FrozenMap(files), problems=tuple(problems))


def _settled(said: Mapping[str, Any], names: Names, zone: str) -> Settled | Sequence[Problem]:
    ignored, attachment_of = (_text(said, keys) for keys in (_IGNORE, _ATTACHMENT_OF))
    own = {*_IGNORE, *_ATTACHMENT_OF}
    problems = [
        Problem(message="must be text that says something", path=(key,))
        for key in own & said.keys()
        if not (isinstance(said[key], str) and said[key].strip())
    ]
    particulars = read_particulars({key: value for key, value in said.items() if key not in own}, names, zone)
    problems += [Problem(message=reason, path=path) for path, reason in particulars.problems]
    problems += _faults(particulars)
    if problems:
        return problems
    plain = {key: value for key, value in particulars.plain.items() if key != "provenance"}
    return Settled(fields=FrozenMap(plain), ignored=ignored, attachment_of=attachment_of)


def _text(said: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    return next((value for key in keys if isinstance(value := said.get(key), str)), None)


def _faults(particulars: Particulars) -> list[Problem]:
    """What the model says to the fields, on a response that has nothing else."""
    plain = {"id": "x", "sender": {"name": "x"}, **particulars.plain}
    try:
        decode(Response, plain)
    except DataError as error:
        return [
            attrs.evolve(one, path=(*(particulars.written.get(str(key), key) for key in one.path[:1]), *one.path[1:]))
            for one in error.problems or [Problem(message=error.message)]
        ]
    return []


def sidecar_stub(inbox: Inbox) -> str:
    """A file to fill in, with a table for each file of which something is not known.

    Args:
        inbox: What was read: its problems name the files that nobody could be found for, and those for whom anything
            speaks; of its responses, those without a moment of receipt are listed.
    """
    parts = [_HEADING]
    for one in sorted(inbox.problems, key=lambda problem: str(problem.params.get("file"))):
        if one.code in ("file.unsure", "file.unassigned"):
            spoken = one.params.get("candidates")
            said = [f"# {spoken['da']}"] if isinstance(spoken, FrozenMap) else []
            parties = one.params.get("parties")
            ids = parties if isinstance(parties, tuple) else ("",)
            lines = [*said, *(f"# part = {toml_value(party)}" for party in ids), '# ignorer = ""']
            parts.append(_table(str(one.params["file"]), lines))
    timeless = [one.source.name for one in inbox.responses if one.received_at is None and one.source is not None]
    parts += [_table(name, ["# modtaget = 2020-12-14T09:12:00"]) for name in timeless]
    return "\n".join(parts)


def _table(file: str, lines: Iterable[str]) -> str:
    return "\n".join([f"[filer.{toml_key(file)}]", *lines, ""])
