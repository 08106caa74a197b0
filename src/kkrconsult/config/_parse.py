"""A round file's text to a `Round`, with everything that is wrong in it said at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from kkrconsult.config._file import SCHEMA, ParticipantsTable, RoundFile, RoundTable
from kkrconsult.config._known import SECTIONS, Known
from kkrconsult.config._lines import key_positions, locate
from kkrconsult.config._local import local_problems
from kkrconsult.config._participants import check_area, resolve_participants
from kkrconsult.config._salvage import MISSING, UNKNOWN_KEY, Salvage, without_echoes
from kkrconsult.config._settings import check_settings, plain_settings, unknown_plugin
from kkrconsult.config._text import load_toml
from kkrconsult.config._when import Times, read_times
from kkrconsult.dispositions import says_open
from kkrconsult.errors import ConfigError, DataError, Path, Problem, bounded
from kkrconsult.model import Participant, Round, Settings

__all__ = ["parse_round"]

_TOP = frozenset(field.name for field in attrs.fields(RoundFile))
_ROUND = frozenset(field.name for field in attrs.fields(RoundTable))
# Where the references of a round lead: an id that could not be read there may be the one that is meant.
_LEADS_TO: Mapping[object, frozenset[str | int]] = {
    "extensions": frozenset({"participants"}),
    "materials": frozenset({"tracks"}),
    "milestones": frozenset({"milestones", "materials"}),
    "themes": frozenset({"tracks", "outcome"}),
    "area": frozenset({"areas"}),
}


def parse_round(text: str, *, known: Known, file: str | None = None, allow_local_plugins: bool = False) -> Round:
    """Read a round file.

    Args:
        text: The TOML text.
        known: The validators, exporters, readers and groupers that the file may name.
        file: Name of the file; for messages.
        allow_local_plugins: Whether the file may name Python files of its own to be run.

    Returns:
        The round.

    Raises:
        ConfigError: The file cannot be used. Every problem is in it, in the order of the file, with key path
            and line.
    """
    text = text.removeprefix("\ufeff")
    data = load_toml(text)
    if isinstance(data, Problem):
        raise _error([data], file)
    schema = _check_schema(data.get("schema"))
    # What else is new in a file of a later version cannot be judged.
    newer = type(data.get("schema")) is int and data["schema"] > SCHEMA
    found, problems = (None, []) if newer else _read(data, known, allow_local_plugins=allow_local_plugins)
    problems = without_echoes([*schema, *problems])
    if found is None or problems:
        positions = key_positions(text)
        placed = []
        for problem in map(_at_home, problems):
            position = locate(positions, problem.path)
            placed.append(attrs.evolve(problem, line=position.line, column=position.column) if position else problem)
        raise _error(sorted(placed, key=lambda problem: problem.line or 0), file)
    return found


def _error(problems: Sequence[Problem], file: str | None) -> ConfigError:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    problems = [attrs.evolve(problem, file=file) for problem in problems]
    return ConfigError(f"{file or 'the round file'} cannot be used; {count}:", problems)


def _check_schema(found: object) -> list[Problem]:
    """Ask for the version from the start: without it, a later one could not tell what a file means."""
    path: Path = ("schema",)
    if found is None:
        suggestion = f"Write schema = {SCHEMA} as the first line of the file."
        return [Problem(message=MISSING, path=path, suggestion=suggestion)]
    if type(found) is not int or found < SCHEMA:
        return [Problem(message="is not a version of the format", path=path, found=bounded(found), allowed=str(SCHEMA))]
    if found == SCHEMA:
        return []
    message = "is a version of the format that this kkrconsult does not know"
    suggestion = "The file was made for a newer kkrconsult: upgrade it."
    return [Problem(message=message, path=path, found=bounded(found), allowed=str(SCHEMA), suggestion=suggestion)]


def _read(data: Mapping[str, object], known: Known, *, allow_local_plugins: bool) -> tuple[Round | None, list[Problem]]:
    """Take a file step by step, each with what the one before could make out."""
    salvage = Salvage()
    file = salvage.read(RoundFile, {**data, "schema": SCHEMA})
    problems = salvage.problems
    times = read_times(file, data.get("round"), problems)
    problems += check_area(file.round.region, ("round", "region"))
    participants, sure = _participants(file, data, times, salvage)
    if not sure:
        salvage.lost.add("participants")
    problems += [
        unknown_plugin("validators", name, ("demands", index, "validators", place), known)
        for index, demand in enumerate(file.demands)
        for place, name in enumerate(demand.validators)
        if name not in known.validators and not known.leaves_out("validators", name)
    ]
    settings = {section: plain_settings(getattr(file, section)) for section in SECTIONS}
    for section, tables in settings.items():
        problems += check_settings(section, tables, known)
    problems += [
        Problem(
            message="says that nothing is decided",
            path=("assessment", "labels", field, language),
            found=bounded(text),
            suggestion="Use another word for the disposition.",
        )
        for field, language, text in file.assessment.labels.texts()
        if says_open(text)
    ]
    problems += local_problems(file.plugins.local, allowed=allow_local_plugins)
    result = None
    try:
        result = _round(file, times, participants, Settings(**settings))
    except DataError as error:
        problems += [
            attrs.evolve(problem, path=("round", *problem.path)) if problem.path[0] in _ROUND else problem
            for problem in error.problems
            if not salvage.lost & _LEADS_TO.get(problem.path[0], frozenset())
        ]
    return result, [problem for problem in problems if not salvage.is_stand_in(problem)]


def _participants(
    file: RoundFile, data: Mapping[str, object], times: Times, salvage: Salvage
) -> tuple[tuple[Participant, ...], bool]:
    lost = "participants" in salvage.lost
    if not isinstance(file.participants, ParticipantsTable):
        return file.participants, not lost
    raw = data.get("round")
    # A time that stands there and could not be read has been reported; a day is not missing as well.
    lost = lost or (times.day is None and isinstance(raw, Mapping) and not raw.keys().isdisjoint({"opens", "deadline"}))
    return resolve_participants(file.participants, times.day, salvage.problems, lost=lost)


def _round(file: RoundFile, times: Times, participants: tuple[Participant, ...], settings: Settings) -> Round:
    table = file.round
    return Round(
        id=table.id,
        title=table.title,
        deadline=times.deadline,
        opens=times.opens,
        timezone=table.timezone,
        region=table.region,
        area=table.area,
        areas=file.areas,
        organiser=table.organiser,
        case_number=table.case_number,
        contact=table.contact,
        background=table.background,
        purpose=table.purpose,
        draft=table.draft,
        concluded_on=table.concluded_on,
        day_count=table.day_count,
        new_themes=table.new_themes,
        track_candidate_from=table.track_candidate_from,
        tracks=file.tracks,
        materials=file.materials,
        milestones=file.milestones,
        participants=participants,
        extensions=times.extensions,
        demands=file.demands,
        themes=file.themes,
        assessment=file.assessment,
        outcome=file.outcome,
        sources=file.sources,
        unknowns=file.unknowns,
        settings=settings,
    )


def _at_home(problem: Problem) -> Problem:
    """Say where a key belongs that stands in the wrong table: what follows a header is part of its table."""
    if problem.message != UNKNOWN_KEY or problem.suggestion is not None or problem.path[0] in SECTIONS:
        return problem
    key = problem.path[-1]
    if key in _ROUND:
        return attrs.evolve(problem, suggestion="It belongs under [round].")
    if key in _TOP:
        return attrs.evolve(
            problem, suggestion="It belongs outside of this table: before the first [table] of the file."
        )
    return problem
