"""No document for the public says what the public may not read: not by any exporter of ours, nor by anybody else's."""

from __future__ import annotations

import enum
import gzip
import html
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pytest
from tests.exporters.leaky import LEAKY, zipped
from tests.exporters.planted import CPRS, HIDDEN, NAMES, REPORT, SECRETS, found_in

import kkrconsult as kc
from kkrconsult.leaks import public_edition

REGISTRY = kc.load_plugins(entry_points=False)
EDITION = public_edition(REPORT)


def _ways(options: type[Any]) -> list[dict[str, Any]]:
    """The options of an exporter by which it may write something else: each by itself."""
    fields = {field.name: field for field in attrs.fields(options)}
    ways: list[dict[str, Any]] = [{}]
    if "language" in fields:
        ways.append({"language": "en"})
    for name, field in fields.items():
        if isinstance(field.default, enum.Enum):
            ways += [{name: one.value} for one in type(field.default) if one is not field.default]
    if "kinds" in fields:
        from kkrconsult.exporters._letters_texts import Kind

        ways.append({"kinds": [one.value for one in Kind]})
    return ways


CASES = [
    pytest.param(entry, way, id=f"{entry.name}{entry.spec.suffix}-{'-'.join(map(str, way.values())) or 'plain'}")
    for entry in REGISTRY.exporters
    for way in _ways(entry.spec.options)
]


class TestOurOwnExporters:
    def test_what_is_planted_is_in_the_internal_report(self) -> None:
        said = kc.to_json(REPORT)
        assert [secret for secret in SECRETS if secret not in said and secret not in said.replace(" ", "_")] == []

    @pytest.mark.parametrize(("entry", "way"), CASES)
    def test_write_nothing_into_a_public_document_that_is_not_public(
        self, entry: kc.Registered[Any], way: dict[str, Any]
    ) -> None:
        sink = io.BytesIO()
        try:
            kc.export(
                REPORT,
                entry.name,
                sink,
                audience="public",
                format=entry.spec.suffix,
                options=way,
                registry=REGISTRY,
                edition=EDITION,
            )
        except kc.MissingExtraError as error:
            pytest.skip(str(error))
        assert sink.getvalue()
        assert found_in(sink.getvalue()) == set()

    @pytest.mark.parametrize("entry", [one for one in REGISTRY.exporters if one.name in ("json", "hoeringsnotat")])
    def test_would_be_found_out_in_this_way(self, entry: kc.Registered[Any]) -> None:
        """The same look at the internal edition finds what is planted: it is not the look that fails."""
        sink = io.BytesIO()
        try:
            kc.export(REPORT, entry.name, sink, format=entry.spec.suffix, registry=REGISTRY)
        except kc.MissingExtraError as error:
            pytest.skip(str(error))
        assert HIDDEN in found_in(sink.getvalue())


@attrs.frozen(kw_only=True)
class Leaking:
    """Options of an exporter that writes what it is told."""

    data: str = ""
    """The bytes, in hexadecimal."""


def _write(report: kc.Report, sink: BinaryIO, options: Leaking) -> None:
    sink.write(bytes.fromhex(options.data))


class Strangers:
    @kc.hookimpl
    def kkrconsult_exporters(self) -> Iterable[kc.ExporterSpec[Leaking]]:
        # The suffix says nothing of what is written: it is opened by what it is.
        return [
            kc.ExporterSpec(name="leaking", suffix=".txt", media_type="text/plain", options=Leaking, write=_write),
        ]


STRANGERS = kc.load_plugins(entry_points=False, extra=[Strangers()])


def refused(data: bytes, target: Any, report: kc.Report = REPORT) -> str | None:
    """The message with which a document is refused; None where it is written."""
    try:
        kc.export(
            report,
            "leaking",
            target,
            audience="public",
            options={"data": data.hex()},
            registry=STRANGERS,
            edition=EDITION if report is REPORT else None,
        )
    except kc.ExportError as error:
        return str(error)
    return None


class TestTheExportersOfStrangers:
    @pytest.mark.parametrize("secret", [NAMES[4], CPRS[0]])
    @pytest.mark.parametrize("place", LEAKY)
    def test_are_refused_wherever_they_hide_it(self, place: str, secret: str, tmp_path: Path) -> None:
        message = refused(LEAKY[place](secret), tmp_path / "x.txt")
        assert message is not None
        assert "exporter leaking" in message
        assert ("a name that is not public" if secret == NAMES[4] else "a CPR number") in message
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("place", LEAKY)
    def test_are_not_refused_for_what_is_no_secret(self, place: str, tmp_path: Path) -> None:
        assert refused(LEAKY[place]("Konstrueret Overskrift"), tmp_path / "x.txt") is None
        assert (tmp_path / "x.txt").is_file()

    @pytest.mark.parametrize("secret", SECRETS)
    def test_are_refused_whatever_the_secret_is(self, secret: str) -> None:
        sink = io.BytesIO()
        message = refused(LEAKY["runs in Word"](html.escape(secret)), sink)
        assert message is not None
        assert secret not in message
        assert "word/document.xml" in message
        assert sink.getvalue() == b""

    def test_are_told_where_it_stands_without_telling_it(self) -> None:
        message = refused(zipped((f"{NAMES[4]}/{CPRS[0]}.txt", f"{NAMES[4]} {CPRS[1]}".encode())), io.BytesIO())
        assert message is not None
        assert "a name that is not public (•••) in name of member 1" in message
        assert "a CPR number (••••••-••••) in …" in message
        assert not any(secret in message for secret in SECRETS)

    def test_are_refused_for_personal_data_that_the_report_does_not_know(self) -> None:
        bare = kc.check(kc.Round(id="x", title=kc.localized(da="X")), [], at=REPORT.at, registry=STRANGERS)
        for text in ("110290-1234", "nogen@outlook.dk", "tlf. 19998877", "ring 12 98 76 54"):
            for report in (bare, attrs.evolve(bare, audience=kc.Audience.PUBLIC)):
                assert refused(f"Se {text}.".encode(), io.BytesIO(), report) is not None

    @pytest.mark.parametrize(
        "data",
        [
            b"Skriv til hoering@kkr-konstrueret.dk eller post@anholt.example.",
            b'<svg viewBox="12 34 56 78" width="1010701234"><path d="M 12 34 56 78 L 010180 1234"/></svg>',
            zipped(("word/document.xml", b'<wp:extent cx="1010701234" cy="0101801234"/><w:id w:val="1010701234"/>')),
            b'{"size": 20201215, "values": [12, 34, 56, 78]}',
            "Herning;12;34;56;78\r\n".encode("utf-8-sig"),
            LEAKY["a page of a PDF"]("Antal 12 34 56 78"),
            LEAKY["a page of a PDF"]("10 20 30 40"),
        ],
    )
    def test_may_write_mailboxes_of_the_round_and_numbers_that_are_none_of_anybody(self, data: bytes) -> None:
        assert refused(data, io.BytesIO()) is None

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"PK\x03\x04 and no more", "a zip archive that is broken"),
            (b"%PDF-1.7 and no more \x00", "a PDF that is broken"),
            (gzip.compress(b"x" * 99, mtime=0)[:-12], "damaged"),
        ],
    )
    def test_are_refused_where_nobody_can_look(self, data: bytes, why: str) -> None:
        message = refused(data, io.BytesIO())
        assert message is not None
        assert f"something that cannot be looked into ({why})" in message
