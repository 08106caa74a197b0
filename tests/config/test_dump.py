"""A round is written as a file that makes the same round again."""

from __future__ import annotations

import datetime as dt
import tomllib
import zoneinfo
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.config.known import KNOWN, parse
from tests.strategies import deadlines, instances, texts

from kkrconsult.calendar_ import LocalTimeError, end_of_day, resolve_local
from kkrconsult.config import dump_plugins, dump_round, dump_themes
from kkrconsult.config._writer import toml_value, write_toml
from kkrconsult.errors import DataError
from kkrconsult.jsonio import from_json, to_json
from kkrconsult.model import Deadline, Extension, Outcome, Participant, Round, Settings, ThemeDecision, localized
from kkrconsult.municipalities import areas
from kkrconsult.structure import FrozenMap

TITLE = localized(da="Prøve")


def _settings() -> st.SearchStrategy[Settings]:
    """Tables that the known plugins take, and any data in one that is switched off."""
    inner = st.recursive(
        st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts(),
        lambda leaf: st.lists(leaf, max_size=2).map(tuple) | st.dictionaries(texts(), leaf, max_size=2).map(FrozenMap),
        max_leaves=5,
    )
    free = st.dictionaries(texts(), inner, max_size=3).map(FrozenMap)
    pages = FrozenMap({"maximum": 3, "severity": FrozenMap({"pages.too-many": "info"})})
    validators = st.fixed_dictionaries({}, optional={"near-duplicate": free, "page-limit": st.just(pages)})
    columns = st.dictionaries(texts(), texts(), max_size=2).map(lambda found: FrozenMap({"columns": FrozenMap(found)}))
    exporters = st.fixed_dictionaries({}, optional={"hoeringsnotat": columns})
    return st.builds(Settings, validators=validators.map(FrozenMap), exporters=exporters.map(FrozenMap))


def _end(deadline: Deadline) -> dt.datetime:
    if deadline.time is None:
        return end_of_day(deadline.day, deadline.timezone)
    return resolve_local(dt.datetime.combine(deadline.day, deadline.time), deadline.timezone)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Rounds of every kind, as far as a file may say them: times that exist, names that are known."""
    found: Round = draw(instances(Round))
    deadline = draw(st.none() | deadlines())
    extensions = [attrs.evolve(item, deadline=draw(deadlines())) for item in found.extensions]
    validators = st.lists(st.sampled_from(sorted(KNOWN.validators)), max_size=2).map(tuple)
    try:
        ends = [_end(item) for item in (deadline, *(item.deadline for item in extensions)) if item]
    except LocalTimeError:
        assume(False)
        raise
    if deadline and found.opens:
        assume(found.opens < ends[0])
    if found.opens:
        assume(2 < found.opens.year < 9998)
    return attrs.evolve(
        found,
        deadline=deadline,
        extensions=tuple(extensions),
        region=draw(st.none() | st.sampled_from(areas())),
        demands=tuple(attrs.evolve(item, validators=draw(validators)) for item in found.demands),
        settings=draw(_settings()),
    )


class TestARound:
    @given(rounds())
    @settings(max_examples=50)
    def test_comes_back_from_its_file_as_it_was(self, round_: Round) -> None:
        text = dump_round(round_)
        found = parse(text)
        assert found == round_
        assert dump_round(found) == text

    @given(rounds())
    @settings(max_examples=20)
    def test_comes_back_from_its_json_as_the_file_gave_it(self, round_: Round) -> None:
        found = parse(dump_round(round_))
        assert from_json(Round, to_json(found)) == found

    def test_is_written_without_what_is_as_it_is_by_default(self) -> None:
        assert dump_round(Round(id="a", title=TITLE)) == 'schema = 1\n\n[round]\nid = "a"\ntitle = "Prøve"\n'

    @pytest.mark.parametrize(
        ("opens", "zone", "written"),
        [
            (
                dt.datetime(2020, 10, 1, 8, tzinfo=zoneinfo.ZoneInfo("Europe/Copenhagen")),
                "Europe/Copenhagen",
                "08:00:00",
            ),
            (dt.datetime(2020, 10, 1, 8, tzinfo=dt.UTC), "Europe/Copenhagen", "10:00:00"),
            # The hour that comes twice, where local time is not enough.
            (dt.datetime(2020, 10, 25, 0, 30, tzinfo=dt.UTC), "Europe/Copenhagen", "02:30:00+02:00"),
            (dt.datetime(2020, 10, 25, 1, 30, tzinfo=dt.UTC), "Europe/Copenhagen", "02:30:00+01:00"),
            # A zone that is not there; TOML has no seconds in offsets.
            (dt.datetime(2020, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))), "Mars", "00:00:00+01:00"),
            (dt.datetime(2020, 1, 1, tzinfo=dt.timezone(dt.timedelta(seconds=20))), "Mars", "23:59:40+00:00"),
        ],
    )
    def test_opens_in_local_time_where_that_says_it(self, opens: dt.datetime, zone: str, written: str) -> None:
        text = dump_round(Round(id="a", title=TITLE, opens=opens, timezone=zone))
        assert f"T{written}\n" in text

    def test_an_extension_says_only_how_it_differs_from_the_deadline(self) -> None:
        usual = Deadline(day=dt.date(2020, 12, 15), grace_minutes=5)
        later = attrs.evolve(usual, day=dt.date(2020, 12, 20))
        other = attrs.evolve(later, grace_minutes=0, timezone="UTC")
        extensions = (Extension(deadline=later, granted_by="Formanden"), Extension(deadline=other))
        text = dump_round(Round(id="a", title=TITLE, deadline=usual, extensions=extensions))
        assert tomllib.loads(text)["extensions"] == [
            {"deadline": dt.date(2020, 12, 20), "granted_by": "Formanden"},
            {"deadline": dt.date(2020, 12, 20), "grace_minutes": 0, "timezone": "UTC"},
        ]

    def test_an_extension_of_a_round_without_deadline_is_written_too(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 20), grace_minutes=3))
        round_ = Round(id="a", title=TITLE, extensions=(extension,), timezone="UTC")
        assert parse(dump_round(round_)) == round_

    def test_an_outcome_of_which_nothing_is_known_is_still_one(self) -> None:
        round_ = Round(id="a", title=TITLE, outcome=Outcome(), unknowns=(localized(da="Alt", en="All"),))
        assert parse(dump_round(round_)) == round_

    def test_parties_are_written_out_with_their_kind_where_it_is_not_the_usual(self) -> None:
        round_ = Round(id="a", title=TITLE, participants=(Participant(id="b", name="B"),))
        assert '[[participants]]\nid = "b"\nname = "B"\n' in dump_round(round_)

    def test_settings_that_toml_cannot_hold_are_refused_with_their_place(self) -> None:
        table = FrozenMap({"a": (1, FrozenMap({"b": None}))})
        round_ = Round(id="a", title=TITLE, settings=Settings(validators=FrozenMap({"near-duplicate": table})))
        with pytest.raises(DataError, match=r"validators\.near-duplicate\.a\[1\]\.b: has no form in TOML; found None"):
            dump_round(round_)


def _documents() -> st.SearchStrategy[dict[str, Any]]:
    scalars = (
        st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts(max_size=200)
        | st.dates()
        | st.times()
        | st.datetimes()
    )
    return st.dictionaries(
        texts(),
        st.recursive(
            scalars,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
            max_leaves=12,
        ),
        max_size=4,
    )


class TestTheWriter:
    @given(_documents())
    def test_any_document_comes_back_as_it_was(self, document: dict[str, Any]) -> None:
        assert tomllib.loads(write_toml(document)) == document

    def test_nothing_is_written_for_nothing(self) -> None:
        assert write_toml({}) == ""

    def test_a_text_of_several_lines_is_written_as_such(self) -> None:
        assert write_toml({"a": 'x\n"""y\\'}) == 'a = """\nx\n\\"\\"\\"y\\\\"""\n'

    def test_a_long_list_is_written_line_by_line(self) -> None:
        assert write_toml({"a": ["x" * 60, "y" * 60]}) == f'a = [\n  "{"x" * 60}",\n  "{"y" * 60}",\n]\n'

    def test_a_table_of_tables_gets_a_header_for_each(self) -> None:
        assert write_toml({"v": {"a": {}, "b c": {"d": {}}}}) == '[v.a]\n\n[v."b c"]\nd = {}\n'

    @pytest.mark.parametrize("value", [None, float("nan"), float("inf"), {1}])
    def test_what_has_no_form_is_refused(self, value: object) -> None:
        with pytest.raises(DataError, match="has no form in TOML"):
            toml_value(value)


class TestPiecesOfAFile:
    def test_decisions_on_themes_are_tables_and_none_is_nothing(self) -> None:
        decision = ThemeDecision(title="Vand", titles=("Vandet",))
        assert tomllib.loads(dump_themes([decision]))["themes"] == [{"title": "Vand", "titles": ["Vandet"]}]
        assert dump_themes([]) == ""

    def test_own_python_files_are_named_and_none_is_nothing(self) -> None:
        assert tomllib.loads(dump_plugins(["regler.py"])) == {"plugins": {"local": ["regler.py"]}}
        assert dump_plugins([]) == ""
