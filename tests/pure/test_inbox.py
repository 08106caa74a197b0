"""An inbox accounts for every file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.findings import Finding
from kkrconsult.inbox import Duplicate, Inbox
from kkrconsult.model import Response, SourceFile

READ, BROKEN, COPY = (SourceFile(name=name) for name in ("a.json", "b.json", "c.json"))
ANSWERS = (
    Response(id="svar-1", participants=("aarhus",), body="Et svar.", source=READ),
    Response(id="svar-2", participants=("aarhus",), body="Et svar mere.", source=READ),
    Response(id="svar-3", participants=("aarhus",), body="Tastet ind."),
)
INBOX = Inbox(
    responses=ANSWERS,
    problems=(Finding(code="file.empty"),),
    duplicates=(Duplicate(file="c.json", of="a.json"),),
    files=(READ, BROKEN, COPY),
    read=("a.json",),
)


class TestAnInbox:
    def test_gives_its_responses_one_by_one(self) -> None:
        assert tuple(INBOX) == ANSWERS
        assert len(INBOX) == 3

    def test_names_the_files_that_gave_nothing_and_are_no_copies(self) -> None:
        assert INBOX.unread == ("b.json",)

    @given(st.lists(st.sampled_from(["read", "unread", "copy"]), max_size=8))
    def test_each_file_is_read_or_unread_or_a_copy(self, ends: list[str]) -> None:
        files = [SourceFile(name=f"{number}.json") for number in range(len(ends))]
        named = list(zip(files, ends, strict=True))
        inbox = Inbox(
            files=tuple(files),
            read=tuple(file.name for file, end in named if end == "read"),
            responses=tuple(
                Response(id=file.name, participants=("aarhus",), body="x", source=file)
                for file, end in named
                if end == "read"
            ),
            duplicates=tuple(Duplicate(file=file.name, of="0.json") for file, end in named if end == "copy"),
        )
        assert list(inbox.unread) == [file.name for file, end in named if end == "unread"]
