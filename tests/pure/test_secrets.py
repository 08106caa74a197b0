"""Texts that must not be published are found however they are set, and never shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.privacy import Secret, SecretKind, Secrets, letters_of, passages

NAME = Secret(kind=SecretKind.NAME, text="Jens Åberg-Hansen")
NUMBER = Secret(kind=SecretKind.CPR, text="010180-1234")
PHONE = Secret(kind=SecretKind.PHONE, text="12345678")
ID = Secret(kind=SecretKind.ID, text="svar-1a")
LONG = "Vi er lodret imod, at der rejses vindmøller langs den gamle jernbane, og det har vi sagt før."
ALL = Secrets([NAME, NUMBER, PHONE, ID])


def kinds(text: str, secrets: Secrets = ALL) -> list[str]:
    return [secret.kind.value for secret in secrets.found_in(text)]


class TestSecrets:
    @pytest.mark.parametrize(
        "text",
        [
            "Jens Åberg-Hansen",
            "kære JENS  ÅBERG\u2010HANSEN!",
            "jens.åberg_hansen@x",
            "Je\nns Åb\u00aderg-\r\nHansen",
            unicodedata.normalize("NFD", "Jens Åberg-Hansen"),
        ],
    )
    def test_a_name_is_found_however_it_is_set(self, text: str) -> None:
        assert kinds(text) == ["name"]

    @pytest.mark.parametrize(
        "text", ["Jens Åberg-Hansens hus", "Anjens Åberg-Hansen", "Jens Åberg", "", "Jens Aaberg Hansen"]
    )
    def test_a_part_of_other_words_is_none(self, text: str) -> None:
        assert kinds(text) == []

    @pytest.mark.parametrize(
        "text", ["010180-1234", "0101801234", "010180 1234", "0101 80-\n1234", "nr.010180\u20131234x"]
    )
    def test_a_number_is_found_with_whatever_stands_between_its_digits(self, text: str) -> None:
        assert kinds(text) == ["cpr"]

    @pytest.mark.parametrize(
        "text",
        [
            "9010180-1234",
            "010180-12345",
            "01.\n\n\n   01\n\n\n\n80 1234",
            "0 1 0 1 8 0 1 2 3 4",
            "1234 5678 and more: 01018012",
        ],
    )
    def test_digits_of_other_numbers_are_none(self, text: str) -> None:
        assert "cpr" not in kinds(text)

    def test_ids_end_where_words_and_numbers_do(self) -> None:
        assert kinds("se SVAR-1A.docx") == ["id"]
        assert kinds("se svar-1ab og svar-11a") == []

    def test_several_are_found_each_once(self) -> None:
        assert kinds("svar-1a svar-1a 12 34 56 78, Jens Åberg-Hansen") == ["id", "phone", "name"]

    def test_what_is_too_short_to_be_told_apart_is_not_looked_for(self) -> None:
        assert not Secrets([Secret(kind=SecretKind.ID, text="a-1")])
        assert Secrets(()).found_in("a-1") == ()

    def test_one_that_is_given_twice_is_one(self) -> None:
        again = Secret(kind=SecretKind.NAME, text="JENS åberg hansen")
        assert list(Secrets([NAME, again])) == [NAME]
        assert list(Secrets([NAME, NUMBER]).without([NAME])) == [NUMBER]

    @pytest.mark.parametrize("before", [0, (1 << 20) - 9, 1 << 20, (1 << 20) + 3000, (1 << 21) - 5000])
    def test_a_long_text_is_looked_through_to_its_end(self, before: int) -> None:
        text = "ord " * (before // 4) + "o" * (before % 4) + " Jens Åberg-Hansen " + "ord " * 300_000
        assert kinds(text) == ["name"]

    def test_a_long_text_without_any_gap_is_looked_through_too(self) -> None:
        assert kinds("x" * 3_000_000 + " 010180-1234") == ["cpr"]

    def test_they_are_never_shown(self) -> None:
        mail = Secret(kind=SecretKind.EMAIL, text="jens@gmail.com")
        for secret, masked in (
            (NAME, "•••"),
            (NUMBER, "••••••-••••"),
            (PHONE, "•• •• •• 78"),
            (mail, "•••@gmail.com"),
        ):
            assert secret.masked == masked
            assert secret.text not in repr(secret) + str(secret)

    @given(st.text(), st.sampled_from([NAME, NUMBER, ID]), st.text())
    def test_redacted_means_not_found(self, before: str, secret: Secret, after: str) -> None:
        text = f"{before} {secret.text} {after}"
        assert Secrets([secret]).found_in(text) == (secret,)
        changed = Secrets([secret]).redacted(text, "[udeladt]")
        assert Secrets([secret]).found_in(changed) == ()
        assert "[udeladt]" in changed


class TestRedacting:
    def test_a_placeholder_stands_for_each(self) -> None:
        assert ALL.redacted("Jens\nÅberg Hansen: 010180-1234.", "[…]") == "[…]: […]."
        assert ALL.redacted("Intet her.", "[…]") == "Intet her."

    def test_of_a_text_that_quotes_a_passage_nothing_is_left(self) -> None:
        secrets = Secrets(Secret(kind=SecretKind.TEXT, text=one) for one in passages(LONG))
        assert secrets.redacted(f"Som de siger: {LONG[10:]}", "[…]") == "[…]"

    def test_where_letters_cannot_be_told_apart_all_of_it_goes(self) -> None:
        secrets = Secrets([Secret(kind=SecretKind.NAME, text="Straße fünf")])
        assert secrets.redacted("I STRASSE FÜNF.", "[…]") == "I […]."
        assert secrets.redacted("I straße fünf.", "[…]") == "[…]"


class TestPassages:
    def test_lie_side_by_side_and_reach_the_end(self) -> None:
        found = list(passages(LONG))
        assert all(24 <= len(one) < 48 for one in found)
        assert letters_of(LONG).startswith("".join(found[:-1]))
        assert letters_of(LONG).endswith(found[-1])

    def test_whoever_quotes_two_lines_quotes_one_of_them_whole(self) -> None:
        secrets = Secrets(Secret(kind=SecretKind.TEXT, text=one) for one in passages(LONG))
        for start in range(18):
            assert kinds(LONG[start : start + 75], secrets), start

    def test_short_paragraphs_have_none(self) -> None:
        assert list(passages("Kære KKR\n\nVenlig hilsen\n \nJens")) == []

    def test_a_paragraph_of_just_the_length_has_one(self) -> None:
        assert list(passages("a" * 30)) == ["a" * 30]
