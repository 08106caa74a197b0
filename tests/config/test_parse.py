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

from kkrconsult.calendar_ import DayCount
from kkrconsult.config import _file, dump_round
from kkrconsult.config._salvage import Salvage
from kkrconsult.errors import ConfigError, DataError
from kkrconsult.model import Deadline, ParticipantKind, Round
from tests.config.known import HEAD, KNOWN, mistakes, parse, round_of, told, with_lines

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
id = "ti fejl"
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
            (3, ("round", "id")),
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
        ][:5] + [(problem.line, problem.path) for problem in found][5:]
        assert len(found) == len({problem.line for problem in found}) == 11

    def test_says_what_may_have_been_meant(self) -> None:
        suggestions = {problem.line: problem.suggestion for problem in mistakes(TEN)}
        assert suggestions[4] == "Did you mean 'title'?"
        assert suggestions[5] == "Did you mean 'midtjylland'?"
        assert suggestions[14] == "Did you mean 'dk2020'?"
        assert suggestions[17] == "Did you mean 'samsoe'?"
        assert suggestions[21] == "Did you mean 'page-limit'?"
        assert suggestions[23] == "Did you mean 'columns'?"

    def test_names_file_and_count_first(self) -> None:
        with pytest.raises(ConfigError, match=r"^runde\.toml cannot be used; 11 problems:\n  runde\.toml:3:1: round\.id"):
            parse(TEN, file="runde.toml")
        with pytest.raises(ConfigError, match=r"^the round file cannot be used; 1 problem:\n  line 3"):
            parse("schema = 1\n\n[round]\n id = 'x'")
