"""An answer is parted into points, and every paragraph of it ends somewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.assessment import paragraphs
from kkrconsult.document import Block, BlockKind
from kkrconsult.model import GeneralPoint, Point, Round, ThemeProposal, Track, TrackPoint, localized
from kkrconsult.recognition.letters import has_matter, reason_to_set_aside, says_attached, signature_starts
from kkrconsult.recognition.points import Passage, Split, TrackMatcher, passages_of, split

ROUND = Round(
    id="klima",
    title=localized(da="Klima"),
    tracks=(
        Track(id="dk2020", title=localized(da="DK2020"), aliases=("klimahandlingsplaner",)),
        Track(id="groen-vaekst", title=localized(da="Grøn vækst", en="Green growth")),
    ),
)
TRACKS = TrackMatcher(ROUND)
LETTERS = st.sampled_from(
    [
        "Kære KKR",
        "Spor 1",
        "Grøn vækst",
        "Begrundelse",
        "Supplerende tema: Affald",
        "Supplerende temaer",
        "Generelle bemærkninger",
        "Overskrift",
        "Vi mener noget om DK2020.",
        "Vi mener noget helt andet.",
        "Affald: Der er for meget af det.",
        "Svaret er behandlet i Byrådet.",
        "Med venlig hilsen",
        "Anna Hansen",
    ]
)
KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW])


def heading(text: str, level: int = 1) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def item(text: str) -> Block:
    return Block(kind=BlockKind.LIST_ITEM, text=text)


def parted(*blocks: Block | str) -> Split:
    found = [Block(text=block) if isinstance(block, str) else block for block in blocks]
    return split(list(passages_of(found)), TRACKS, "svar")


def short(point: Point) -> tuple[str, str, str | None]:
    about = point.track if isinstance(point, TrackPoint) else getattr(point, "title", "-")
    return about, point.text, point.rationale


def asides(found: Split) -> dict[str, list[str]]:
    texts = paragraphs(found.body)
    return {one.reason: [texts[number - 1] for number in one.paragraphs] for one in found.set_aside}


class TestHeadings:
    @pytest.mark.parametrize(
        "title",
        [
            "DK2020",
            "Spor 1",
            "Spor 1: DK2020",
            "1. DK2020",
            "Spor 1 – Klimahandlingsplaner",
            "Bemærkninger til sporet DK2020",
            "Vedr. DK2020:",
        ],
    )
    def test_name_a_track_in_many_ways(self, title: str) -> None:
        found = parted(heading(title), "Vi er med.", "Vi vil mere.")
        assert [short(point) for point in found.points] == [("dk2020", "Vi er med.\n\nVi vil mere.", None)]
        (anchor,) = [point.anchor for point in found.points]
        assert anchor is not None
        assert (anchor.section, anchor.paragraphs, anchor.quote) == (title, (1, 2), "Vi er med.")
        assert found.body == "Vi er med.\n\nVi vil mere."

    def test_may_be_written_as_a_plain_line(self) -> None:
        found = parted("Grøn vækst", "Vi er med.", "Green growth", "More of it.")
        assert [short(point)[0] for point in found.points] == ["groen-vaekst", "groen-vaekst"]

    def test_part_the_reasons_from_the_rest(self) -> None:
        found = parted(heading("Spor 2"), "Vi er med.", heading("Begrundelse", 2), "Fordi.", "Og derfor.")
        assert [short(point) for point in found.points] == [("groen-vaekst", "Vi er med.", "Fordi.\n\nOg derfor.")]

    def test_with_reasons_alone_are_both(self) -> None:
        found = parted(heading("Spor 2"), "Begrundelse", "Fordi.")
        assert [short(point) for point in found.points] == [("groen-vaekst", "Fordi.", "Fordi.")]

    def test_of_a_number_that_no_track_has_are_like_any_other(self) -> None:
        (point,) = parted(heading("Spor 7"), "Vi er med.").points
        assert isinstance(point, GeneralPoint)

    def test_that_nobody_knows_begin_a_general_point(self) -> None:
        found = parted(heading("Høringssvar"), heading("Noget andet"), "Tekst.", heading("Generelt"), "Mere.")
        assert found.title == "Høringssvar"
        assert [point.anchor and point.anchor.section for point in found.points] == ["Noget andet", "Generelt"]

    def test_below_a_track_stay_with_it(self) -> None:
        found = parted(heading("DK2020", 1), "A.", heading("Økonomi", 2), "B.", heading("Andet", 1), "C.")
        assert [type(point) for point in found.points] == [TrackPoint, TrackPoint, GeneralPoint]
        assert [point.anchor and point.anchor.section for point in found.points] == ["DK2020", "Økonomi", "Andet"]

    def test_without_text_are_kept_as_text(self) -> None:
        found = parted(heading("DK2020"), heading("Grøn vækst"), "Tekst.")
        assert asides(found) == {"heading": ["DK2020"]}

    def test_may_open_a_paragraph(self) -> None:
        found = parted("Tekst først.", "DK2020: Vi er med.", "Supplerende tema: Affald fylder.")
        assert [short(point)[:2] for point in found.points] == [
            ("-", "Tekst først."),
            ("dk2020", "DK2020: Vi er med."),
            ("", "Supplerende tema: Affald fylder."),
        ]


class TestThemes:
    @pytest.mark.parametrize(
        "title",
        [
            "Supplerende tema: Affald",
            "Tema: Affald",
            "Forslag til nyt spor – Affald",
            "4. spor: Affald",
            "Nyt tema om Affald",
        ],
    )
    def test_are_named_by_a_heading(self, title: str) -> None:
        found = parted(heading(title), "Der er for meget.", "Begrundelse", "Fordi.")
        assert [short(point) for point in found.points] == [("Affald", "Der er for meget.", "Fordi.")]

    def test_may_have_no_text_but_their_title(self) -> None:
        found = parted(heading("Supplerende tema: Affald"))
        assert [short(point) for point in found.points] == [("Affald", "", None)]

    def test_stand_below_a_heading_for_all_of_them(self) -> None:
        found = parted(
            heading("Supplerende temaer", 1),
            heading("1. Affald", 2),
            "Der er for meget.",
            heading("Natur", 2),
            "Der er for lidt.",
        )
        assert [short(point)[:2] for point in found.points] == [
            ("Affald", "Der er for meget."),
            ("Natur", "Der er for lidt."),
        ]

    def test_stand_in_a_list(self) -> None:
        found = parted(
            heading("Supplerende temaer"), item("• Affald: Der er for meget."), item("• Natur"), "Begrundelse: Fordi."
        )
        assert [short(point) for point in found.points] == [
            ("Affald", "• Affald: Der er for meget.", None),
            ("• Natur", "• Natur", "Begrundelse: Fordi."),
        ]

    def test_with_reasons_alone_and_no_name_are_the_reasons(self) -> None:
        found = parted("Supplerende temaer", "Begrundelse", "Det haster.")
        assert [short(point) for point in found.points] == [("", "Det haster.", "Det haster.")]

    def test_without_a_name_have_none(self) -> None:
        found = parted(heading("Supplerende temaer"), "Der er for meget affald.")
        assert [short(point)[0] for point in found.points] == [""]

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("Vi foreslår et supplerende tema om cirkulær økonomi, fordi det haster.", "Cirkulær økonomi"),
            ("Pladsholder for et forslag om temaet affald: noget.", "Affald"),
            ("Der bør være et nyt spor om vand som kommer fra himlen.", "Vand"),
        ],
    )
    def test_are_found_in_the_middle_of_a_text(self, text: str, title: str) -> None:
        found = parted("Vi er glade.", text)
        assert [short(point)[0] for point in found.points] == ["-", title]


class TestWithoutHeadings:
    def test_the_track_that_is_spoken_of_decides(self) -> None:
        found = parted("Vi er med i dk2020.", "DK2020 er godt.", "Grøn vækst og DK2020 hænger sammen.", "Green growth!")
        assert [short(point)[:2] for point in found.points] == [
            ("dk2020", "Vi er med i dk2020.\n\nDK2020 er godt."),
            ("-", "Grøn vækst og DK2020 hænger sammen."),
            ("groen-vaekst", "Green growth!"),
        ]

    def test_a_round_without_tracks_has_general_points(self) -> None:
        tracks = TrackMatcher(Round(id="r", title=localized(da="R")))
        found = split([Passage(text="Vi er med i DK2020.")], tracks, "svar")
        assert [type(point) for point in found.points] == [GeneralPoint]


class TestTheLetterAroundIt:
    def test_is_set_aside_with_its_reasons(self) -> None:
        found = parted(
            "Skive Kommune\nTorvegade 10\n7800 Skive",
            "Den 14. december 2020",
            "Kære KKR Midtjylland",
            "Tak for muligheden for at svare.",
            "Dette svar er konstrueret som eksempel.",
            "Svaret er behandlet i Byrådet den 8. december 2020.",
            heading("DK2020"),
            "Vi er med.",
            "Med venlig hilsen",
            "Anna Hansen",
        )
        assert asides(found) == {
            "letterhead": ["Skive Kommune\nTorvegade 10\n7800 Skive", "Den 14. december 2020"],
            "greeting": ["Kære KKR Midtjylland"],
            "cover": ["Tak for muligheden for at svare."],
            "notice": ["Dette svar er konstrueret som eksempel."],
            "handling": ["Svaret er behandlet i Byrådet den 8. december 2020."],
            "signature": ["Med venlig hilsen", "Anna Hansen"],
        }
        assert [short(point)[1] for point in found.points] == ["Vi er med."]

    def test_goes_on_below_a_closing_that_a_heading_follows(self) -> None:
        found = parted("Vi er med.", "Venlig hilsen", heading("DK2020"), "Vi vil mere.")
        assert "signature" not in asides(found)

    def test_earlier_letters_are_quoted(self) -> None:
        found = parted("Vi er med.", Block(kind=BlockKind.NOTE, level=1, text="Svar venligst."))
        assert asides(found) == {"quoted": ["Svar venligst."]}

    def test_a_footnote_is_text(self) -> None:
        found = parted("Vi er med.", Block(kind=BlockKind.NOTE, text="1 Se planen."))
        assert found.points[0].text == "Vi er med.\n\n1 Se planen."

    def test_headers_footers_and_fields_are_no_paragraphs(self) -> None:
        blocks = [
            Block(kind=BlockKind.HEADER, text="Skive"),
            Block(kind=BlockKind.FOOTER, text="Side 1"),
            Block(kind=BlockKind.FIELD, field="x", text=""),
            Block(text="En\n\nto", page=3),
        ]
        (passage,) = passages_of(blocks, file="a.pdf", aside="cover")
        assert passage == Passage(text="En\nto", page=3, file="a.pdf", aside="cover")

    def test_long_words_are_quoted_in_part(self) -> None:
        (point,) = parted(f"{'x' * 80}").points
        assert point.anchor is not None
        assert point.anchor.quote == "x" * 60


class TestCovering:
    @pytest.mark.parametrize(
        "text",
        [
            "Hermed fremsendes svaret.",
            "Svaret er vedhæftet.",
            "Vi takker for høringen.",
            "Ved spørgsmål er I velkomne.",
        ],
    )
    def test_words_are_known(self, text: str) -> None:
        assert reason_to_set_aside(text, at_top=False) == "cover"

    def test_words_in_a_long_text_are_part_of_it(self) -> None:
        assert reason_to_set_aside(f"Tak for høringen. {'Vi har meget at sige. ' * 30}", at_top=False) is None

    def test_a_letterhead_is_only_one_at_the_top(self) -> None:
        assert reason_to_set_aside("Tlf. 99 15 55 00", at_top=True) == "letterhead"
        assert reason_to_set_aside("Tlf. 99 15 55 00", at_top=False) is None
        assert reason_to_set_aside("Vi er med.", at_top=True) is None

    def test_attached_files_are_spoken_of(self) -> None:
        assert says_attached("Se vedhæftede fil.")
        assert not says_attached("Vi er med.")

    def test_matter_is_more_than_a_few_words(self) -> None:
        assert not has_matter(["Hej", "Se bilag."])
        assert has_matter(["Vi har meget at sige om sagen. " * 8])

    def test_the_closing_is_the_first_of_the_last_lines(self) -> None:
        assert signature_starts(["Tekst.", "Mvh", "Anna", "På vegne af Byrådet"]) == 1
        assert signature_starts(["Tekst."]) == 1
        assert signature_starts(["Venlig hilsen", *["Tekst."] * 30]) == 31


class TestNothingIsLost:
    @given(st.lists(st.tuples(LETTERS, KINDS, st.integers(1, 3)), max_size=14))
    def test_whatever_the_letter_looks_like(self, parts: list[tuple[str, BlockKind, int]]) -> None:
        blocks = [Block(kind=kind, text=text, level=level) for text, kind, level in parts]
        found = parted(*blocks)
        texts = paragraphs(found.body)
        sections = {point.anchor.section for point in found.points if point.anchor}
        titles = {point.title for point in found.points if isinstance(point, ThemeProposal)}
        for text, _, _ in parts:
            assert text in texts or text in sections or text in titles or text in (found.title, "Begrundelse")
        claimed = [number for point in found.points if point.anchor for number in point.anchor.paragraphs]
        claimed += [number for one in found.set_aside for number in one.paragraphs]
        assert sorted(claimed) == list(range(1, len(texts) + 1))
        assert len({point.id for point in found.points}) == len(found.points)

    @given(st.lists(st.text(min_size=1, max_size=60).filter(str.strip), max_size=6))
    def test_whatever_is_written(self, texts: list[str]) -> None:
        found = parted(*texts)
        claimed = [number for point in found.points if point.anchor for number in point.anchor.paragraphs]
        claimed += [number for one in found.set_aside for number in one.paragraphs]
        assert sorted(claimed) == list(range(1, len(paragraphs(found.body)) + 1))
