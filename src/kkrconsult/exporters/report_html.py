"""The overview of a round as one page: to look at, to search in, and to forward.

One file that fetches nothing: who answered (as a map of tiles), when, on what, with which themes, how it was handled,
how long the answers are, and every point with what became of it. Without scripts it says all that it says with them; a
small script adds filters. Charts need the extra ``charts``; without it their numbers stand as tables.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import attrs

from kkrconsult.assessment import identity_lines
from kkrconsult.charts import CHARTS, LIGHT, Chart
from kkrconsult.errors import MissingExtraError
from kkrconsult.exporters import _notat_words
from kkrconsult.exporters._languages import check_language
from kkrconsult.exporters._overview.head import callouts, facts, figures
from kkrconsult.exporters._overview.parties import Parties, parties
from kkrconsult.exporters._overview.points import points
from kkrconsult.exporters._overview.sections import findings, reservations, theme_cards
from kkrconsult.exporters._overview.words import Words, short
from kkrconsult.plugins import ExporterSpec
from kkrconsult.rendering.pages import environment, policy, stylesheet
from kkrconsult.report import Audience, Report

__all__ = ["SPEC", "Options", "write"]

_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
# Drawn narrower than shown, so that letters are as large as small print on the page.
_WIDE, _NARROW = 130.0, 74.0
_MANY = 300


@attrs.frozen(kw_only=True)
class Options:
    """How the page is to be."""

    language: str = "da"
    """Language of headings and fixed words: ``da`` or ``en``."""
    most_text: int = attrs.field(default=2_000_000, validator=attrs.validators.ge(0))
    """How many characters of points the page may hold. Where there are more, the longest are cut, and the page says so:
    a page of many millions can hardly be opened."""

    def __attrs_post_init__(self) -> None:
        check_language(self, self.language)


@attrs.frozen(kw_only=True)
class Drawn:
    """A chart with its drawings, as HTML; none where it could not be drawn."""

    chart: Chart
    """What it says."""
    wide: Any = None
    """For screens and paper."""
    narrow: Any = None
    """For telephones."""


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write the page.

    Raises:
        MissingExtraError: Jinja is not installed.
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    sink.write(_template().render(_values(report, options)).encode("utf-8", "replace"))


@functools.cache
def _template() -> Any:
    """The template of this page, in the environment of all pages."""
    shared: Any = environment()
    import jinja2

    own = jinja2.DictLoader({"page.html.j2": _file("page.html.j2")})
    return shared.overlay(loader=jinja2.ChoiceLoader([own, shared.loader])).get_template("page.html.j2")


def _file(name: str) -> str:
    return (importlib.resources.files("kkrconsult.exporters._overview") / name).read_text(encoding="utf-8")


def _values(report: Report, options: Options) -> dict[str, Any]:
    import markupsafe

    words = Words(report, options.language)
    names = _notat_words.Names(report, _notat_words.Words(options.language))
    found = points(report, words, names, options.most_text)
    everybody = parties(report, words, names)
    charts = {name: chart for name, make in CHARTS.items() if (chart := make(report, options.language)) is not None}
    drawn = dict(_drawn(charts))
    could = all(one.wide is not None for one in drawn.values())
    style = "\n".join([stylesheet(), _palette(), _COMMENT.sub("", _file("page.css")).strip(), _places(everybody)])
    script = _COMMENT.sub("", _file("page.js")).strip()
    return {
        "word": words,
        "language": options.language,
        "title": short(report.round.title.in_language(options.language), 300),
        "organiser": short(report.round.organiser or ""),
        "facts": facts(report, words),
        "top": tuple(callouts(report, words, drawn=could, cut=found.cut)),
        "figures": figures(report, words),
        "parties": everybody,
        "charts": drawn,
        "points": found,
        "empty": not sum(report.participation.by_standing.values()),
        "many": found.total > _MANY,
        "themes": theme_cards(report, words, names, found.links),
        "reservations": reservations(report, words, names),
        "accounts": identity_lines(report.accounting, options.language),
        "findings": findings(report, words, names),
        "internal": report.audience is Audience.INTERNAL,
        "errors": report.severities.get("error", 0),
        "style": markupsafe.Markup(style),  # noqa: S704 - our own style sheets, and numbers
        "script": markupsafe.Markup(script),  # noqa: S704 - our own script
        "policy": policy([style], [script]),
    }


def _drawn(charts: dict[str, Chart]) -> Iterator[tuple[str, Drawn]]:
    import markupsafe

    for name, chart in charts.items():
        try:
            wide, narrow = chart.inline(f"{name}-w", _WIDE), chart.inline(f"{name}-n", _NARROW)
        except MissingExtraError:
            yield name, Drawn(chart=chart)
        else:
            # Drawn by ourselves; texts in it were escaped when it was written.
            yield name, Drawn(chart=chart, wide=markupsafe.Markup(wide), narrow=markupsafe.Markup(narrow))  # noqa: S704


def _palette() -> str:
    """The colours of charts on white; page.css has those for the dark."""
    return ":root{" + "".join(f"--chart-{name}:{colour};" for name, colour in LIGHT.items()) + "}"


def _places(found: Parties) -> str:
    """Styles for the places of tiles: the policy allows none in attributes."""
    columns = "".join(f".x{number}{{grid-column:{number}}}" for number in range(1, found.columns + 1))
    rows = "".join(f".y{number}{{grid-row:{number}}}" for number in range(1, found.height + 1))
    return f".map{{--columns:{max(found.columns, 1)}}}{columns}{rows}"


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="report-html",
    suffix=".html",
    media_type="text/html",
    options=Options,
    write=write,
    summary={
        "da": "Overblik over høringen på én side: hvem der svarede, hvornår og hvad, med kort, figurer og søgning.",
        "en": "Overview of the round on one page: who answered, when and what, with a map, charts and search.",
    },
)
"""The overview page."""
