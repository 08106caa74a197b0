"""The consultation report holds everything, shows text as text, and refuses to be final too early."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import string
import tomllib
from pathlib import Path

import attrs
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.strategies import Scenario, instances, scenarios

import kkrconsult.texts
from kkrconsult.assessment import account
from kkrconsult.audience import public_view
from kkrconsult.errors import DataError, ExportError
from kkrconsult.exporters.hoeringsnotat import SPECS, Options, consultation_report
from kkrconsult.findings import Finding, Severity, Subject, SubjectKind
from kkrconsult.model import (
    Anchor,
    Assessment,
    Deadline,
    Disposition,
    Extension,
    GeneralPoint,
    Handling,
    HandlingMode,
    Material,
    MaterialKind,
    Milestone,
    MilestoneKind,
    MilestoneStatus,
    NoRemarks,
    Outcome,
    Participant,
    Reservation,
    Response,
    Round,
    Sender,
    Source,
    Speaker,
    Stage,
    Theme,
    ThemeProposal,
    ThemeReason,
    Track,
    TrackPoint,
    Withdrawal,
    localized,
)
from kkrconsult.participation import participation
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap

MARKDOWN = next(spec for spec in SPECS if spec.suffix == ".md")
GOLDEN = Path(__file__).parent / "golden"
CET = dt.timezone(dt.timedelta(hours=1))
AT = dt.datetime(2021, 1, 5, 12, tzinfo=CET)
NASTY = "a|b <script>x</script>\n# h `c` [l](http://x.dk) **b** &amp; \\|"


def _round() -> Round:
    return Round(
        id="klima",
        title=localized(da="Klimastrategi", en="Climate strategy"),
        opens=dt.datetime(2020, 11, 2, 9, tzinfo=CET),
        deadline=Deadline(day=dt.date(2020, 12, 15), time=dt.time(10)),
        organiser="KKR",
        background=localized(da="Første afsnit.\n\nAndet afsnit."),
        purpose=localized(da="At høre kommunerne."),
        tracks=(
            Track(id="groen", title=localized(da="Grøn vækst"), description=localized(da="Om vækst.")),
            Track(id="viden", title=localized(da="Viden")),
        ),
        materials=(
            Material(
                id="oplaeg",
                title=localized(da="Oplæg"),
                kind=MaterialKind.TALK,
                speakers=(Speaker(name="Ane", organisation="DTU"), Speaker(name="Bo")),
                tracks=("groen",),
                digital=True,
                url="https://example.org/x",
            ),
        ),
        milestones=(
            Milestone(
                id="topmoede",
                kind=MilestoneKind.CONFERENCE,
                title=localized(da="Topmøde"),
                on=dt.date(2020, 11, 20),
                status=MilestoneStatus.CANCELLED,
                reason=localized(da="sygdom"),
                replaced_by=("oplaeg",),
                place="Aarhus",
            ),
            Milestone(id="slut", kind=MilestoneKind.ADOPTED, title=localized(da="Vedtagelse")),
        ),
        participants=tuple(
            Participant(id=name.casefold(), name=name)
            for name in ("Århus", "Viborg", "Ærø", "Skive", "Struer", "Odder")
        ),
        extensions=(Extension(deadline=Deadline(day=dt.date(2020, 12, 18)), participants=("ærø",)),),
        outcome=Outcome(decided_on=dt.date(2021, 3, 1), summary=localized(da="Vedtaget.")),
        sources=(Source(title="Brevet", url="https://example.org", accessed=dt.date(2021, 1, 1)),),
        unknowns=(localized(da="Hvem der talte."),),
    )


def _responses() -> tuple[Response, ...]:
    def at(day: int) -> dt.datetime:
        return dt.datetime(2020, 12, day, 8, tzinfo=CET)

    return (
        Response(
            id="s1",
            participants=("århus", "viborg"),
            received_at=at(1),
            points=(
                TrackPoint(
                    id="p1", track="groen", text=NASTY, rationale="Fordi", anchor=Anchor(page=2, paragraphs=(1, 2))
                ),
                GeneralPoint(id="p2", text="Godt arbejde"),
                ThemeProposal(id="p3", title="Vand", text="Mere vand"),
            ),
            handling=Handling(mode=HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 11, 30)),
            reservation=Reservation(expected_on=dt.date(2021, 1, 9), quote="med forbehold"),
            stage=Stage.PROVISIONAL,
        ),
        Response(id="s2", participants=("ærø",), received_at=at(20), no_remarks=NoRemarks()),
        Response(
            id="s3",
            sender=Sender(name="<b>Borger</b>"),
            received_at=at(2),
            points=(
                TrackPoint(id="p4", track="ukendt", text="Et andet spor"),
                ThemeProposal(id="p5", title="Luft"),
            ),
        ),
        Response(
            id="s4",
            participants=("skive",),
            received_at=at(3),
            points=(GeneralPoint(id="p6", text="Trukket"),),
            withdrawn=Withdrawal(reason="fejl"),
        ),
        Response(id="s5", participants=("struer",), received_at=at(3)),
        Response(id="s6", participants=("struer",), received_at=at(4), version=2),
    )


def _report(*, disposed: bool = False) -> Report:
    round_, responses = _round(), _responses()
    found = participation(round_, responses, AT)
    assessments: tuple[Assessment, ...] = (
        Assessment(
            point="p1",
            disposition=Disposition.PARTLY,
            summary="Kort",
            reply="Enig",
            change="Tilføjes",
            responsible="Ida",
            fingerprint="0",
        ),
        Assessment(point="væk", reply="Om intet"),
    )
    if disposed:
        assessments += tuple(Assessment(point=f"p{n}", disposition=Disposition.NOTED) for n in (2, 3, 4, 5))
    return Report(
        round=round_,
        at=AT,
        participation=found,
        responses=responses,
        assessments=assessments,
        themes=(
            Theme(
                id="t1",
                title="Vand",
                points=("p3",),
                participants=("århus", "viborg"),
                reasons=(ThemeReason(kind="same-title"), ThemeReason(kind="own", words=("vand", "hav"))),
            ),
        ),
        findings=(Finding(code="acme.bad", params=FrozenMap({"x": "<i>"}), severity=Severity.ERROR),),
        severities=FrozenMap({"error": 3}),
        accounting=account(responses, found, assessments),
    )


def _written(report: Report, options: Options | None = None) -> str:
    sink = io.BytesIO()
    MARKDOWN.write(report, sink, options or Options(), {})  # type: ignore[call-arg]
    return sink.getvalue().decode()


def _plain(markdown: str) -> str:
    punctuation = re.escape(string.punctuation)
    text = re.sub(rf"\\([{punctuation}])", r"\1", markdown.replace("<br>", "\n"))
    return " ".join(html.unescape(text).split())


def _shown(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text).split())


def _tokens(text: str) -> list[object]:
    return [
        one
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        for one in (token, *(token.children or ()))
    ]


def _is_sound(text: str, callouts: int = 0) -> None:
    """No HTML but our own, no links but in the contents and to sources, no code, and whole rows.

    Nothing is set apart but the notes that the report itself has at its top.
    """
    cells: list[int] = []
    assert sum(token.type == "blockquote_open" for token in _tokens(text)) == callouts  # type: ignore[attr-defined]
    for token in _tokens(text):
        kind, content = token.type, token.content  # type: ignore[attr-defined]
        assert kind not in ("code_inline", "code_block", "fence", "image", "html_block")
        assert kind != "ordered_list_open"
        if kind == "html_inline":
            assert re.fullmatch(r'<br>|<a id="s[\d-]+">|</a>', content)
        if kind == "link_open":
            target = r"https?://.+" if token.markup == "autolink" else r"#s[\d-]+"  # type: ignore[attr-defined]
            assert re.fullmatch(target, token.attrs["href"])  # type: ignore[attr-defined]
        if kind == "tr_open":
            cells.append(0)
        if kind in ("td_open", "th_open"):
            cells[-1] += 1
    tables = [block.split("\n") for block in text.rstrip("\n").split("\n\n") if block.startswith("| ")]
    written = [[len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) - 1 for row in rows] for rows in tables]
    # Every row has as many cells as the head of its table; behind the head stands a line of dashes.
    assert all(len(set(counts)) == 1 for counts in written)
    assert cells == [count for counts in written for count in (counts[0], *counts[2:])]
    before = re.split(r"\n## \d+ (?:Tallene bag figurerne|The numbers behind the figures)\n", text)[0]
    points = sum(block.startswith("| ") for block in before.split("\n\n"))
    assert {counts[0] for counts in written[:points]} <= {5}


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    """Reports of any round, in which responses with any words count."""
    round_ = draw(instances(Round))
    drawn = draw(st.lists(instances(Response), min_size=1, max_size=2, unique_by=lambda response: response.id))
    responses = tuple(attrs.evolve(one, received_at=AT, withdrawn=None, decision=None) for one in drawn)
    points = [point.id for response in responses for point in response.points]
    themes = draw(st.lists(instances(Theme), max_size=1))
    remarks = draw(st.lists(instances(Assessment), max_size=1))
    try:
        found = participation(round_, responses, AT)
    except DataError:
        reject()  # a deadline before the calendar begins
    return Report(
        round=round_,
        at=AT,
        participation=found,
        responses=responses,
        themes=tuple(attrs.evolve(theme, points=(*points, *theme.points)) for theme in themes),
        assessments=tuple(attrs.evolve(remark, point=(points or [remark.point])[0]) for remark in remarks),
    )


class TestTheReport:
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_it_reads_as_it_should(self, language: str) -> None:
        expected = (GOLDEN / f"hoeringsnotat.{language}.md").read_text(encoding="utf-8")
        assert _written(_report(), Options(language=language)) == expected

    def test_it_ends_with_one_line_feed_and_has_no_other_line_ends(self) -> None:
        text = _written(_report())
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\r" not in text

    def test_the_public_version_says_so_and_has_nothing_withdrawn(self) -> None:
        text = _written(public_view(_report()))
        assert "offentlige udgave" in text
        assert "- Skive\n" in text
        assert "Ida" not in text
        assert "Trukket" not in text

    def test_a_withdrawn_response_of_a_party_that_has_another_is_said_internally_only(self) -> None:
        report = _report()
        responses = tuple(
            attrs.evolve(one, withdrawn=Withdrawal(reason="fejl")) if one.id == "s5" else one
            for one in report.responses
        )
        found = participation(report.round, responses, AT)
        report = attrs.evolve(report, responses=responses, participation=found)
        assert "- Struer (et svar er trukket tilbage)\n" in _written(report)
        assert "- Struer\n" in _written(public_view(report))

    def test_the_public_version_only_counts_the_errors(self) -> None:
        report = _report()
        subject = Subject(kind=SubjectKind.RESPONSE, id="s1")
        finding = Finding(code="personal-data.cpr", severity=Severity.ERROR, subject=subject)
        text = _written(public_view(attrs.evolve(report, findings=(finding,))))
        assert "Kontrollen fandt 3 fejl; de er gengivet i den interne udgave." in text
        assert "Fejl fundet ved kontrollen" not in text
        text = _written(public_view(attrs.evolve(report, findings=(), severities=FrozenMap())))
        assert "Kontrollen fandt" not in text
        assert "Om intet" not in text

    def test_unknown_ends_of_the_period_are_said(self) -> None:
        report = _report()
        text = _written(attrs.evolve(report, round=attrs.evolve(report.round, opens=None)))
        assert "Det er ikke oplyst, hvornår høringen begyndte. Fristen var 15. december 2020 kl. 10.00." in text
        text = _written(attrs.evolve(report, round=attrs.evolve(report.round, deadline=None, extensions=())))
        assert "Høringen begyndte 2. november 2020. Fristen er ikke oplyst." in text

    def test_the_zone_is_said_where_it_is_not_denmarks(self) -> None:
        deadline = Deadline(day=dt.date(2020, 12, 15), time=dt.time(10), timezone="Atlantic/Faroe")
        report = _report()
        text = _written(
            attrs.evolve(report, round=attrs.evolve(report.round, deadline=deadline)), Options(language="en")
        )
        assert "The deadline was 15 December 2020 at 10:00 (Atlantic/Faroe)." in text

    def test_a_date_at_the_start_of_a_line_does_not_begin_a_numbered_list(self) -> None:
        assert "- 20\\. november 2020: Topmøde" in _written(_report())

    def test_an_error_says_whom_it_is_about(self) -> None:
        subjects = {
            Subject(kind=SubjectKind.ROUND, id="klima"): "- acme.bad\n",
            Subject(kind=SubjectKind.PARTICIPANT, id="ærø"): "- Ærø: acme.bad\n",
            Subject(kind=SubjectKind.RESPONSE, id="s1"): "- Viborg og Århus: acme.bad\n",
            Subject(kind=SubjectKind.RESPONSE, id="s99"): "- s99: acme.bad\n",
            Subject(kind=SubjectKind.POINT, id="p1"): "- Viborg og Århus: p1: acme.bad\n",
            Subject(kind=SubjectKind.POINT, id="p6"): "- p6: acme.bad\n",
            Subject(kind=SubjectKind.FILE, id="a.txt"): "- a.txt: acme.bad\n",
        }
        for subject, line in subjects.items():
            finding = Finding(code="acme.bad", severity=Severity.ERROR, subject=subject)
            assert line in _written(attrs.evolve(_report(), findings=(finding,)))

    def test_an_address_that_is_none_is_no_link(self) -> None:
        report = _report()
        source = Source(title="Brevet", url="javascript:alert(1)")
        text = _written(attrs.evolve(report, round=attrs.evolve(report.round, sources=(source,))))
        _is_sound(text)
        assert "- Brevet, javascript:alert(1)\n" in text

    def test_those_who_handled_it_alike_share_a_line(self) -> None:
        report = _report()
        handling = Handling(mode=HandlingMode.ADMINISTRATIVE)
        responses = [attrs.evolve(one, handling=handling) if one.id != "s1" else one for one in report.responses]
        text = _written(attrs.evolve(report, responses=tuple(responses)))
        assert "- administrativt behandlet: &lt;b&gt;Borger&lt;/b&gt;; Struer; Ærø\n" in text

    def test_the_rows_of_a_theme_stand_in_the_order_of_names_without_its_title_again(self) -> None:
        report = _report()
        theme = attrs.evolve(report.themes[0], points=("p3", "p5"))
        text = _written(attrs.evolve(report, themes=(theme,)))
        assert "Samlet af programmet: samme titel; own (vand, hav).\n" in text
        assert "**Forslag:** Luft" in text
        assert "**Forslag:** Vand" not in text
        assert text.index("*(p5)*") < text.index("*(p3)*")

    def test_themes_of_unknown_reasons_are_only_said_to_be_put_together(self) -> None:
        theme = Theme(id="t1", title="Vand", points=("p3", "p5"))
        assert "Samlet af programmet.\n" in _written(attrs.evolve(_report(), themes=(theme,)))

    def test_a_theme_that_became_a_track_says_so(self) -> None:
        theme = Theme(id="t1", title="Vand", points=("p3",), track="nyt-spor")
        report = attrs.evolve(_report(), themes=(theme,))
        assert "Temaet er blevet til sporet nyt-spor.\n" in _written(report)
        title = localized(da="Vand & <hav>", en="Water")
        outcome = Outcome(tracks=(Track(id="nyt-spor", title=title),))
        report = attrs.evolve(report, round=attrs.evolve(report.round, outcome=outcome))
        assert "Temaet er blevet til sporet Vand &amp; &lt;hav&gt;.\n" in _written(report)

    def test_an_empty_round_says_that_there_is_nothing(self) -> None:
        text = _written(Report(round=Round(id="r", title=localized(da="R")), at=AT))
        assert "Høringen har ingen spor." in text
        assert "Intet udestår." in text
        assert "Ingen kilder er angivet." in text

    def test_an_incomplete_report_says_so_before_the_contents(self) -> None:
        text = _written(attrs.evolve(_report(), complete=False))
        assert text.index("ufuldstændigt") < text.index("**Indhold**")

    def test_responses_that_were_not_kept_are_missed_aloud(self) -> None:
        assert "Svarene selv er ikke gemt" in _written(attrs.evolve(_report(), responses=()))


class TestText:
    def test_strangers_markup_is_only_text(self) -> None:
        text = _written(_report())
        _is_sound(text)
        assert "<script" not in text
        assert _shown(NASTY) in _plain(text)

    @settings(max_examples=20, deadline=None)
    @given(_reports())
    def test_every_point_of_any_report_is_there(self, report: Report) -> None:
        text = _written(report)
        _is_sound(text, callouts=len(consultation_report(report, Options()).top))
        plain = _plain(text)
        for entry in report.points:
            assert _shown(entry.point.text) in plain

    @settings(max_examples=20, deadline=None)
    @given(scenarios(max_responses=4))
    def test_every_point_of_a_round_is_there(self, scenario: Scenario) -> None:
        found = participation(scenario.round, scenario.responses, scenario.at)
        report = Report(round=scenario.round, at=scenario.at, participation=found, responses=scenario.responses)
        text = _written(report, Options(language="en"))
        _is_sound(text, callouts=len(consultation_report(report, Options()).top))
        plain = _plain(text)
        for entry in report.points:
            assert _shown(entry.point.text) in plain

    def test_a_very_long_point_is_not_cut(self) -> None:
        report = _report()
        long = Response(id="s9", participants=("odder",), points=(GeneralPoint(id="p9", text="ord " * 50_000),))
        responses = (*report.responses, long)
        found = participation(report.round, responses, AT)
        text = _written(attrs.evolve(report, responses=responses, participation=found))
        assert text.count("ord ") >= 49_999

    def test_no_language_lacks_a_word(self) -> None:
        folder = Path(kkrconsult.texts.__file__).parent
        words = {
            path.name: {key for key in tomllib.loads(path.read_text("utf-8"))["words"] if key.startswith("notat.")}
            for path in folder.glob("*.toml")
        }
        assert words["da.toml"] == words["en.toml"]
        for language in ("da", "en"):
            assert not re.search(r"\{\w+(:\w+)?\}", _written(_report(), Options(language=language)))


class TestFinal:
    def test_a_report_with_open_points_cannot_be_final(self) -> None:
        with pytest.raises(ExportError, match=r"4 point\(s\)"):
            _written(_report(), Options(final=True))

    def test_one_that_is_forced_says_so_at_the_top(self) -> None:
        text = _written(_report(), Options(final=True, force_final=True))
        assert text.index("selv om 4 bemærkninger endnu er åbne") < text.index("**Indhold**")

    def test_one_without_open_points_is_final(self) -> None:
        text = _written(_report(disposed=True), Options(final=True))
        assert "Endelig udgave" in text
        assert "Åbne bemærkninger" not in text


class TestOptions:
    def test_columns_can_have_other_labels(self) -> None:
        text = _written(_report(), Options(columns={"assessment": "Forvaltningens | svar"}))
        assert r"| Forvaltningens \| svar |" in text
        _is_sound(text)

    def test_what_is_unknown_is_named(self) -> None:
        with pytest.raises(DataError) as caught:
            Options(columns={"reply": "Svar"}, language="xx")
        assert "'reply'" in str(caught.value)
        assert "'xx'" in str(caught.value)

    def test_there_is_one_of_each_format_and_all_are_called_the_same(self) -> None:
        assert {spec.suffix for spec in SPECS} == {".docx", ".html", ".md", ".odt", ".pdf"}
        assert {spec.name for spec in SPECS} == {"hoeringsnotat"}
