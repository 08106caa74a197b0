"""The codes of the library itself: what can go wrong with a plugin or a file, whatever a round demands.

Their texts stand in the catalogues. Nobody else may declare a code under one of `RESERVED`.
"""

from __future__ import annotations

from kkrconsult.findings import Code, Severity

__all__ = ["LIBRARY_CODES", "RESERVED"]

RESERVED = ("plugin", "file", "inbox", "assessment")
"""The subjects whose codes are the library's own: the part before the first full stop."""

LIBRARY_CODES = (
    # A file that is lost may be an answer that is lost, so what hides a file is an error. Parameters: `file`,
    # and what is named behind the code.
    Code("file.duplicate", Severity.WARNING),  # original: the file with the same content
    Code("file.automatic", Severity.INFO),
    Code("file.empty", Severity.ERROR),
    Code("file.ignored", Severity.INFO),  # reason: as the sidecar says
    Code("file.look-at", Severity.WARNING),  # what: in words
    Code("file.needs-extra", Severity.ERROR),  # extra: what to install
    Code("file.not-a-response", Severity.ERROR),  # reason
    Code("file.no-text", Severity.ERROR),  # pages
    Code("file.noticed", Severity.INFO),  # what: in words
    Code("file.over-limit", Severity.ERROR),  # reason
    Code("file.same-text", Severity.WARNING),  # original: the file whose answer says the same
    Code("file.too-large", Severity.ERROR),  # size, limit: in bytes
    Code("file.unassigned", Severity.ERROR),
    Code("file.unknown-type", Severity.ERROR),  # known: list of suffixes that are read
    Code("file.unreadable", Severity.ERROR),  # reason
    Code("file.unsafe", Severity.ERROR),  # reason
    Code("file.unsure", Severity.ERROR),  # candidates: in words; parties: their ids
    Code("inbox.empty", Severity.WARNING),
    Code("inbox.sidecar", Severity.ERROR),  # reason
    Code("inbox.sidecar-unknown", Severity.WARNING),  # missing: the file that is not there
    Code("inbox.symlink", Severity.WARNING),
    Code("inbox.theme-unmatched", Severity.WARNING),  # title; missing: titles and ids that no proposal has
    # The secretariat's remarks. Parameters: `point`, or `file` and mostly `row`, and what is named behind the code.
    Code("assessment.changed", Severity.WARNING),
    Code("assessment.conflict", Severity.ERROR),  # field, versions: in words
    Code("assessment.gone", Severity.WARNING),  # places: in words
    Code("assessment.left-out", Severity.WARNING),  # what: in words
    Code("assessment.missing-column", Severity.WARNING),  # columns: in words
    Code("assessment.mixed-row", Severity.ERROR),  # id, other: of the program's own column
    Code("assessment.no-id", Severity.ERROR),  # found: what stands there
    Code("assessment.no-table", Severity.ERROR),  # columns: list of those that there are
    Code("assessment.no-value", Severity.WARNING),  # cells: how many
    Code("assessment.other-round", Severity.ERROR),  # round; other: the one in the file
    Code("assessment.own-column", Severity.INFO),  # column; hint
    Code("assessment.repeated-column", Severity.ERROR),  # column
    Code("assessment.unknown-disposition", Severity.ERROR),  # written; allowed: list; hint
    Code("assessment.unusable", Severity.ERROR),  # reason
    # Parameters: `plugin`, and what is named behind the code.
    Code("plugin.crashed", Severity.ERROR),  # record: such as "validator acme-words"; error: in one line
    Code("plugin.failed-to-load", Severity.WARNING),  # reason: PluginFailure.message
    Code("plugin.undeclared-code", Severity.ERROR),  # record; code
)
"""Every code that the library may use without a plugin."""
