"""A round file is read whole, or everything that is wrong in it is said at once."""

from __future__ import annotations

import datetime as dt
import tomllib
import zoneinfo
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.config.known import HEAD, KNOWN, mistakes, parse, round_of, told, with_lines

from kkrconsult.calendar_ import DayCount
from kkrconsult.config import _file, dump_round
from kkrconsult.config._salvage import Salvage
from kkrconsult.config._writer import write_toml
from kkrconsult.errors import ConfigError, DataError
from kkrconsult.model import Deadline, ParticipantKind, Round

CPH = zoneinfo.ZoneInfo("Europe/Copenhagen")

FULL = """\
schema = 1
unknowns = ["Hvem der svarede."]

[round]
id = "midtjylland-klima-2020"
region = "midtjylland"
area = "klima"
title = { da = "KKR Midtjyllands klimastrategi", en = "Climate strategy" }
opens = 2020-10-01T08:00:00
deadline = 2020-12-15T10:00:00
grace_minutes = 15
timezone = "Europe/Copenhagen"
organiser = "KKR Midtjylland"
case_number = "00.01.00P35-0101"
contact = { name = "Sekretariatet", email = "kkr@example.dk" }
background = "Konferencen blev aflyst."
purpose = "At samle kommunernes input."
draft = false
concluded_on = 2021-02-01
day_count = "inclusive"
new_themes = true

[[areas]]
id = "klima"
title = "Klima og miljø"

[[tracks]]
id = "dk2020"
title = "DK2020"
actors = [{ name = "Realdania" }]

[[materials]]
id = "talk"
title = "Oplæg"
kind = "talk"
tracks = ["dk2020"]
speakers = [{ name = "Inge Nilsson", organisation = "CONCITO" }]

[[milestones]]
id = "konference"
kind = "conference"
title = "Konference"
on = 2020-09-30
status = "cancelled"
replaced_by = ["talk"]

[participants]
region = "midtjylland"
exclude = ["samsoe"]
parties = ["region-midtjylland", "laesoe"]
contacts = { aarhus = "post@aarhus.example" }

[[participants.include]]
id = "midttrafik"
name = "Midttrafik"
kind = "company"

[participants.domains]
midttrafik = ["midttrafik.example"]

[[extensions]]
participants = ["aarhus"]
deadline = 2020-12-20
granted_by = "Formanden"
granted_on = 2020-12-10
reason = "Byrådets møde"

[[demands]]
id = "sider"
text = "1-2 A4-sider"
validators = ["page-limit"]

[outcome]
decided_on = 2021-02-01

[[sources]]
title = "kl.dk"

[validators.page-limit]
maximum = 3
severity = { "pages.too-many" = "warning" }

[exporters.hoeringsnotat]
columns = { assessment = "KKR's bemærkninger" }
template = "skabelon.docx"

[readers.csv]
delimiter = ","

[groupers.titles]
threshold = 1
"""


class TestAWholeFile:
    def test_becomes_a_round(self) -> None:
        found = round_of(FULL)
        assert found.id == "midtjylland-klima-2020"
        assert found.opens == dt.datetime(2020, 10, 1, 8, tzinfo=CPH)
        assert found.deadline == Deadline(day=dt.date(2020, 12, 15), time=dt.time(10), grace_minutes=15)
        assert found.day_count is DayCount.INCLUSIVE
        assert found.contact is not None
        assert found.contact.email == "kkr@example.dk"
        assert found.tracks[0].actors[0].name == "Realdania"
        assert found.unknowns[0].in_language("da") == "Hvem der svarede."
        assert found.outcome is not None
        assert found.settings.validators["page-limit"]["maximum"] == 3
        assert found.settings.exporters["hoeringsnotat"]["template"] == "skabelon.docx"

    def test_takes_the_parties_of_the_region_and_those_of_its_own(self) -> None:
        found = {party.id: party for party in round_of(FULL).participants}
        assert len(found) == 18 + 2 + 1
        assert list(found)[-1] == "midttrafik"  # the round's own come last
        assert list(found)[-2] == "aarhus"  # the others in Danish order
        assert "samsoe" not in found
        assert found["region-midtjylland"].kind is ParticipantKind.REGION
        assert found["aarhus"].contact is not None
        assert found["aarhus"].contact.email == "post@aarhus.example"
        assert found["midttrafik"].email_domains == ("midttrafik.example",)

    def test_an_extension_has_the_zone_and_grace_of_the_deadline(self) -> None:
        (extension,) = round_of(FULL).extensions
        assert extension.deadline == Deadline(day=dt.date(2020, 12, 20), grace_minutes=15)
        assert extension.granted_on == dt.date(2020, 12, 10)

    def test_every_part_of_a_round_has_its_place_in_a_file(self) -> None:
        names = {field.name for cls in (_file.RoundFile, _file.RoundTable) for field in attrs.fields(cls)}
        sections = {"settings"}  # validators, exporters, readers and groupers
        assert {field.name for field in attrs.fields(Round)} - names == sections

    def test_the_least_is_an_id_and_a_title(self) -> None:
        found = round_of('schema = 1\n[round]\nid = "x"\ntitle = "X"\n')
        assert (found.opens, found.deadline, found.participants) == (None, None, ())

    def test_a_byte_order_mark_does_no_harm(self) -> None:
        assert round_of("\ufeff" + HEAD).id == "prøve-2020"

    def test_windows_line_ends_do_no_harm(self) -> None:
        assert round_of(FULL.replace("\n", "\r\n")) == round_of(FULL)


TEN = """\
schema = 1
[round]
id = "ti-fejl"
titel = "Ti fejl"
region = "midtjyland"
opens = 2020-03-29T02:30:00
deadline = 2020-12-15T10:00:00+01:00
[[tracks]]
id = "dk2020"
title = "DK2020"
[[materials]]
id = "talk"
title = "Oplæg"
tracks = ["dk2021"]
[participants]
region = "midtjylland"
exclude = ["samsø"]
[validators.page-limit]
maximum = "to"
severity = { "pages.too-mny" = "warning" }
[validators.page-limits]
[exporters.hoeringsnotat]
colums = {}
"""


class TestAFileWithTenMistakes:
    def test_gives_ten_messages_each_with_its_line(self) -> None:
        found = mistakes(TEN)
        assert [(problem.line, problem.path) for problem in found] == [
            (4, ("round", "titel")),
            (5, ("round", "region")),
            (6, ("round", "opens")),
            (7, ("round", "deadline")),
            (14, ("materials", 0, "tracks", 0)),
            (17, ("participants", "exclude", 0)),
            (19, ("validators", "page-limit", "maximum")),
            (20, ("validators", "page-limit", "severity", "pages.too-mny")),
            (21, ("validators", "page-limits")),
            (23, ("exporters", "hoeringsnotat", "colums")),
        ]
        assert len(found) == 10

    def test_says_what_may_have_been_meant(self) -> None:
        suggestions = {problem.line: problem.suggestion for problem in mistakes(TEN)}
        assert suggestions[4] == "Did you mean 'title'?"
        assert suggestions[5] == "Did you mean 'midtjylland'?"
        assert suggestions[14] == "Did you mean 'dk2020'?"
        assert suggestions[17] == "Did you mean 'samsoe'?"
        assert suggestions[21] == "Did you mean 'page-limit'?"
        assert suggestions[23] == "Did you mean 'columns'?"

    def test_names_file_and_count_first(self) -> None:
        with pytest.raises(
            ConfigError, match=r"^runde\.toml cannot be used; 10 problems:\n  runde\.toml:4:1: round\.titel"
        ):
            parse(TEN, file="runde.toml")
        with pytest.raises(ConfigError, match=r"^the round file cannot be used; 1 problem:\n  line 3"):
            parse("schema = 1\n\n[round]\n id = 'x'")


def one(text: str, **options: Any) -> str:
    """The only problem of a file."""
    (problem,) = told(text, **options)
    return problem


class TestToml:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("schema = 1\n[round\n", "2:7: not TOML: Expected ']' at the end of a table declaration; found '[round'"),
            ("schema = 1\nschema = 1", "not TOML: Cannot overwrite a value"),
            ("[a]\n[a]", "It stands first in line 1; keep one of them."),
            ("title = Klima", "Texts stand in quotation marks"),
            ('title = "Klima\nb = 1', "Is a closing quotation mark missing on this line?"),
            ('title = "C:\\ny\\k"', "Put texts with a backslash in 'single quotation marks'."),
            ("på = 1", "keys with æ, ø or å"),
            ("day = 2020-02-30", "There is no such day or time."),
            ("a = " + "[" * 5000, "nested too deeply"),
            ("a = " + "9" * 5000, "not TOML: Exceeds the limit"),
            ('a = "x\n' + "y" * 500 + '"', "not TOML"),
        ],
    )
    def test_what_is_not_toml_is_told_with_its_line_and_a_hint(self, text: str, message: str) -> None:
        assert message in one(text)
        assert len(one(text)) < 500

    def test_what_is_missing_at_the_end_is_told_with_the_last_line_that_has_something_on_it(self) -> None:
        (problem,) = mistakes("schema = 1\ntitle = '''abc\n\n\n")
        assert (problem.line, problem.column, problem.found) == (2, None, "\"title = '''abc\"")

    def test_a_long_message_of_the_parser_is_cut(self) -> None:
        (problem,) = mistakes("[" + "a" * 300 + "]\n[" + "a" * 300 + "]")
        assert problem.message.endswith("…")

    def test_nothing_at_all_lacks_what_a_file_must_have(self) -> None:
        assert told("") == [
            "schema: is missing. Write schema = 1 as the first line of the file.",
            "round: is missing",
        ]


class TestSchema:
    def test_a_missing_version_is_asked_for_beside_all_other_problems(self) -> None:
        assert [problem.path for problem in mistakes("[round]\nid = 'x'")] == [("schema",), ("round", "title")]

    def test_a_misspelt_version_is_one_mistake(self) -> None:
        assert one(HEAD.replace("schema", "shema")).startswith("1:1: shema: unknown key")

    def test_a_newer_version_is_the_only_thing_said(self) -> None:
        text = HEAD.replace("schema = 1", "schema = 2\nnew = 1")
        assert one(text).endswith("found 2; allowed: 1. The file was made for a newer kkrconsult: upgrade it.")

    @pytest.mark.parametrize("value", ["0", "true", "1.0", '"1"', "[1]"])
    def test_anything_else_is_no_version(self, value: str) -> None:
        assert "1:1: schema: is not a version of the format" in one(with_lines(HEAD, {"schema": value}))


class TestKeys:
    def test_a_misspelt_key_that_must_be_there_is_one_mistake(self) -> None:
        assert one(HEAD.replace("title", "titel")).endswith("Did you mean 'title'?")

    def test_a_key_of_the_round_in_the_wrong_table_is_sent_home(self) -> None:
        assert one(HEAD + "[[tracks]]\nid = 'a'\ntitle = 'A'\ntimezone = 'UTC'").endswith("It belongs under [round].")

    def test_a_key_that_stands_outside_of_tables_is_sent_before_them(self) -> None:
        assert one(HEAD + "unknowns = ['x']").endswith("before the first [table] of the file.")

    def test_a_key_like_no_other_gets_no_suggestion(self) -> None:
        assert not one(HEAD + "zzz = 1").endswith("?")

    def test_a_misspelt_list_of_tables_does_not_make_references_to_it_wrong(self) -> None:
        text = HEAD + "[[track]]\nid = 'a'\ntitle = 'A'\n[[materials]]\nid = 'm'\ntitle = 'M'\ntracks = ['a']"
        assert one(text).endswith("Did you mean 'tracks'?")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("tracks = 1", "tracks: must be a list; found 1"),
            ("tracks = [1]", "tracks[0]: must be a table; found 1"),
            ("outcome = 1", "outcome: must be a table; found 1"),
            ("participants = 'midtjylland'", "participants: must be a table; found 'midtjylland'"),
            ("validators = 1", "validators: must be a table; found 1"),
            ("validators = { page-limit = 1 }", "validators.page-limit: must be a table; found 1"),
            ("unknowns = ['']", "unknowns[0].da: must be text that is not empty; found ''"),
            ("plugins = { local = [1] }", "plugins.local[0]: must be text; found 1"),
        ],
    )
    def test_a_value_of_the_wrong_shape_is_told(self, text: str, message: str) -> None:
        assert one(HEAD.replace("schema = 1", f"schema = 1\n{text}")) == f"2:{self.column(text)}: {message}"

    @staticmethod
    def column(text: str) -> int:
        """Where the scan of lines finds the place: at a key, or where the first element of a list begins."""
        if "= [" in text:
            return text.index("[") + 2
        return text.index("page-limit") + 1 if "page-limit" in text else 1

    def test_all_that_a_class_refuses_is_told_not_only_the_first(self) -> None:
        party = "[[participants]]\nid = 'a b'\nname = ' '\ncode = '1'\ncvr = '2'"
        assert [problem.path[-1] for problem in mistakes(HEAD + party)] == ["id", "name", "code", "cvr"]

    def test_what_is_wrong_deep_inside_is_told_beside_what_is_wrong_around_it(self) -> None:
        text = HEAD + "[[materials]]\nid = 'm'\nspeakers = [{ name = '' }, { nam = 'x' }]\ntracks = ['nowhere']"
        assert [problem.path for problem in mistakes(text)] == [
            ("materials", 0, "title"),
            ("materials", 0, "speakers", 0, "name"),
            ("materials", 0, "speakers", 1, "nam"),
            ("materials", 0, "tracks", 0),
        ]

    def test_a_refused_field_that_may_be_absent_counts_as_absent(self) -> None:
        assert one(with_lines(HEAD, {"title": '"x"\ngrace_minutes = -1'})) == (
            "6:1: round.grace_minutes: must be 0 or more; found -1"
        )

    def test_a_missing_round_is_one_mistake(self) -> None:
        assert one("schema = 1") == "round: is missing"

    def test_a_round_that_is_no_table_is_one_mistake(self) -> None:
        assert one("schema = 1\nround = 1") == "2:1: round: must be a table; found 1"


class TestReferences:
    TRACK = "[[tracks]]\nid = 'a'\ntitle = 'A'\n"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[[extensions]]\ndeadline = 2021-01-01\nparticipants = ['aarhu']", "does not name a participant"),
            ("[[materials]]\nid = 'm'\ntitle = 'M'\ntracks = ['b']", "does not name a track"),
            ("[[milestones]]\nid = 'm'\nkind = 'sent'\ntitle = 'M'\nreplaced_by = ['b']", "does not name a milestone"),
            ("[[tracks]]\nid = 'a'\ntitle = 'B'", "tracks[1].id: has the id of another entry; found 'a'"),
            ("[[demands]]\nid = 'd'\ntext = 'D'\nvalidators = ['deadlin']", "Did you mean 'deadline'?"),
        ],
    )
    def test_one_that_leads_nowhere_is_told(self, text: str, message: str) -> None:
        assert message in one(f"{HEAD}[participants]\nregion = 'midtjylland'\n{self.TRACK}{text}")

    def test_the_area_is_one_of_those_listed(self) -> None:
        area = "area = 'trafk'\n[[areas]]\nid = 'trafik'\ntitle = 'Trafik'"
        assert one(HEAD + area) == (
            "8:1: round.area: does not name a mandate area of the round; found 'trafk'. Did you mean 'trafik'?"
        )

    def test_a_demand_may_name_a_validator_that_is_switched_off(self) -> None:
        round_of(f"{HEAD}[[demands]]\nid = 'd'\ntext = 'D'\nvalidators = ['near-duplicate']")

    @pytest.mark.parametrize(
        "text",
        [
            "[[tracks]]\nid = 'a b'\ntitle = 'A'\n[[materials]]\nid = 'm'\ntitle = 'M'\ntracks = ['a']",
            "[[tracks]]\nid = 1\ntitle = 'A'\n[[materials]]\nid = 'm'\ntitle = 'M'\ntracks = ['a']",
            "[[materials]]\nid = 'm'\ntitle = 'M'\ntracks = [1]",
            "[[demands]]\nid = 'd'\ntext = 'D'\nvalidators = [1]",
            "[[participants]]\nid = '?'\nname = 'A'\n[[extensions]]\ndeadline = 2021-01-01\nparticipants = ['a']",
            "[participants]\nregion = 'x'\n[[extensions]]\ndeadline = 2021-01-01\nparticipants = ['aarhus']",
            "[participants]\nregion = 1\nexclude = ['aarhus']\ncontacts = { skive = 'a@b.dk' }",
            "[participants]\nregoin = 'midtjylland'\nexclude = ['aarhus']",
            "[participants]\nparties = [1]",
            "[participants]\nregion = 'midtjylland'\nexclude = [1]",
            "[participants]\nregions = ['midtjylland', 1]",
        ],
    )
    def test_one_to_what_could_not_be_read_is_not_a_second_mistake(self, text: str) -> None:
        assert len(mistakes(HEAD + text)) == 1

    def test_a_title_that_cannot_be_read_hides_no_wrong_reference(self) -> None:
        text = "[[tracks]]\nid = 'a'\ntitle = 1\n[[materials]]\nid = 'm'\ntitle = 'M'\ntracks = ['b']"
        assert len(mistakes(HEAD + text)) == 2


class TestTimes:
    @pytest.mark.parametrize(
        ("value", "moment"),
        [
            ("2020-10-01", "2020-10-01T00:00:00+02:00"),
            ("2020-10-01T08:30:00", "2020-10-01T08:30:00+02:00"),
            ("2020-11-01 08:30:00", "2020-11-01T08:30:00+01:00"),
            ("2020-10-01T08:30:00Z", "2020-10-01T10:30:00+02:00"),
            ("2020-10-01T08:30:00-03:00", "2020-10-01T13:30:00+02:00"),
            ('"2020-10-01T08:30"', "2020-10-01T08:30:00+02:00"),
            ('"2020-10-01t08:30z"', "2020-10-01T10:30:00+02:00"),
            ('"2020-10-01"', "2020-10-01T00:00:00+02:00"),
        ],
    )
    def test_a_round_opens_in_local_time_or_at_a_moment(self, value: str, moment: str) -> None:
        found = round_of(with_lines(HEAD, {"opens": value})).opens
        assert found is not None
        assert found.isoformat() == moment

    def test_a_deadline_without_a_time_is_a_whole_day(self) -> None:
        assert round_of(with_lines(HEAD, {"deadline": "2020-12-15"})).deadline == Deadline(day=dt.date(2020, 12, 15))

    @pytest.mark.parametrize(
        "value", ["10:00:00", "1", "true", '"i morgen"', '"2020-02-30"', '"2020-12-15T25:00"', "[]"]
    )
    def test_anything_else_is_no_time(self, value: str) -> None:
        allowed = "allowed: such as 2020-12-15T10:00:00 or 2020-12-15"
        for key in ("deadline", "opens"):
            assert allowed in one(with_lines(HEAD, {key: value}))

    @pytest.mark.parametrize(
        ("key", "value", "message"),
        [
            ("deadline", "2021-03-28T02:30:00", "does not exist in Europe/Copenhagen"),
            ("deadline", "2020-10-25T02:30:00", "comes twice in Europe/Copenhagen"),
            ("opens", "2020-03-29T02:00:00", "does not exist"),
            ("opens", "2019-10-27T02:00:00", "comes twice"),
            ("deadline", "9999-12-31", "outside the years 1-9999"),
            ("opens", "0001-01-01T00:00:00+14:00", "outside the years 1-9999"),
            (
                "deadline",
                "2020-12-15T10:00:00Z",
                "must be local time, without an offset; found 2020-12-15T10:00:00+00:00",
            ),
        ],
    )
    def test_one_that_does_not_name_a_moment_is_told(self, key: str, value: str, message: str) -> None:
        problem = one(with_lines(HEAD, {key: value}))
        assert message in problem
        assert f"round.{key}" in problem

    def test_an_extension_is_checked_in_its_own_zone(self) -> None:
        text = f"{HEAD}[[extensions]]\ndeadline = 2021-03-28T02:30:00\n"
        assert "extensions[0].deadline: 2021-03-28T02:30:00 does not exist" in one(text)
        extension = round_of(f'{text}timezone = "UTC"\ngrace_minutes = 0').extensions[0]
        assert extension.deadline.timezone == "UTC"

    def test_an_extension_without_a_readable_deadline_is_one_mistake(self) -> None:
        assert "extensions[0].deadline: must be a local" in one(f"{HEAD}[[extensions]]\ndeadline = 1\n")
        assert "extensions[0].deadline: is missing" in one(f"{HEAD}[[extensions]]\n")

    def test_the_deadline_may_have_another_zone_than_the_round(self) -> None:
        found = round_of(HEAD + 'deadline_timezone = "Atlantic/Faroe"\n[[extensions]]\ndeadline = 2021-01-01').deadline
        assert found is not None
        assert found.timezone == "Atlantic/Faroe"

    @pytest.mark.parametrize(
        "text",
        [
            f'{HEAD}timezone = "Europe/Kobenhavn"\n[[extensions]]\ndeadline = 2021-01-01',
            f'{HEAD}deadline_timezone = "Europe/Kobenhavn"\n[[extensions]]\ndeadline = 2021-01-01',
            f'{HEAD}[[extensions]]\ndeadline = 2021-01-01\ntimezone = "Europe/Kobenhavn"',
        ],
    )
    def test_an_unknown_zone_is_told_once_with_the_one_that_was_meant(self, text: str) -> None:
        problem = one(text)
        assert "timezone: is not a time zone; found 'Europe/Kobenhavn'" in problem
        assert problem.endswith("Did you mean 'Europe/Copenhagen'?")

    def test_a_zone_like_no_other_gets_no_suggestion(self) -> None:
        assert one(f'{HEAD}timezone = "Q"').endswith("allowed: IANA names such as Europe/Copenhagen")

    def test_an_empty_zone_is_told_once(self) -> None:
        assert one(f'{HEAD}timezone = ""').startswith("8:1: round.timezone: must be text that is not empty")

    @pytest.mark.parametrize("value", ["2020-12-15T10:00:00", "2020-12-16", "2021-10-01"])
    def test_a_deadline_before_the_opening_is_told(self, value: str) -> None:
        assert "round.deadline: is not after the time at which the round opens" in one(
            with_lines(HEAD, {"opens": value})
        )

    def test_grace_needs_a_deadline(self) -> None:
        text = HEAD.replace("deadline = 2020-12-15T10:00:00", "grace_minutes = 5")
        assert one(text) == "7:1: round.grace_minutes: means nothing without a deadline; found 5"

    def test_grace_is_not_blamed_for_a_deadline_that_cannot_be_read(self) -> None:
        assert "round.deadline" in one(with_lines(HEAD, {"deadline": "1\ngrace_minutes = 5"}))


class TestParticipants:
    def test_they_may_be_listed_one_by_one(self) -> None:
        found = round_of(HEAD + "[[participants]]\nid = 'a'\nname = 'A'\nkind = 'citizens'").participants
        assert [party.id for party in found] == ["a"]

    def test_two_of_one_id_in_a_list_are_told(self) -> None:
        entry = "[[participants]]\nid = 'a'\nname = 'A'\n"
        assert one(HEAD + entry + entry) == "12:1: participants[1].id: has the id of another entry; found 'a'"

    def test_they_may_come_from_several_regions_in_one_order(self) -> None:
        found = round_of(HEAD + "[participants]\nregion = 'nordjylland'\nregions = ['midtjylland']").participants
        assert len(found) == 30
        assert [party.id for party in found][-2:] == ["aalborg", "aarhus"]

    def test_all_of_denmark_can_be_asked(self) -> None:
        assert len(round_of(HEAD + "[participants]\nregion = 'danmark'").participants) == 98

    @pytest.mark.parametrize(
        ("head", "number"),
        [
            (HEAD, 0),
            (with_lines(HEAD, {"deadline": "2027-03-01"}), 0),
            (with_lines(HEAD, {"opens": "2027-01-01", "deadline": "2027-03-01"}), 46),
            (with_lines(HEAD, {"opens": "2026-12-31T23:30:00Z", "deadline": "2027-03-01"}), 46),
            (HEAD.replace("opens = 2020-10-01\n", "").replace("2020-12-15T10", "2027-12-15T10"), 46),
        ],
    )
    def test_the_day_of_opening_or_else_the_deadline_decides_who_belongs(self, head: str, number: int) -> None:
        text = head + "[participants]\nregion = 'oestdanmark'\n"
        if number:
            assert len(round_of(text).participants) == number
        else:
            assert "participants.region: has no municipalities on 2020-10-01; found 'oestdanmark'" in one(text)
            assert len(round_of(text + "on = 2027-01-01").participants) == 46

    def test_a_region_needs_a_day(self) -> None:
        head = 'schema = 1\n[round]\nid = "x"\ntitle = "X"\n'
        assert one(head + "[participants]\nregion = 'midtjylland'").startswith(
            "5:2: participants: needs a day, since municipalities may change region. Give the round"
        )
        round_of(head + "[participants]\nparties = ['aarhus']")

    def test_a_day_that_cannot_be_read_is_not_missing_as_well(self) -> None:
        head = 'schema = 1\n[round]\nid = "x"\ntitle = "X"\ndeadline = 5\n'
        assert one(head + "[participants]\nregion = 'midtjylland'\nexclude = ['aarhus']").startswith(
            "5:1: round.deadline"
        )

    def test_a_local_day_that_does_not_exist_still_decides_who_belongs(self) -> None:
        text = with_lines(HEAD, {"opens": "2020-03-29T02:30:00"}) + "[participants]\nregion = 'midtjylland'"
        assert "does not exist" in one(text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("exclude = ['aalborg']", "exclude[0]: is not a party from the region"),
            ("parties = ['laesø']", "parties[0]: is not a municipality, region or KKR; found 'laesø'"),
            ("parties = ['aarhus']", "parties[0]: is already a party of the round; found 'aarhus'"),
            ("include = [{ id = 'aarhus', name = 'A' }]", "include[0].id: is already a party"),
            ("contacts = { aarhsu = 'a@b.dk' }", "contacts.aarhsu: is not a party of the round"),
            ("contacts = { aarhus = 'ved rådhuset' }", "contacts.aarhus: must be an e-mail address"),
            ("domains = { aarhsu = ['b.dk'] }", "Did you mean 'aarhus'?"),
            ("domains = { aarhus = 'b.dk' }", "domains.aarhus: must be a list"),
        ],
    )
    def test_what_does_not_fit_is_told(self, text: str, message: str) -> None:
        assert message in one(f"{HEAD}[participants]\nregion = 'midtjylland'\n{text}")

    def test_an_unknown_region_is_told_where_it_stands(self) -> None:
        text = f"{HEAD}region = 'danmrk'\n[participants]\nregion = 'midtjyland'\nregions = ['sjælland']"
        assert [(problem.path, problem.suggestion) for problem in mistakes(text)] == [
            (("round", "region"), "Did you mean 'danmark'?"),
            (("participants", "region"), "Did you mean 'midtjylland'?"),
            (("participants", "regions", 0), "Did you mean 'sjaelland'?"),
        ]

    def test_an_empty_table_asks_nobody(self) -> None:
        text = HEAD + "[participants]\n"
        assert round_of(text).participants == ()
        assert "allowed: none" in one(text + "exclude = ['aarhus']")


class TestSettings:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[validators.page-limt]", "validators.page-limt: there is no validator of this name; found 'page-limt'"),
            ("[exporters.hoeringsnotats]", "there is no exporter of this name"),
            ("[readers.cvs]", "Did you mean 'csv'?"),
            ("[groupers.zz]", "there is no grouper of this name; found 'zz'; allowed: titles"),
            ("[validators.page-limit]\nenabled = 'nej'", "page-limit.enabled: must be true or false; found 'nej'"),
            ("[validators.page-limit]\nenable = true", "Did you mean 'enabled'?"),
            ("[validators.page-limit]\nseverity = 'error'", "severity: must be a table"),
            (
                "[validators.page-limit]\nseverity = { 'pages.too-many' = 'fejl' }",
                "is not one of the allowed values; found 'fejl'; allowed: error, warning, info",
            ),
            ("[validators.deadline]\nseverity = { 'pages.few' = 'error' }", "allowed: deadline.late"),
            ("[validators.broken]\nseverity = { 'pages.few' = 'error' }", "allowed: no codes"),
            ("[validators.broken]\nvalue = 1", "options class Broken failed: KeyError: '1'. Tell whoever"),
            ("[validators.page-limit]\nminimum = -1", "page-limit.minimum: must be at least 0; found -1"),
            ("[validators.page-limit]\nmaximum = inf", "page-limit.maximum: must be a number; found inf"),
            ("[exporters.hoeringsnotat]\nwidth = [nan]", "hoeringsnotat.width[0]: must be a number; found nan"),
            ("[exporters.hoeringsnotat]\ntemplat = 'x'", "allowed: columns, template, width. Did you mean 'template'?"),
            ("[exporters.hoeringsnotat]\ncolumns = 1", "exporters.hoeringsnotat.columns: must be a table; found 1"),
            ("[exporters.acme-sheet]", "exporters.acme-sheet.words: is missing"),
            ("[readers.csv]\ndelimiter = '|'", "readers.csv.delimiter: is not one of the allowed values"),
        ],
    )
    def test_what_does_not_fit_is_told(self, text: str, message: str) -> None:
        assert message in one(HEAD + text)

    def test_what_is_switched_off_need_not_be_complete(self) -> None:
        assert "words: is missing" in one(HEAD + "[validators.acme-words]\nenabled = true")
        round_of(HEAD + "[validators.acme-words]\nenabled = false")

    def test_what_the_caller_switched_off_is_left_alone(self) -> None:
        assert "near-duplicate" in round_of(HEAD + "[validators.near-duplicate]\nwhatever = 1").settings.validators

    def test_dates_are_kept_as_text_so_that_json_keeps_them(self) -> None:
        settings = round_of(HEAD + "[validators.page-limit]\nsince = 2020-01-01").settings
        assert settings.validators["page-limit"]["since"] == "2020-01-01"

    def test_inside_lists_and_tables_too(self) -> None:
        text = HEAD + "[validators.near-duplicate]\na = [{ b = 10:00:00 }, 2020-01-01T10:00:00]"
        assert round_of(text).settings.validators["near-duplicate"]["a"] == ({"b": "10:00:00"}, "2020-01-01T10:00:00")

    def test_many_names_are_cut_short_and_each_plugin_that_is_lacking_has_a_line(self) -> None:
        many = {f"acme-{letter}": KNOWN.validators["page-limit"] for letter in "abcdefghijkl"}
        lacking = ("plugin one failed.", "plugin two is switched off.")
        known = attrs.evolve(KNOWN, validators=many, absent=lacking)
        with pytest.raises(ConfigError) as caught:
            parse(HEAD + "[validators.zzz]", known=known)
        _, first, *rest = str(caught.value).splitlines()
        assert "allowed: acme-a, acme-b, acme-c, acme-d, acme-e, acme-f, acme-g, acme-h, and 4 more." in first
        assert rest == ["      plugin one failed.", "      plugin two is switched off."]

    def test_why_something_may_be_lacking_is_told(self) -> None:
        known = attrs.evolve(KNOWN, absent=("plugin acme could not be loaded.",))
        with pytest.raises(ConfigError, match=r"plugin acme could not be loaded\."):
            parse(HEAD + "[validators.zzz]", known=known)


class TestLocalPlugins:
    TEXT = HEAD + "[plugins]\nlocal = ['min_regel.py', 'regler/to.py']"

    def test_they_are_refused_unless_the_caller_allows_them(self) -> None:
        assert one(self.TEXT).endswith("allow it: allow_local_plugins=True, or --allow-local-plugins.")
        assert parse(self.TEXT, allow_local_plugins=True).id == "prøve-2020"
        round_of(HEAD + "[plugins]\nlocal = []")

    @pytest.mark.parametrize(
        "name", ["../a.py", "/a.py", "C:/a.py", "a\\\\b.py", "a.txt", "x/../../a.py", "a\\u0000.py", ""]
    )
    def test_they_stay_in_the_folder(self, name: str) -> None:
        text = f'{HEAD}[plugins]\nlocal = ["{name}"]'
        assert "plugins.local[0]: must be the name of a Python file" in one(text, allow_local_plugins=True)


class TestAnyText:
    @given(st.text())
    def test_is_read_or_refused_with_a_reason(self, text: str) -> None:
        with pytest.raises(ConfigError) as caught:
            parse(text)
        assert caught.value.problems

    @given(st.data())
    def test_a_file_with_any_value_replaced_is_read_or_refused_with_reasons(self, data: st.DataObject) -> None:
        plain = tomllib.loads(FULL)
        places = list(_places(plain))
        wrong = st.sampled_from([0, -1, 1.5, True, "", "x", [], {}, [0], {"x": 0}, dt.date(2020, 1, 1), dt.time(1)])
        for _ in range(data.draw(st.integers(1, 3))):
            holder, key = data.draw(st.sampled_from(places))
            holder[key] = data.draw(wrong)
        try:
            found = parse(write_toml(plain))
        except ConfigError as error:
            problems = error.problems
        else:
            assert parse(dump_round(found)) == found
            return
        assert problems
        assert all(problem.line for problem in problems if len(problem.path) > 1)


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    """Every key and index of a document, with what holds it."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(entries):
        yield value, key
        yield from _places(item)


class TestWordsForDispositions:
    def test_are_read_in_the_languages_that_they_are_in(self) -> None:
        found = parse(f'{HEAD}\n[assessment.labels]\nnoted = {{ da = "noteres", en = "noted" }}\npartly = "delvist"\n')
        labels = found.assessment.labels
        assert labels.noted is not None
        assert labels.noted.in_language("en") == "noted"
        assert labels.partly is not None
        assert labels.accommodated is None

    def test_must_tell_dispositions_apart(self) -> None:
        (line,) = told(f'{HEAD}\n[assessment.labels]\nnoted = "ja"\npartly = "Ja"\n')
        assert "assessment.labels.noted.da: is what partly is called already" in line

    def test_must_not_say_that_nothing_is_decided(self) -> None:
        (line,) = told(f'{HEAD}\n[assessment.labels]\nnoted = {{ da = "Taget", en = "open" }}\n')
        assert "assessment.labels.noted.en: says that nothing is decided; found 'open'" in line


class TestStandIns:
    def test_there_is_one_for_everything_that_a_file_must_have(self) -> None:
        salvage = Salvage()
        found = salvage.read(_file.RoundFile, {"extensions": [{}], "milestones": [{"kind": 1}], "tracks": [0]})
        assert found.schema == 1
        assert salvage.lost >= {"milestones", "tracks"}
        assert found.milestones[0].kind.value == "decided"

    def test_a_class_that_refuses_even_them_is_a_fault_that_shows(self) -> None:
        with pytest.raises(DataError, match="never"):
            Salvage().read(_Never, {"value": "x"})


@attrs.frozen(kw_only=True)
class _Never:
    value: str

    def __attrs_post_init__(self) -> None:
        raise DataError("never", ())
