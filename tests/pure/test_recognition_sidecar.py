"""inbox.toml settles what no program can know; it is read with all its problems, and a stub of it is made."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kkrconsult as kc
from kkrconsult.findings import Finding
from kkrconsult.formats.names import Names
from kkrconsult.model import ProvenanceKind
from kkrconsult.recognition import Match, Settled, Sidecar, read_sidecar, sidecar_stub

NAMES = Names({"Foreningen": "foreningen"})


def read(text: str) -> Sidecar:
    return read_sidecar(text, "inbox.toml", NAMES, "Europe/Copenhagen")


def reasons(sidecar: Sidecar) -> list[str]:
    return [str(problem.params["reason"]) for problem in sidecar.problems]


class TestWhatItSays:
    FOUND = read(
        """
schema = 1
[filer."brev 1.docx"]
part = "Skive Kommune"
modtaget = 2020-12-14T09:12:00
behandling = { form = "politisk", instans = "Byrådet" }
[filer."bilag.pdf"]
bilag_til = "brev 1.docx"
[files."kvittering.eml"]
ignore = "an automatic receipt"
[filer."forening.txt"]
afsender = "Haveforeningen"
"""
    )

    def test_is_found_by_file(self) -> None:
        assert self.FOUND.problems == ()
        assert list(self.FOUND.files) == ["brev 1.docx", "bilag.pdf", "forening.txt", "kvittering.eml"]
        assert self.FOUND.files["bilag.pdf"].attachment_of == "brev 1.docx"
        assert self.FOUND.files["kvittering.eml"].ignored == "an automatic receipt"

    def test_names_the_sender(self) -> None:
        assert self.FOUND.files["brev 1.docx"].match == Match(participants=("skive",))
        assert self.FOUND.files["forening.txt"].match == Match(name="Haveforeningen")
        assert not Settled().match.sure

    def test_goes_before_what_was_recognised_and_is_marked_so(self) -> None:
        found = self.FOUND.files["brev 1.docx"].applied(kc.Response(id="a", participants=("viborg",), body="Tekst."))
        assert found.participants == ("skive",)
        assert found.received_at == dt.datetime(2020, 12, 14, 8, 12, tzinfo=dt.UTC)
        assert found.handling == kc.Handling(mode=kc.HandlingMode.POLITICAL, body="Byrådet")
        assert found.body == "Tekst."
        assert found.provenance["received_at"].kind is ProvenanceKind.SIDECAR

    def test_may_be_nothing(self) -> None:
        answer = kc.Response(id="a", participants=("viborg",))
        assert Settled().applied(answer) is answer
        assert read("\ufeff") == Sidecar()


class TestMistakes:
    def test_are_told_all_at_once_with_their_places(self) -> None:
        found = read(
            """
schema = 2
fil = 1
[filer]
"a.docx" = 3
[filer."b.docx"]
modtaget = "i går"
kanal = "røgsignal"
bilag_til = ""
ukendt = 1
part = 4
"""
        )
        assert found.files == {}
        assert len(found.problems) == 8
        assert {problem.code for problem in found.problems} == {"inbox.sidecar"}
        assert any("b.docx" in reason and "ukendt" in reason for reason in reasons(found))

    @pytest.mark.parametrize("text", ["[filer", 'filer = "x"', "[filer]\nx = "])
    def test_of_the_file_itself_are_told(self, text: str) -> None:
        assert len(read(text).problems) == 1

    @given(st.text(max_size=80))
    def test_of_any_kind_are_told(self, text: str) -> None:
        found = read(text)
        assert found.files == {} or not found.problems


class TestTheStub:
    INBOX = kc.Inbox(
        responses=(
            kc.Response(id="a", participants=("skive",), source=kc.SourceFile(name="skive.docx")),
            kc.Response(id="b", participants=("odder",)),
        ),
        problems=(
            Finding(
                code="file.unsure",
                params={
                    "file": 'x "1".docx',
                    "candidates": {"da": "Skive, Odder", "en": "x"},
                    "parties": ["skive", "odder"],
                },
            ),
            Finding(code="file.unassigned", params={"file": "b.txt"}),
            Finding(code="file.empty", params={"file": "c.txt"}),
        ),
    )

    def test_has_a_table_for_every_open_file_and_can_be_read_as_it_is(self) -> None:
        text = sidecar_stub(self.INBOX)
        assert tomllib.loads(text) == {"schema": 1, "filer": {"b.txt": {}, 'x "1".docx': {}, "skive.docx": {}}}
        assert read(text).problems == ()
        assert '# Skive, Odder\n# part = "skive"\n# part = "odder"' in text

    def test_works_when_the_marks_are_taken_away(self) -> None:
        text = sidecar_stub(self.INBOX).replace('# part = "skive"', 'part = "skive"').replace("# modtaget", "modtaget")
        found = read(text)
        assert found.problems == ()
        assert found.files['x "1".docx'].match == Match(participants=("skive",))
