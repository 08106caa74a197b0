"""The text of a new round file, with comments that lead a newcomer through it."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import string
from collections.abc import Iterator

import attrs

from kkrconsult.calendar_ import next_working_day
from kkrconsult.config._known import Known
from kkrconsult.config._participants import check_area
from kkrconsult.config._writer import toml_key, toml_value
from kkrconsult.errors import ConfigError, Problem, bounded
from kkrconsult.municipalities import ALL, kkrs, members, regions
from kkrconsult.structure import encode

__all__ = ["STARTER_LANGUAGES", "default_text", "new_round_file"]

STARTER_LANGUAGES = ("da", "en")
"""The languages in which a new file is there."""

_PERIOD = dt.timedelta(weeks=6)
_EXTENSION = dt.timedelta(weeks=2)
_REFORM = {
    "da": "\n# Efter {day} er det ikke oplyst, hvad der sker med {name}: efterse listen med kkrconsult show.",
    "en": "\n# What becomes of {name} after {day} is not known: look through the list with kkrconsult show.",
}
_ORGANISER = {"da": "KL", "en": "KL"}


def new_round_file(region: str, *, today: dt.date, language: str = "da", known: Known | None = None) -> str:
    """Write a starter round file, which can be read as it is.

    Args:
        region: Id of the KKR, such as ``midtjylland``, or another of `kkrconsult.municipalities.areas`.
        today: The day on which the round is to open; the deadline is put six weeks later, at noon.
        language: ``da`` or ``en``: the language of the comments and of the texts to fill in.
        known: The validators that there are, to be listed with their options as they are by default.

    Returns:
        The text.

    Raises:
        ConfigError: No such region, or no such language.
    """
    problems = check_area(region, ("region",))
    if language not in STARTER_LANGUAGES:
        allowed = ", ".join(STARTER_LANGUAGES)
        problems.append(
            Problem(
                message="is not a language of new files",
                path=("language",),
                found=bounded(language),
                allowed=allowed,
            )
        )
    if problems:
        raise ConfigError("a new round file cannot be written:", problems)
    # An area that a reform makes opens with the reform: a file with no parties would not load.
    today = max(today, _first_day(region))
    deadline = next_working_day(today + _PERIOD)
    name, reform = _area(region, today, language)
    parties = members(region, today) or members(ALL, today)
    template = (
        importlib.resources.files(__name__.rpartition(".")[0])
        .joinpath(f"starter-{language}.toml")
        .read_text(encoding="utf-8")
    )
    return string.Template(template).substitute(
        id=f"{region}-{'hoering' if language == 'da' else 'consultation'}-{today.year}",
        region=region,
        area_name=name,
        organiser=_ORGANISER[language] if region == ALL else name,
        opens=today.isoformat(),
        deadline=deadline.isoformat(),
        extended=next_working_day(deadline + _EXTENSION).isoformat(),
        example=parties[0].id,
        reform=reform,
        validators="\n".join(_validators(known or Known(), language)),
    )


def _first_day(region: str) -> dt.date:
    """The first day on which an area has municipalities."""
    days = {area.id: area.first for area in regions()} | {area.id: area.first for area in kkrs()}
    return days.get(region, dt.date.min)


def _area(region: str, today: dt.date, language: str) -> tuple[str, str]:
    """The name of an area, and a remark where it is not sure to be there on the day."""
    for kkr in kkrs():
        if kkr.id == region:
            name = kkr.name.in_language("da")
            sure = kkr.known_until is None or today <= kkr.known_until
            return name, "" if sure else _REFORM[language].format(day=kkr.known_until, name=name)
    names = {area.id: area.name.in_language(language) for area in regions()}
    return names.get(region, {"da": "hele Danmark", "en": "all of Denmark"}[language]), ""


def _validators(known: Known, language: str) -> Iterator[str]:
    for name, plugin in sorted(known.validators.items()):
        yield ""
        if language in plugin.summary:
            yield f"# {' '.join(plugin.summary[language].split())}"
        options = [field for cls in plugin.options for field in attrs.fields(cls) if field.init]
        # One that has to be told something first stays out until somebody does.
        out = "# " if any(field.default is attrs.NOTHING for field in options) else ""
        yield f"{out}[validators.{toml_key(name)}]"
        yield f"{out}enabled = {toml_value(plugin.enabled)}"
        for field in options:
            yield f"# {toml_key(field.alias or field.name)} = {default_text(field)}"


def default_text(field: attrs.Attribute[object]) -> str:
    """The default of an option as it stands in a round file; … where it has none, or is not set."""
    default = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = None if default.takes_self else default.factory()  # type: ignore[attr-defined]
    # TOML has no null: an option that is not set is a key that is not there.
    return "…" if default is None or default is attrs.NOTHING else toml_value(encode(default))
