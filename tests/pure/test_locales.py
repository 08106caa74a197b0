"""Dates, numbers and lists are written as the Unicode CLDR says; Babel, which has its data, is the witness."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import NamedTuple

import babel
import babel.core
import babel.dates
import babel.lists
import babel.numbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tools import locale_data

from kkrconsult.danish import (
    _locales,
    collation_key,
    format_date,
    format_moment,
    format_number,
    join_names,
    weekday_name,
    written_languages,
)
from kkrconsult.danish._locales import Locale, known_locales, read_locales

PACKAGED = importlib.resources.files("kkrconsult.danish") / locale_data.TARGET.name
LANGUAGES = [(language.code, language.cldr) for language in locale_data.LANGUAGES]
SOME_DAYS = st.dates(min_value=date(1000, 1, 1))
AT_NIGHT = datetime(2021, 1, 5, 0, 7, 9, tzinfo=UTC)


class TestThePackagedData:
    def test_are_what_babel_gives(self) -> None:
        # If this fails with a newer Babel, run tools/locale_data.py and look at what has changed.
        packaged = PACKAGED.read_text(encoding="utf-8")
        assert json.loads(packaged)["languages"] == locale_data.data()["languages"]
        if json.loads(packaged)["cldr"] == babel.core.get_cldr_version():
            assert packaged == locale_data.text()

    def test_are_the_ones_that_are_used(self) -> None:
        assert known_locales() == read_locales(locale_data.data())

    def test_are_there_for_every_language_of_the_script(self) -> None:
        assert written_languages() == tuple(code for code, _ in LANGUAGES)

    def test_cannot_be_changed_by_chance(self) -> None:
        with pytest.raises(TypeError):
            known_locales()["da"] = known_locales()["en"]  # type: ignore[index]


@pytest.mark.parametrize(("lang", "cldr"), LANGUAGES)
class TestBabelWritesTheSame:
    @given(day=SOME_DAYS)
    def test_date(self, lang: str, cldr: str, day: date) -> None:
        assert format_date(day, lang) == babel.dates.format_date(day, "long", locale=cldr)

    @given(day=SOME_DAYS)
    def test_weekday(self, lang: str, cldr: str, day: date) -> None:
        assert weekday_name(day, lang) == babel.dates.format_date(day, "EEEE", locale=cldr)

    @given(day=SOME_DAYS, clock=st.times())
    def test_time(self, lang: str, cldr: str, day: date, clock: time) -> None:
        written = format_moment(datetime.combine(day, clock), lang)
        form = "medium" if clock.second else "short"
        assert written.endswith(babel.dates.format_time(clock, form, locale=cldr))
        assert written.startswith(format_date(day, lang))

    @given(names=st.lists(st.text()))
    def test_list(self, lang: str, cldr: str, names: list[str]) -> None:
        # Babel fills its patterns one into the other, so that braces of a name would become fields.
        assume(not any("{" in name or "}" in name for name in names))
        assert join_names(names, lang) == babel.lists.format_list(names, locale=cldr)

    @given(
        value=st.one_of(
            st.integers(-(10**14), 10**14), st.floats(-1e14, 1e14), st.decimals(-(10**14), 10**14, places=3)
        ),
        decimals=st.integers(0, 4),
        keep_zeros=st.booleans(),
    )
    def test_number(self, lang: str, cldr: str, value: float | Decimal, decimals: int, keep_zeros: bool) -> None:
        places = ("0" if keep_zeros else "#") * decimals
        theirs = babel.numbers.format_decimal(value, f"#,##0.{places}" if places else "#,##0", locale=cldr)
        ours = format_number(value, lang, decimals, keep_zeros=keep_zeros)
        # Nothing is less than nothing: there we differ.
        assert ours == (theirs if theirs.strip("-0.,") else theirs.removeprefix("-"))


class TestAMomentAsAnEvent:
    def test_icu_writes_the_same(self) -> None:
        # Babel has not the form of CLDR that joins a date and the time of an event; ICU has.
        icu = pytest.importorskip("icu", reason="PyICU needs ICU itself", exc_type=ImportError)
        for lang, cldr in LANGUAGES:
            style = icu.DateFormat.createDateTimeInstance(icu.DateFormat.LONG, icu.DateFormat.SHORT, icu.Locale(cldr))
            style.setTimeZone(icu.TimeZone.createTimeZone("UTC"))
            moment = AT_NIGHT.replace(second=0)
            assert format_moment(moment, lang) == style.format(moment.timestamp())


class Further(NamedTuple):
    """A language that the package has not, and what it would write."""

    line: locale_data.Language
    moment: str
    names: str
    number: str


FURTHER = [
    Further(
        locale_data.Language("de", "de", moment="{date} um {time}"),
        "5. Januar 2021 um 00:07:09", "Ærø, Lolland und Åbo", "12.345,68",
    ),
    Further(
        locale_data.Language("sv", "sv", moment="{date} kl. {time}"),
        "5 januari 2021 kl. 00:07:09", "Ærø, Lolland och Åbo", "12\N{NO-BREAK SPACE}345,68",
    ),
    Further(
        locale_data.Language("kl", "kl", order="danish"),
        "05 januaarip 2021 00.07.09", "Ærø, Lolland aamma Åbo", "12.345,68",
    ),
    Further(
        locale_data.Language("fi", "fi"),
        "5. tammikuuta 2021 0.07.09", "Ærø, Lolland ja Åbo", "12\N{NO-BREAK SPACE}345,68",
    ),
    Further(
        locale_data.Language("pl", "pl"),
        "5 stycznia 2021 00:07:09", "Ærø, Lolland i Åbo", "12\N{NO-BREAK SPACE}345,68",
    ),
]  # fmt: skip


@pytest.fixture
def more_languages(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Locale]:
    lines = (*locale_data.LANGUAGES, *(further.line for further in FURTHER))
    monkeypatch.setattr(locale_data, "LANGUAGES", lines)
    locales = read_locales(json.loads(locale_data.text()))
    monkeypatch.setattr(_locales, "known_locales", lambda: locales)
    return locales


@pytest.mark.usefixtures("more_languages")
class TestAFurtherLanguage:
    """One more line in the script is all that dates, numbers and lists need."""

    def test_is_among_the_languages(self) -> None:
        assert written_languages() == ("da", "en", "de", "sv", "kl", "fi", "pl")

    @pytest.mark.parametrize("further", FURTHER, ids=lambda further: further.line.code)
    def test_is_written_as_its_readers_do(self, further: Further) -> None:
        lang = further.line.code
        assert format_moment(AT_NIGHT, lang) == further.moment
        assert join_names(["Ærø", "Lolland", "Åbo"], lang) == further.names
        assert format_number(12345.678, lang) == further.number

    @pytest.mark.parametrize(("lang", "first"), [("kl", "Zebra"), ("de", "Åbo")])
    def test_has_the_alphabetical_order_that_its_line_names(self, lang: str, first: str) -> None:
        assert min(["Zebra", "Åbo"], key=lambda name: collation_key(name, lang)) == first


class TestTheScript:
    def test_keeps_what_is_text_in_a_pattern(self) -> None:
        assert locale_data.pattern("d. MMMM y") == "{d}. {MMMM} {y}"
        assert locale_data.pattern("d 'de' MMMM '{'y'}'") == "{d} de {MMMM} {{{y}}}"

    def test_refuses_a_field_that_the_package_cannot_write(self) -> None:
        with pytest.raises(ValueError, match=r"does not write the field h of 'h:mm"):
            locale_data.describe(locale_data.Language("us", "en_US"))

    def test_refuses_numbers_that_the_package_cannot_write(self) -> None:
        for cldr in ("hi", "fa"):
            with pytest.raises(ValueError, match=f"cannot write the numbers of {cldr}"):
                locale_data.describe(locale_data.Language(cldr, cldr))

    def test_refuses_a_list_with_something_around_it(self) -> None:
        with pytest.raises(ValueError, match="cannot write lists as"):
            locale_data.between("both {0} and {1}")

    def test_refuses_a_moment_without_its_time(self) -> None:
        with pytest.raises(ValueError, match="needs a date and a time"):
            locale_data.describe(locale_data.Language("de", "de", moment="{date}"))
