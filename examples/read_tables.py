"""Reads the tables of real hearings and gives the three lists that ministries print, with the quirks of each source.

The lists: parties with remarks, parties without remarks, and parties that did not answer. Run it:
``python examples/read_tables.py``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import attrs

from kkrconsult.danish import sort_key

FOLDER = Path(__file__).parent / "tables"
LISTS = {
    "remarks": "Har afgivet bemærkninger",
    "no_remarks": "Har ikke haft bemærkninger",
    "no_response": "Har ikke afgivet høringssvar",
    "response": "Har svaret (kilden siger ikke, om der var bemærkninger)",
}


@attrs.frozen(kw_only=True)
class Hearing:
    """One table: names by list, and what is odd about it."""

    name: str
    """Name of the hearing, such as ``L17_2023-24_partial``."""
    lists: dict[str, tuple[str, ...]]
    """Names in Danish alphabetical order, by the status of the table."""
    quirks: tuple[str, ...]
    """What the source's own lists do not say outright."""


def read(path: Path) -> Hearing:
    """Read one table. A row that only marks where a source was cut off is a quirk and no party."""
    lists: dict[str, list[str]] = {status: [] for status in LISTS}
    quirks: list[str] = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["status"] == "truncated":
                quirks.append(f"incomplete: {row['party']}")
                continue
            lists[row["status"]].append(row["party"])
            if row["note"]:
                quirks.append(f"{row['party']}: {row['note']}")
    return Hearing(
        name=path.stem.removeprefix("table_"),
        lists={status: tuple(sorted(names, key=sort_key)) for status, names in lists.items()},
        quirks=tuple(quirks),
    )


def hearings() -> tuple[Hearing, ...]:
    """All hearings, by file name."""
    return tuple(read(path) for path in sorted(FOLDER.glob("table_*.csv")))


def main() -> None:
    """Print every hearing."""
    for hearing in hearings():
        print(f"\n{hearing.name}")
        for status, title in LISTS.items():
            if hearing.lists[status]:
                print(f"  {title} ({len(hearing.lists[status])}): {'; '.join(hearing.lists[status])}")
        for quirk in hearing.quirks:
            print(f"  ! {quirk}")


if __name__ == "__main__":
    main()
