"""A new file is read as it is, and leads its reader through what can be said."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.config.known import KNOWN, parse

from kkrconsult.calendar_ import is_working_day
from kkrconsult.config import STARTER_LANGUAGES, Known, new_round_file, parse_round
from kkrconsult.errors import ConfigError
from kkrconsult.municipalities import areas, kkrs, members

TODAY = dt.date(2026, 11, 24)
KKRS = [kkr.id for kkr in kkrs()]
REGIONS = [area for area in areas() if area != "oestdanmark"]


@pytest.mark.parametrize("language", STARTER_LANGUAGES)
class TestANewFile:
    @pytest.mark.parametrize("region", REGIONS)
    def test_is_read_as_it_is(self, region: str, language: str) -> None:
        found = parse(new_round_file(region, today=TODAY, language=language, known=KNOWN))
        assert found.region == region
        assert found.participants == members(region, TODAY)
        assert found.draft
        assert found.title.translations.keys() == {language}

    @pytest.mark.parametrize("region", REGIONS)
    def test_needs_to_know_no_plugins(self, region: str, language: str) -> None:
        parse_round(new_round_file(region, today=TODAY, language=language), known=Known())

    @given(st.dates(dt.date(2007, 1, 1), dt.date(2100, 1, 1)))
    def test_has_a_deadline_on_a_working_day_six_weeks_away(self, language: str, today: dt.date) -> None:
        found = parse(new_round_file("nordjylland", today=today, language=language))
        assert found.deadline is not None
        assert is_working_day(found.deadline.day)
        assert found.deadline.day > today + dt.timedelta(weeks=6)
        assert found.opens is not None
        assert found.opens.date() == today

    def test_says_where_the_parties_after_2026_are_not_known(self, language: str) -> None:
        remark = "2026-12-31"
        before = new_round_file("sjaelland", today=dt.date(2026, 11, 1), language=language)
        after = new_round_file("sjaelland", today=dt.date(2027, 1, 4), language=language)
        assert remark not in before
        assert remark in after
        parse(after)
        assert remark not in new_round_file("midtjylland", today=dt.date(2027, 1, 4), language=language)

    @pytest.mark.parametrize("region", KKRS)
    def test_everything_in_it_that_is_commented_out_can_be_used(self, region: str, language: str) -> None:
        text = new_round_file(region, today=TODAY, language=language)
        used = re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.MULTILINE)
        assert used.count("#") < text.count("#") - 20
        # exclude and contacts name the same party as examples of both.
        used = re.sub(r"^exclude.*\n", "", used, flags=re.MULTILINE)
        found = parse(used.replace('"region-midtjylland"', '"region-nordjylland"'))
        assert len(found.extensions) == 1
        assert found.participants[-1].kind.value == "company"

    def test_shows_the_validators_with_what_holds_by_default(self, language: str) -> None:
        text = new_round_file("midtjylland", today=TODAY, language=language, known=KNOWN)
        assert "[validators.page-limit]\nenabled = true\n# minimum = 1\n# maximum = 2\n# since = …\n" in text
        assert "\n# [validators.acme-words]\n# enabled = false\n# words = …\n" in text
        assert '# tags = ["a", "b"]\n# share = …\n' in text


class TestTheWordsOfANewFile:
    def test_are_danish_unless_asked_otherwise(self) -> None:
        text = new_round_file("midtjylland", today=TODAY, known=KNOWN)
        assert "Udfyld felterne" in text
        assert 'id = "midtjylland-hoering-2026"' in text
        assert 'organiser = "KKR Midtjylland"' in text
        assert "# Svarets længde.\n[validators.page-limit]" in text
        assert "# Fristen holdes.\n[validators.deadline]" in text
        assert not re.search(r"hoering(?!s?-|sbrev)|kommunerne i en kkr ", text)

    def test_name_the_whole_country_and_its_new_region(self) -> None:
        assert "# hele Danmark" in new_round_file("danmark", today=TODAY)
        assert "# all of Denmark" in new_round_file("danmark", today=TODAY, language="en")
        assert "# Region Østdanmark" in new_round_file("oestdanmark", today=dt.date(2027, 2, 1))

    def test_a_region_that_is_not_there_yet_opens_on_its_first_day(self) -> None:
        round_ = parse(new_round_file("oestdanmark", today=TODAY))
        assert round_.opens is not None
        assert round_.opens.date() == dt.date(2027, 1, 1)
        assert len(round_.participants) == 46

    def test_all_that_was_asked_for_wrongly_is_told(self) -> None:
        with pytest.raises(ConfigError, match="Did you mean 'midtjylland'") as caught:
            new_round_file("midtjyland", today=TODAY, language="de")
        assert [problem.path for problem in caught.value.problems] == [("region",), ("language",)]
