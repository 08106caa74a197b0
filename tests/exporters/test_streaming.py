"""What is written with the responses beside the report is what is written of a report that holds them, to the byte."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.exporting import check_streaming
from kkrconsult.grouping import with_themes
from kkrconsult.intake import once_more
from kkrconsult.plugins import Registered
from kkrconsult.records import KINDS

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
REGISTRY = kc.load_plugins(entry_points=False)
STREAMING = [entry for entry in REGISTRY.exporters if entry.spec.stream is not None]
EXPORTERS = [pytest.param(entry, id=f"{entry.name}{entry.spec.suffix}") for entry in STREAMING]
ROUND = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret høring"))


def answer(number: int, **more: Any) -> kc.Response:
    at = dt.datetime(2020, 12, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number)
    return kc.Response(
        **{
            "id": f"konstrueret-{number}",
            "sender": kc.Sender(name=f"Konstrueret {number}"),
            "received_at": at,
            "body": f"Konstrueret svar {number}.",
            **more,
        }
    )


ANSWERS = [answer(number) for number in range(9)]


def lean(responses: Iterable[kc.Response], round_: kc.Round = ROUND, at: dt.datetime = AT) -> kc.Report:
    return kc.check(round_, responses, at=at, registry=REGISTRY, keep_responses=False)


def written(report: kc.Report, name: str = "jsonl", **given: Any) -> bytes:
    sink = io.BytesIO()
    kc.export(report, name, sink, registry=REGISTRY, **given)
    return sink.getvalue()


def put(file: Path, responses: Iterable[kc.Response]) -> Path:
    file.write_bytes(b"".join(kc.to_json(one).encode() + b"\n" for one in responses))
    return file


@st.composite
def split(draw: st.DrawFn) -> tuple[Scenario, list[tuple[list[kc.Response], int]]]:
    """A scenario, and its answers in any order in two files, each to be cut into some parts."""
    scenario: Scenario = draw(scenarios())
    mixed = draw(st.permutations(list(scenario.responses)))
    cut = draw(st.integers(0, len(mixed)))
    return scenario, [(half, draw(st.integers(1, 4))) for half in (mixed[:cut], mixed[cut:])]


@pytest.mark.parametrize("entry", EXPORTERS)
class TestEveryExporterThatStreams:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(given=split())
    def test_writes_the_same_bytes_wherever_the_responses_are(
        self, entry: Registered[Any], given: tuple[Scenario, list[tuple[list[kc.Response], int]]]
    ) -> None:
        scenario, halves = given
        with tempfile.TemporaryDirectory() as folder:
            files = [(put(Path(folder) / f"{name}.jsonl", half), count) for name, (half, count) in enumerate(halves)]
            parts = [part for file, count in files for part in kc.parts_of(file, count)]
            report, whole = (
                kc.check_files(
                    scenario.round,
                    parts,
                    at=scenario.at,
                    registry=REGISTRY,
                    jobs=1,
                    keep_responses=keep,
                    keep_themes=True,
                )
                for keep in (False, True)
            )
            expected = written(whole, entry.name, format=entry.spec.suffix)
            for source in (parts, *([list(scenario.responses)] if whole.responses else [])):
                assert written(report, entry.name, format=entry.spec.suffix, responses=source) == expected
        if whole.responses and entry.name != "assessment-table":
            anew = written(report, entry.name, format=entry.spec.suffix, responses=Anew(whole.responses))
            assert anew == expected


@attrs.frozen
class Anew:
    """Neither a sequence nor an iterator."""

    responses: tuple[kc.Response, ...]

    def __iter__(self) -> Iterator[kc.Response]:
        return iter(self.responses)


class TestWhereResponsesAre:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return put(tmp_path / "svar.jsonl", [*ANSWERS[4:], *ANSWERS[3::-1]])

    @pytest.mark.parametrize("kind", [str, Path, lambda path: kc.FilePart(path=str(path)), lambda path: [path]])
    def test_may_be_a_file_in_any_form(self, file: Path, kind: Any) -> None:
        assert written(lean(ANSWERS), responses=kind(file)) == written(kc.check(ROUND, ANSWERS, at=AT))

    def test_may_be_an_inbox(self, file: Path) -> None:
        inbox = kc.read_inbox(file, ROUND, registry=REGISTRY)
        assert written(lean(inbox), responses=inbox) == written(kc.check(ROUND, inbox, at=AT))

    def test_may_be_more_files_than_are_open_at_a_time(self, tmp_path: Path) -> None:
        answers = [answer(number) for number in range(70)]
        files = [put(tmp_path / f"{one.id}.jsonl", [one]) for one in answers[::-1]]
        assert written(lean(answers), responses=files) == written(kc.check(ROUND, answers, at=AT))

    def test_may_have_lines_that_cannot_be_read(self, tmp_path: Path) -> None:
        lines = [b"\xef\xbb\xbf" + kc.to_json(ANSWERS[1]).encode(), b"{", b"", b"[" * 10_000_002]
        file = tmp_path / "svar.jsonl"
        file.write_bytes(b"\n".join([*lines, kc.to_json(ANSWERS[0]).encode()]))
        report = kc.check_files(ROUND, file, at=AT, registry=REGISTRY, jobs=1)
        assert written(report, responses=file) == written(kc.check(ROUND, ANSWERS[:2], at=AT))

    def test_may_hold_the_same_id_twice(self, tmp_path: Path) -> None:
        answers = [ANSWERS[0], ANSWERS[1], attrs.evolve(ANSWERS[2], id=ANSWERS[0].id)]
        whole = written(kc.check(ROUND, answers, at=AT))
        for number, order in enumerate(itertools.permutations(answers)):
            file = put(tmp_path / f"svar-{number}.jsonl", order)
            assert written(lean(order), responses=file) == whole
            assert written(lean(order), responses=order) == whole

    def test_cannot_be_what_is_gone_through_once(self) -> None:
        for source in (iter(ANSWERS), (one for one in ANSWERS), 7):
            with pytest.raises(kc.ExportError, match=r"more than once.*give a path"):
                written(lean(ANSWERS), responses=source)

    def test_cannot_be_files_and_answers_at_once(self, file: Path) -> None:
        with pytest.raises(kc.ExportError, match="not both: 'Response'"):
            written(lean(ANSWERS), responses=[file, ANSWERS[0]])

    def test_must_be_those_of_the_report(self, file: Path) -> None:
        with pytest.raises(kc.ExportError, match=r"knows of no 'konstrueret-8'.*check the round again"):
            written(lean(ANSWERS[:8]), responses=file)
        for source in (file, ANSWERS):
            with pytest.raises(kc.ExportError, match="there are 9, and the report was made of 10"):
                written(lean([*ANSWERS, answer(10)]), responses=source)
        with pytest.raises(kc.ExportError, match="there are 18, and the report was made of 9"):
            written(lean(ANSWERS), responses=[file, file])
        for wrong, said in ((ANSWERS[:3], "there are 3"), ([*ANSWERS, answer(10)], "knows of no 'konstrueret-10'")):
            with pytest.raises(kc.ExportError, match=said):
                written(lean(ANSWERS), responses=Anew(tuple(wrong)))

    def test_must_come_in_order_where_they_cannot_be_put_into_it(self) -> None:
        with pytest.raises(kc.ExportError, match=r"'konstrueret-8' where 'konstrueret-0' is expected"):
            written(lean(ANSWERS), responses=Anew(tuple(ANSWERS[::-1])))

    def test_must_be_files_or_a_list_where_the_order_of_the_document_is_another(self, file: Path) -> None:
        answers = [answer(1, points=(kc.GeneralPoint(id="p", text="Konstrueret."),))]
        with pytest.raises(kc.ExportError, match="give files or a list"):
            written(lean(answers), "assessment-table", format=".csv", responses=Anew(tuple(answers)))

    def test_are_as_many_as_the_report_was_made_of(self, file: Path) -> None:
        for source in (file, ANSWERS, Anew(tuple(ANSWERS))):
            report = lean(ANSWERS)
            again = once_more(report, source)
            assert len(again) == len(with_themes(report, again)) == 9
            if not isinstance(source, Anew):
                assert list(again[2:4]) == ANSWERS[2:4]

    def test_that_were_changed_are_noticed_when_they_are_looked_up(self, file: Path) -> None:
        again = once_more(lean(ANSWERS), file)
        assert again[0] == ANSWERS[0]
        file.write_bytes(file.read_bytes().replace(b"konstrueret-0", b"konstrueret-X"))
        with pytest.raises(kc.ExportError, match="changed since the check"):
            again[0]

    def test_must_stay_as_they_are(self, file: Path) -> None:
        class Changed(io.BytesIO):
            def writelines(self, lines: Iterable[bytes]) -> None:  # type: ignore[override]
                file.write_bytes(b"\n" * 10_000)
                super().writelines(lines)

        with pytest.raises(kc.ExportError, match=r"svar\.jsonl.*was changed since it was checked"):
            kc.export(lean(ANSWERS), "jsonl", Changed(), registry=REGISTRY, responses=file)

    def test_that_are_not_there_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ReadError, match=r"mangler\.jsonl"):
            written(lean(ANSWERS), responses=tmp_path / "mangler.jsonl")

    def test_are_not_given_to_a_report_that_holds_them(self, file: Path) -> None:
        with pytest.raises(kc.ExportError, match="holds its responses already"):
            written(kc.check(ROUND, ANSWERS, at=AT), responses=file)

    @pytest.mark.parametrize("name", ["jsonl", "csv-responses", "csv-points"])
    def test_are_asked_for_where_a_file_would_be_empty_without_them(self, name: str) -> None:
        with pytest.raises(kc.ExportError, match="none of the 9 responses"):
            written(lean(ANSWERS), name)

    def test_leave_nothing_behind_when_they_are_wrong(self, tmp_path: Path) -> None:
        target = tmp_path / "ud.jsonl"
        with pytest.raises(kc.ExportError):
            kc.export(lean(ANSWERS), "jsonl", target, registry=REGISTRY, responses=ANSWERS[:3])
        assert not target.exists()


class TestThemes:
    ANSWER = answer(1, points=(kc.ThemeProposal(id="p1", title="Havet", text="Konstrueret."),))

    @pytest.mark.parametrize("name", ["json.json", "dataset.zip", "assessment-table.csv", "assessment-table.xlsx"])
    def test_that_the_report_does_not_know_are_asked_for(self, name: str) -> None:
        name, _, suffix = name.partition(".")
        with pytest.raises(kc.ExportError, match=r"'konstrueret-1' proposes a theme.*keep_themes=True"):
            written(lean([self.ANSWER]), name, format=suffix, responses=[self.ANSWER])

    @pytest.mark.parametrize("name", ["json", "dataset"])
    def test_of_responses_that_do_not_count_are_none(self, name: str) -> None:
        rejected = attrs.evolve(self.ANSWER, decision=kc.Decision(kind=kc.DecisionKind.REJECTED))
        whole = written(kc.check(ROUND, [rejected], at=AT, registry=REGISTRY), name)
        assert written(lean([rejected]), name, responses=[rejected]) == whole


class TestRecords:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(scenario=scenarios(), language=st.sampled_from(["da", "en"]))
    def test_are_those_of_the_report_that_holds_its_responses(self, scenario: Scenario, language: str) -> None:
        terms: dict[str, Any] = {"at": scenario.at, "registry": REGISTRY}
        whole = kc.check(scenario.round, scenario.responses, **terms)
        report = kc.check(scenario.round, scenario.responses, keep_responses=False, keep_themes=True, **terms)
        for kind in KINDS:
            found = kc.stream_records(report, kind, responses=list(scenario.responses), language=language)
            assert list(found) == whole.records(kind, language)

    def test_are_made_as_they_are_asked_for(self) -> None:
        class Watched:
            seen = 0

            def __iter__(self) -> Iterator[kc.Response]:
                for one in ANSWERS:
                    self.seen += 1
                    yield one

        source = Watched()
        found = kc.stream_records(lean(ANSWERS), "responses", responses=source)
        assert next(found)["response"] == "konstrueret-0"
        assert source.seen == 1
        assert len(list(found)) == source.seen - 1 == 8

    def test_of_points_need_the_themes_of_the_report(self) -> None:
        with pytest.raises(kc.ExportError, match="keep_themes=True"):
            list(kc.stream_records(lean([TestThemes.ANSWER]), responses=[TestThemes.ANSWER]))

    def test_of_an_unknown_kind_are_refused_at_once(self) -> None:
        with pytest.raises(kc.DataError, match="no records of 'point'"):
            kc.stream_records(lean(ANSWERS), "point", responses=ANSWERS)


class TestWhatCannotBeStreamed:
    def test_an_exporter_that_needs_all_at_once_says_what_to_do(self) -> None:
        for refused in (
            lambda: written(lean(ANSWERS), "hoeringsnotat", format="md", responses=ANSWERS),
            lambda: check_streaming(REGISTRY, "hoeringsnotat", "x.md"),
        ):
            with pytest.raises(kc.ExportError, match=r"keep_responses=True.*csv-points, csv-responses, .*jsonl"):
                refused()

    def test_what_is_for_the_public_is_refused(self) -> None:
        for refused in (
            lambda: written(lean(ANSWERS), audience="public", responses=ANSWERS),
            lambda: written(attrs.evolve(lean(ANSWERS), audience=kc.Audience.PUBLIC), responses=ANSWERS),
            lambda: check_streaming(REGISTRY, "jsonl", audience="public"),
        ):
            with pytest.raises(kc.ExportError, match=r"looked through.*keep_responses=True"):
                refused()

    def test_all_else_may_be(self) -> None:
        check_streaming(REGISTRY, "jsonl", "svar.jsonl", audience="internal")
        check_streaming(REGISTRY, "csv-points", format="csv")
        with pytest.raises(kc.ExportError, match="no audience"):
            check_streaming(REGISTRY, "jsonl", audience="press")
