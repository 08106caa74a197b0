"""Tables and answer files hold every response, read back equal, and are the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import instances

from kkrconsult.exporters import csv_, responses_markdown
from kkrconsult.formats.answer_file import write_response_markdown
from kkrconsult.formats.codec import choice_of
from kkrconsult.formats.columns import POINTS, TEXT, Kind, heading, key_of, point_columns, response_columns
from kkrconsult.formats.rows import point_table, response_table
from kkrconsult.model import (
    Anchor,
    Attachment,
    Channel,
    GeneralPoint,
    Handling,
    HandlingMode,
    NoRemarks,
    PageBasis,
    PageCount,
    Reservation,
    Response,
    Round,
    Sender,
    SetAside,
    Signatory,
    ThemeProposal,
    TrackPoint,
    localized,
)
from kkrconsult.readers import csv_ as csv_reader
from kkrconsult.readers import markdown_ as markdown_reader
from kkrconsult.report import Report
from kkrconsult.texts import languages, word

GOLDEN = Path(__file__).parent / "golden" / "raw"
CET = dt.timezone(dt.timedelta(hours=1))
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=20)

ANSWER = Response(
    id="skive-svar",
    participants=("skive",),
    sender=Sender(name="Skive Kommune", email="post@skive.example"),
    received_at=dt.datetime(2020, 12, 14, 9, 12, tzinfo=CET),
    channel=Channel.EMAIL,
    title="Konstrueret svar",
    body='Kære KKR\n\n=1+1 er "ja"; eller?\n\n- Det haster\n\n## Ikke en overskrift\n\nVenlig hilsen\nSkive',
    points=(
        TrackPoint(
            id="skive-svar-p1",
            track="dk2020",
            text='=1+1 er "ja"; eller?',
            rationale="- Det haster",
            anchor=Anchor(section="Spor: dk2020", paragraphs=(2, 3)),
        ),
        ThemeProposal(
            id="skive-svar-p2",
            title="Havet",
            text="## Ikke en overskrift",
            anchor=Anchor(section="Supplerende tema: Havet", paragraphs=(4,)),
        ),
    ),
    set_aside=(SetAside(paragraphs=(1,), reason="greeting"), SetAside(paragraphs=(5,), reason="signature")),
    handling=Handling(mode=HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 12, 9)),
    signatory=Signatory(name="En Borgmester", title="borgmester"),
    pages=PageCount(pages=1.5, basis=PageBasis.COUNTED),
)
OTHER = Response(
    id="faelles",
    participants=("lolland", "guldborgsund"),
    points=(GeneralPoint(id="faelles-1", text="Intet at tilføje.", anchor=Anchor(page=2, quote="Intet")),),
    reservation=Reservation(),
    attachments=(Attachment(name="bilag.pdf", size=12),),
    language=None,
)
NOTHING = Response(id="hav", sender=Sender(name="Hav og Fjord"), no_remarks=NoRemarks(), publication_consent=False)

GIVEN = Report(
    round=Round(id="klima", title=localized(da="Klima")),
    at=dt.datetime(2020, 12, 16, tzinfo=CET),
    responses=(ANSWER, OTHER, NOTHING),
)

WRITERS = {"responses": csv_.write_responses, "points": csv_.write_points}


def table(report: Report, shape: str, **options: Any) -> bytes:
    sink = io.BytesIO()
    WRITERS[shape](report, sink, csv_.Options(**options))
    return sink.getvalue()


def read_table(data: bytes) -> list[Any]:
    return list(csv_reader.read(io.BytesIO(data), "svar.csv", csv_reader.Options()))


def archive(report: Report, language: str = "da") -> bytes:
    sink = io.BytesIO()
    responses_markdown.write(report, sink, responses_markdown.Options(language=language))
    return sink.getvalue()


def read_file(text: bytes) -> list[Any]:
    return list(markdown_reader.read(io.BytesIO(text), "svar.md", markdown_reader.Options()))


def reports() -> st.SearchStrategy[Report]:
    several = st.lists(instances(Response), max_size=3, unique_by=lambda response: response.id)
    return several.map(lambda found: attrs.evolve(GIVEN, responses=tuple(found)))


class TestTables:
    @pytest.mark.parametrize("shape", WRITERS)
    @pytest.mark.parametrize("profile", csv_.Profile)
    @SLOW
    @given(
        report=reports(),
        language=st.sampled_from([None, "da", "en", "keys"]),
        every=st.sampled_from([None, True, False]),
    )
    def test_read_back_equal(
        self, shape: str, profile: csv_.Profile, report: Report, language: str | None, every: bool | None
    ) -> None:
        found = read_table(table(report, shape, profile=profile, language=language, all_columns=every))
        assert not report.responses or found == list(report.responses)

    @pytest.mark.parametrize("shape", WRITERS)
    @SLOW
    @given(report=reports())
    def test_hold_no_formula(self, shape: str, report: Report) -> None:
        import csv

        text = table(report, shape).decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]

    @pytest.mark.parametrize("shape", WRITERS)
    @pytest.mark.parametrize(
        ("name", "options"),
        [("excel", {}), ("rfc4180", {"profile": csv_.Profile.RFC4180}), ("excel.en", {"language": "en"})],
    )
    def test_are_what_they_were(self, shape: str, name: str, options: dict[str, Any]) -> None:
        written = table(GIVEN, shape, **options)
        assert written == (GOLDEN / f"{shape}.{name}.csv").read_bytes()
        assert read_table(written) == [ANSWER, OTHER, NOTHING]

    def test_for_danish_excel_have_its_marks(self) -> None:
        text = table(GIVEN, "responses")
        assert text.startswith(b"\xef\xbb\xbfSvar-id;")
        assert b';"1,5";' in text
        assert text.count(b"\r\n") == 4

    def test_for_programs_have_every_column_by_its_key(self) -> None:
        text = table(attrs.evolve(GIVEN, responses=()), "responses", profile=csv_.Profile.RFC4180).decode()
        assert text == ",".join(column.key for column in response_table()) + "\r\n"

    def test_have_a_column_for_every_field(self) -> None:
        tops = {column.path[0] for column in response_columns()}
        assert tops == {field.name for field in attrs.fields(Response)}
        fields = {field.name for cls in (TrackPoint, ThemeProposal, GeneralPoint) for field in attrs.fields(cls)}
        assert {column.path[0] for column in point_columns()} == fields | {"type"}
        assert len(point_table()) == len(response_table()) - 1 + len(point_columns())

    @pytest.mark.parametrize("language", [None, *languages()])
    def test_have_headings_that_are_understood(self, language: str | None) -> None:
        for column in (*response_columns(), *point_columns()):
            assert key_of(heading(column, language)) == column.key
        assert key_of(TEXT) == TEXT
        assert key_of("?") is None

    @pytest.mark.parametrize("language", languages())
    def test_have_words_that_are_understood(self, language: str) -> None:
        chosen = [column for column in (*response_columns(), *point_columns()) if column.kind is Kind.CHOICE]
        assert len(chosen) == 6
        for column in chosen:
            for value, key in column.choices.items():
                assert choice_of(column, word(key, language)) == choice_of(column, value) == value

    def test_of_points_have_a_row_for_a_response_without_any(self) -> None:
        assert len(table(GIVEN, "points").decode("utf-8-sig").split("\r\nhav;")) == 2

    def test_of_responses_hold_their_points_in_one_cell(self) -> None:
        assert POINTS in [column.key for column in response_table()]
        assert POINTS not in [column.key for column in point_table()]


class TestAnswerFiles:
    @SLOW
    @given(instances(Response), st.sampled_from(["da", "en"]))
    def test_read_back_equal(self, response: Response, language: str) -> None:
        text = write_response_markdown(response, language=language)
        assert read_file(text.encode()) == [response]

    @pytest.mark.parametrize("response", GIVEN.responses, ids=lambda response: response.id)
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_are_what_they_were(self, response: Response, language: str) -> None:
        text = write_response_markdown(response, language=language).encode()
        assert text == (GOLDEN / f"{response.id}.{language}.md").read_bytes()
        assert read_file(text) == [response]

    def test_say_by_headings_what_headings_can_say(self) -> None:
        text = write_response_markdown(ANSWER)
        assert "\n## Spor: dk2020 {#skive-svar-p1}\n" in text
        assert "\n\\## Ikke en overskrift\n" in text
        assert "[[punkter]]" not in text

    @pytest.mark.parametrize(
        "change",
        [
            {"title": None},
            {"set_aside": (SetAside(paragraphs=(1, 5), reason="greeting"),)},
            {"set_aside": ANSWER.set_aside[:1]},
            {"set_aside": (SetAside(paragraphs=(1, 9), reason="greeting"),)},
            {"body": ANSWER.body.replace("\n\n", "\n\n\n")},
            {"body": ""},
            {"body": ANSWER.body + " "},
            {"body": "## Spor: a\n\nb\n"},
            {"body": "a\r\nb\rc"},
            {"body": "\n\n+++\n"},
            {"title": "a\n+++\nb"},
            {"points": ANSWER.points[::-1]},
            {"points": (attrs.evolve(ANSWER.points[0], track="DK2020"),)},  # type: ignore[arg-type]
            {"points": (attrs.evolve(ANSWER.points[0], text="Noget andet"),)},
            {"points": (attrs.evolve(ANSWER.points[0], anchor=Anchor(paragraphs=(2, 99))),)},
            {"points": (attrs.evolve(ANSWER.points[0], anchor=None),)},
            {"no_remarks": NoRemarks(quote="nej")},
            {"reservation": Reservation(quote="ja")},
            {"participants": ("Skive",)},
            {"participants": ()},
            {"sender": None, "participants": ("skive", "Skive")},
        ],
    )
    def test_lose_nothing_that_headings_cannot_say(self, change: dict[str, Any]) -> None:
        response = attrs.evolve(ANSWER, **change)
        assert read_file(write_response_markdown(response).encode()) == [response]

    def test_keep_the_title_of_a_track_that_its_id_does_not_follow_from(self) -> None:
        point = TrackPoint(
            id="p1", track="dk2020", text="Ja", anchor=Anchor(section="Spor: Klimaplaner", paragraphs=(1,))
        )
        text = write_response_markdown(Response(id="a", participants=("skive",), body="Ja", points=(point,)))
        assert '\n[spor]\nKlimaplaner = "dk2020"\n+++\n\n## Spor: Klimaplaner {#p1}\n\nJa\n' in text

    def test_are_one_file_a_response_in_the_archive(self) -> None:
        with zipfile.ZipFile(io.BytesIO(archive(GIVEN))) as found:
            assert found.namelist() == ["skive-svar.md", "faelles.md", "hav.md"]
            assert [read_file(found.read(name))[0] for name in found.namelist()] == [ANSWER, OTHER, NOTHING]

    def test_have_names_that_differ_on_any_system(self) -> None:
        responses = tuple(attrs.evolve(NOTHING, id=identity) for identity in ("hav", "Hav", "HAV"))
        with zipfile.ZipFile(io.BytesIO(archive(attrs.evolve(GIVEN, responses=responses)))) as found:
            assert found.namelist() == ["hav.md", "Hav-2.md", "HAV-3.md"]

    def test_make_the_same_archive_every_time(self) -> None:
        assert archive(GIVEN, "en") == archive(GIVEN, "en")
        with zipfile.ZipFile(io.BytesIO(archive(GIVEN))) as found:
            assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
