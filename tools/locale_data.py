"""Write how each language writes dates, numbers and lists into the package, out of Babel's copy of the Unicode CLDR.

Run it, with Babel installed, after a change here or when a test says that a newer CLDR differs::

    python tools/locale_data.py

A further language is one more line in `LANGUAGES`. A locale that does what the package cannot do is refused.
"""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any, NamedTuple

import babel
import babel.core
import babel.dates

TARGET = Path(__file__).parents[1] / "src" / "kkrconsult" / "danish" / "locales.json"
FIELDS = {"d", "dd", "M", "MM", "MMMM", "y", "H", "HH", "mm", "ss"}
"""The fields of date patterns that the package fills in."""


class Language(NamedTuple):
    """A language, and what CLDR leaves to us, or Babel does not hand on."""

    code: str
    """Its code in round files and on the command line; also the name of its catalogue."""
    cldr: str
    """The locale in CLDR."""
    order: str = "root"
    """Alphabetical order: ``root``, or ``danish``. Babel has none of CLDR's."""
    moment: str | None = None
    """How ``{date}`` and ``{time}`` of an event are put together (CLDR's "atTime", which Babel leaves out); None for
    CLDR's standard way."""


LANGUAGES = (
    Language("da", "da", order="danish", moment="{date} kl. {time}"),
    Language("en", "en_GB", moment="{date} at {time}"),
)
"""The languages of the package; Danish first."""


def pattern(cldr: str) -> str:
    """A date or time pattern of CLDR as a template: ``d. MMMM y`` is ``{d}. {MMMM} {y}``.

    Raises:
        ValueError: It has a field that the package does not fill in.
    """
    parts = []
    tokens: list[tuple[str, Any]] = babel.dates.tokenize_pattern(cldr)
    for kind, value in tokens:
        if kind == "chars":
            parts.append(value.replace("{", "{{").replace("}", "}}"))
            continue
        letter, number = value
        field = letter * number
        if field not in FIELDS:
            raise ValueError(f"kkrconsult does not write the field {field} of {cldr!r}")
        parts.append(f"{{{field}}}")
    return "".join(parts)


def between(cldr: str) -> str:
    """What stands between the two parts of a list pattern: ``{0} og {1}`` has `` og ``.

    Raises:
        ValueError: Something stands before or after them too.
    """
    if not (cldr.startswith("{0}") and cldr.endswith("{1}")):
        raise ValueError(f"kkrconsult cannot write lists as {cldr!r}")
    return cldr[3:-3]


def describe(language: Language) -> dict[str, Any]:
    """What the package knows about a language: the fields of its class ``Locale``.

    Raises:
        ValueError: The locale has a way of writing that the package does not.
    """
    locale = babel.Locale.parse(language.cldr)
    if locale.default_numbering_system != "latn" or locale.decimal_formats[None].grouping != (3, 3):
        raise ValueError(f"kkrconsult cannot write the numbers of {language.cldr}")
    joined = str(locale.datetime_formats["long"]).replace("{1}", "{date}").replace("{0}", "{time}")
    moment = language.moment or joined
    if sorted(name for _, name, _, _ in string.Formatter().parse(moment) if name) != ["date", "time"]:
        raise ValueError(f"a moment needs a date and a time: {moment!r}")
    lists, signs = locale.list_patterns["standard"], locale.number_symbols["latn"]
    return {
        "cldr": language.cldr,
        "months": [locale.months["format"]["wide"][number] for number in range(1, 13)],
        "weekdays": [locale.days["format"]["wide"][number] for number in range(7)],
        "date": pattern(locale.date_formats["long"].pattern),
        "time": pattern(locale.time_formats["short"].pattern),
        "time_with_seconds": pattern(locale.time_formats["medium"].pattern),
        "moment": moment,
        "list_pair": between(lists["2"]),
        "list_start": between(lists["start"]),
        "list_middle": between(lists["middle"]),
        "list_end": between(lists["end"]),
        "decimal": signs["decimal"],
        "group": signs["group"],
        "minus": signs["minusSign"],
        "infinity": signs["infinity"],
        "nan": signs["nan"],
        "order": language.order,
    }


def data() -> dict[str, Any]:
    """Everything that stands in the file."""
    return {
        "cldr": babel.core.get_cldr_version(),
        "languages": {language.code: describe(language) for language in LANGUAGES},
    }


def text() -> str:
    """The file, as it must be."""
    return json.dumps(data(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
