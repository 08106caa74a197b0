"""A walk through the library: a round, its inbox, a check, who is missing, shared themes, and a høringsnotat.

Run it: ``python examples/walkthrough.py [FOLDER]``; with a folder, the documents are written there. The answers are
constructed, and none of them is the opinion of the municipality that it names.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import kkrconsult as kc

HERE = Path(__file__).parent / "midtjylland-klima-2020"
# The library reads no clock: the moment at which is asked is given.
AT = dt.datetime(2020, 12, 18, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))


def main(folder: Path | None = None) -> kc.Report:
    """Print each step; write the documents where a folder is given."""
    round_ = kc.load_round("midtjylland-klima-2020")
    print(round_.title.in_language("en"))
    for track in round_.tracks:
        print(f"  track: {track.title.in_language('en')}")
    for unknown in round_.unknowns:
        print(f"  not known: {unknown.in_language('en')}")

    inbox = kc.read_inbox(HERE / "inbox", round_)
    report = kc.check(round_, inbox, at=AT)
    print(f"\n{len(inbox.files)} files, {report.accounting.accepted} answers that count")
    for finding in report.findings:
        severity = finding.severity.value if finding.severity else "?"
        print(f"  {severity}: {finding.code} ({finding.subject.id if finding.subject else 'the round'})")

    parties = report.participation.parties
    print("\nmissing:", ", ".join(party.name for party in parties if party.status is kc.Status.MISSING))
    print("supplementary themes:")
    for theme in report.themes:
        print(f"  {theme.title}: {', '.join(theme.participants)}")

    # The same inbox under a round file of one's own, in which one municipality has more time.
    extended = kc.load_round(HERE / "round-with-extension.toml")
    late = [party.name for party in kc.check(extended, inbox, at=AT).participation.parties if party.late]
    print("\nlate with the extension:", ", ".join(late))

    if folder is None:
        sink = io.BytesIO()
        kc.export(report, "hoeringsnotat", sink, format=".md", audience="public")
        print(f"\nthe høringsnotat for the public has {len(sink.getvalue().decode().splitlines())} lines")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        kc.export(report, "hoeringsnotat", folder / "hoeringsnotat.md", audience="public")
    return report


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
