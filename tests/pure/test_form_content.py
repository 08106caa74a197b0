"""What an answer form asks follows from the round."""

from __future__ import annotations

import datetime as dt

from kkrconsult.danish import fold
from kkrconsult.model import Deadline, Round, Track, localized
from kkrconsult.recognition.form_content import Field, FieldKind, Heading, Text, form_parts, own_words

BARE = Round(id="r", title=localized(da="R"), new_themes=False, tracks=(Track(id="a", title=localized(da="A")),))


def fields(round_: Round) -> list[str]:
    return [part.name for part in form_parts(round_, "da") if isinstance(part, Field)]


class TestAForm:
    def test_asks_for_each_track_and_for_themes_where_the_round_does(self) -> None:
        assert [name for name in fields(BARE) if name.startswith(("track", "theme"))] == ["track.a"]
        themed = Round(id="r", title=localized(da="R"))
        assert fields(themed)[-3:] == ["general", "signatory.name", "signatory.title"]
        assert len([name for name in fields(themed) if name.startswith("theme")]) == 12

    def test_lets_a_party_write_its_name_where_none_are_listed(self) -> None:
        (party,) = [one for one in form_parts(BARE, "da") if isinstance(one, Field) and one.name == "participant"]
        assert (party.kind, party.choices) == (FieldKind.LINE, {})

    def test_says_the_deadline_as_exactly_as_it_is_known(self) -> None:
        def said(deadline: Deadline | None) -> list[str]:
            round_ = Round(id="r", title=localized(da="R"), deadline=deadline)
            return [part.text for part in form_parts(round_, "da") if isinstance(part, Text) and "frist" in part.text]

        assert said(None) == []
        assert said(Deadline(day=dt.date(2026, 1, 5))) == ["Svarfrist: 5. januar 2026."]
        assert said(Deadline(day=dt.date(2026, 1, 5), time=dt.time(10))) == ["Svarfrist: 5. januar 2026 kl. 10.00."]

    def test_knows_its_own_words_in_every_language(self) -> None:
        own = own_words(BARE)
        titles = [
            part.text for language in ("da", "en") for part in form_parts(BARE, language) if isinstance(part, Heading)
        ]
        assert {fold(title) for title in titles} <= own
        assert {fold("Skriv her"), fold("Write here")} <= own
