"""Writing a report: a whole file or none, the sink stays the caller's, and a broken exporter is named."""

from __future__ import annotations

import datetime as dt
import errno
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.leaks import PublicEdition, public_edition

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
ROUND = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret høring"))
REPORT = kc.check(ROUND, [], at=AT, registry=kc.Registry())


@attrs.frozen(kw_only=True)
class Options:
    """Options of the probe."""

    word: str = "hej"
    """What is written."""


def write(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    sink.write(f"{options.word} {report.audience.value}".encode())


def fails(report: kc.Report, sink: BinaryIO, options: kc.NoOptions) -> None:
    sink.write(b"half")
    raise ZeroDivisionError("no")


def full(report: kc.Report, sink: BinaryIO, options: kc.NoOptions) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def registry() -> kc.Registry:
    class Given:
        @kc.hookimpl
        def kkrconsult_exporters(self) -> Iterable[kc.ExporterSpec]:
            return [
                kc.ExporterSpec(name="probe", suffix=".txt", media_type="text/plain", options=Options, write=write),
                kc.ExporterSpec(name="probe", suffix=".md", media_type="text/markdown", options=Options, write=write),
                kc.ExporterSpec(name="full", suffix=".txt", media_type="text/plain", write=full),
                kc.ExporterSpec(name="broken", suffix=".txt", media_type="text/plain", write=fails),
            ]

    return kc.load_plugins(entry_points=False, extra=[Given()], disabled=["plugin:exporters"])


class TestTargets:
    def test_a_path_chooses_the_format_by_its_suffix(self, tmp_path: Path) -> None:
        kc.export(REPORT, "probe", tmp_path / "x.MD", registry=registry())
        assert (tmp_path / "x.MD").read_text(encoding="utf-8") == "hej internal"

    def test_a_sink_stays_open(self) -> None:
        sink = io.BytesIO()
        kc.export(REPORT, "probe", sink, format="txt", registry=registry())
        assert not sink.closed
        assert sink.getvalue() == b"hej internal"

    def test_a_file_is_as_readable_as_any_other(self, tmp_path: Path) -> None:
        plain = tmp_path / "plain"
        plain.touch()
        kc.export(REPORT, "probe", tmp_path / "x.md", registry=registry())
        assert (tmp_path / "x.md").stat().st_mode == plain.stat().st_mode

    def test_a_missing_folder_is_named_with_the_remedy(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match="Make the folder"):
            kc.export(REPORT, "probe", tmp_path / "none" / "x.md", registry=registry())

    def test_a_folder_is_no_target(self, tmp_path: Path) -> None:
        (tmp_path / "x.md").mkdir()
        with pytest.raises(kc.ExportError, match="It is a folder"):
            kc.export(REPORT, "probe", tmp_path / "x.md", registry=registry())
        assert [path.name for path in tmp_path.iterdir()] == ["x.md"]

    def test_an_unknown_format_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match="it writes"):
            kc.export(REPORT, "probe", tmp_path / "x.docx", registry=registry())

    def test_a_disk_that_is_full_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match=r"No space left on device.*the disk has room"):
            kc.export(REPORT, "full", tmp_path / "x.txt", registry=registry())
        assert list(tmp_path.iterdir()) == []

    def test_an_unknown_exporter_is_told_with_those_that_there_are(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match="full") as caught:
            kc.export(REPORT, "none", tmp_path / "x", registry=registry())
        assert "none" in str(caught.value)


class TestFailure:
    def test_a_file_that_was_there_stays_as_it_was(self, tmp_path: Path) -> None:
        target = tmp_path / "x.txt"
        target.write_text("before", encoding="utf-8")
        with pytest.raises(kc.ExportError, match="ZeroDivisionError"):
            kc.export(REPORT, "broken", target, registry=registry())
        assert target.read_text(encoding="utf-8") == "before"
        assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


class TestOptions:
    def test_those_of_the_call_go_before_those_of_the_round(self) -> None:
        settings = kc.Settings(exporters=kc.FrozenMap({"probe": kc.FrozenMap({"word": "davs"})}))
        report = attrs.evolve(REPORT, round=attrs.evolve(ROUND, settings=settings))
        for options, expected in ((None, b"davs internal"), ({"word": "farvel"}, b"farvel internal")):
            sink = io.BytesIO()
            kc.export(report, "probe", sink, format=".md", options=options, registry=registry())
            assert sink.getvalue() == expected

    def test_unknown_ones_are_refused(self) -> None:
        with pytest.raises(kc.ConfigError, match="Did you mean 'word'"):
            kc.export(REPORT, "probe", io.BytesIO(), format=".md", options={"wrd": "x"}, registry=registry())


def careless(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    sink.write(f"{options.word} og nr. 010180-1234".encode())


def closing(report: kc.Report, sink: BinaryIO, options: kc.NoOptions) -> None:
    sink.write(b"x")
    sink.close()


class Careless:
    @kc.hookimpl
    def kkrconsult_exporters(self) -> Iterable[kc.ExporterSpec[Any]]:
        return [
            kc.ExporterSpec(name="careless", suffix=".txt", media_type="text/plain", options=Options, write=careless),
            kc.ExporterSpec(name="closing", suffix=".txt", media_type="text/plain", write=closing),
        ]


CARELESS = kc.load_plugins(entry_points=False, extra=[Careless()])


class TestWhatIsForThePublic:
    def test_is_looked_through_before_anything_is_written(self, tmp_path: Path) -> None:
        there = tmp_path / "x.txt"
        there.write_text("before", encoding="utf-8")
        sink = io.BytesIO()
        for target in (there, tmp_path / "y.txt", sink):
            with pytest.raises(
                kc.ExportError, match=r"exporter careless .* a CPR number \(••••••-••••\) in the document"
            ):
                kc.export(REPORT, "careless", target, audience="public", registry=CARELESS)
        assert there.read_text(encoding="utf-8") == "before"
        assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
        assert sink.getvalue() == b""

    def test_is_looked_through_where_the_report_itself_is_public(self) -> None:
        public = attrs.evolve(REPORT, audience=kc.Audience.PUBLIC)
        with pytest.raises(kc.ExportError, match="CPR"):
            kc.export(public, "careless", io.BytesIO(), registry=CARELESS)

    def test_is_not_what_is_for_the_house(self) -> None:
        sink = io.BytesIO()
        kc.export(REPORT, "careless", sink, registry=CARELESS)
        assert b"010180-1234" in sink.getvalue()

    def test_is_refused_with_the_first_few_things_that_are_wrong(self) -> None:
        text = " ".join(f"nogen{number}@gmail.com tlf. 1999887{number}" for number in range(9))
        with pytest.raises(kc.ExportError) as caught:
            kc.export(REPORT, "careless", io.BytesIO(), audience="public", options={"word": text}, registry=CARELESS)
        message = str(caught.value)
        assert message.count(" in the document itself") == 5
        assert "and 6 more" in message
        assert "options, templates and files" in message

    def test_may_be_longer_than_memory_should_hold(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kkrconsult.exporting._IN_MEMORY", 100)
        kc.export(
            REPORT, "probe", tmp_path / "x.txt", audience="public", options={"word": "hej " * 99}, registry=registry()
        )
        assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "hej " * 99 + " public"

    def test_cannot_be_looked_through_once_its_exporter_has_closed_it(self) -> None:
        with pytest.raises(kc.ExportError, match=r"exporter closing .* closed what it was given"):
            kc.export(REPORT, "closing", io.BytesIO(), audience="public", registry=CARELESS)

    def test_takes_what_was_made_for_the_same_report(self, monkeypatch: pytest.MonkeyPatch) -> None:
        edition = public_edition(REPORT)
        other = public_edition(attrs.evolve(REPORT))
        made: list[kc.Report] = []

        def counted(report: kc.Report) -> PublicEdition:
            made.append(report)
            return public_edition(report)

        monkeypatch.setattr("kkrconsult.exporting.public_edition", counted)
        for report, given in ((REPORT, edition), (edition.public, edition), (REPORT, other), (REPORT, None)):
            kc.export(
                report, "probe", io.BytesIO(), audience="public", format="txt", registry=registry(), edition=given
            )
        assert len(made) == 2


class TestAudience:
    def test_a_public_document_is_made_of_the_public_report(self) -> None:
        sink = io.BytesIO()
        kc.export(REPORT, "probe", sink, format=".md", audience="public", registry=registry())
        assert sink.getvalue() == b"hej public"

    def test_an_unknown_audience_is_refused(self) -> None:
        with pytest.raises(kc.ExportError, match="public or internal"):
            kc.export(REPORT, "probe", io.BytesIO(), format=".md", audience="all", registry=registry())

    def test_a_report_that_is_for_them_already_stays_as_it_is(self) -> None:
        for wanted in (kc.Audience.INTERNAL, "internal"):
            sink = io.BytesIO()
            kc.export(REPORT, "probe", sink, format=".md", audience=wanted, registry=registry())
            assert sink.getvalue() == b"hej internal"

    def test_what_the_public_report_lost_does_not_come_back(self) -> None:
        public = attrs.evolve(REPORT, audience=kc.Audience.PUBLIC)
        with pytest.raises(kc.ExportError, match="check the round again"):
            kc.export(public, "probe", io.BytesIO(), format=".md", audience="internal", registry=registry())


class TestFiles:
    """Exporters open nothing themselves: what their options name is opened for them."""

    @attrs.frozen(kw_only=True)
    class Options:
        """Options of an exporter that is given files."""

        template: str | None = None
        """A path."""

    def registry(self) -> kc.Registry:
        def write(report: kc.Report, sink: BinaryIO, options: object, files: kc.GivenFiles) -> None:
            for option, given in files.items():
                for file in given:
                    with file.open() as stream:
                        sink.write(f"{option} {file.name}: ".encode() + stream.read() + b"\n")

        spec = kc.ExporterSpec(
            name="given",
            suffix=".txt",
            media_type="text/plain",
            options=self.Options,
            write=write,
            files=("template",),
        )

        class Given:
            @kc.hookimpl
            def kkrconsult_exporters(self) -> Iterable[kc.ExporterSpec]:
                return [spec]

        return kc.load_plugins(entry_points=False, extra=[Given()], disabled=["plugin:exporters"])

    def export(self, **options: object) -> str:
        sink = io.BytesIO()
        kc.export(REPORT, "given", sink, options=options, registry=self.registry())
        return sink.getvalue().decode()

    def test_an_option_that_is_not_set_gives_none(self) -> None:
        assert self.export() == ""

    def test_a_file_is_opened(self, tmp_path: Path) -> None:
        (tmp_path / "brev.txt").write_text("Kære", encoding="utf-8")
        assert self.export(template=str(tmp_path / "brev.txt")) == "template brev.txt: Kære\n"

    def test_a_folder_is_all_below_it_but_nothing_outside(self, tmp_path: Path) -> None:
        (tmp_path / "ude.txt").write_text("ude", encoding="utf-8")
        inside = tmp_path / "inde" / "b"
        inside.mkdir(parents=True)
        (inside / "2.txt").write_text("to", encoding="utf-8")
        (inside.parent / "a.txt").write_text("en", encoding="utf-8")
        (inside / "link.txt").symlink_to(tmp_path / "ude.txt")
        assert self.export(template=str(inside.parent)) == "template a.txt: en\ntemplate b/2.txt: to\n"

    def test_what_is_not_there_is_named_with_its_option(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match=r"option template: there is no file or folder .*borte"):
            self.export(template=str(tmp_path / "borte"))

    def test_a_spec_may_only_name_its_options(self) -> None:
        with pytest.raises(kc.DataError, match="files must name options"):
            kc.ExporterSpec(name="x", suffix=".x", media_type="x/x", write=write, options=Options, files=("borte",))

    def test_a_round_file_means_files_beside_itself(self, tmp_path: Path) -> None:
        text = (
            'schema = 1\n[round]\nid = "konstrueret"\ntitle = { da = "Konstrueret" }\n'
            '[exporters.given]\ntemplate = "skabeloner/brev.txt"\n'
        )
        (tmp_path / "runde.toml").write_text(text, encoding="utf-8")
        round_ = kc.load_round(tmp_path / "runde.toml", registry=self.registry())
        assert round_.settings.exporters["given"]["template"] == str(tmp_path / "skabeloner" / "brev.txt")
