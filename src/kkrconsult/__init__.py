"""kkrconsult: consultation rounds (høringer) among Danish municipalities, as data and functions.

    >>> import kkrconsult as kc
    >>> round_ = kc.load_round("midtjylland-klima-2020")
    >>> round_.deadline.day.isoformat()
    '2020-12-15'

The package is lazy (PEP 562): importing it loads nothing, and each name loads its module when it is first asked for.
Type checkers see the whole.
"""

from __future__ import annotations

# Type checkers take this name for true, whoever defines it; importing it from typing would cost more than all the rest.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult._version import API_VERSION, __version__
    from kkrconsult.adoption import adopt, became, theme_history
    from kkrconsult.assessing import read_assessments, write_assessments
    from kkrconsult.calendar_ import DayCount
    from kkrconsult.deprecation import KkrconsultDeprecationWarning
    from kkrconsult.engine import Summary, check, check_part, finish, merge
    from kkrconsult.errors import (
        ConfigError,
        DataError,
        ExportError,
        KkrconsultError,
        MissingExtraError,
        PluginError,
        Problem,
        ReadError,
    )
    from kkrconsult.exporting import export, stream_records
    from kkrconsult.findings import Code, Finding, Location, Severity, Subject, SubjectKind
    from kkrconsult.grouping import (
        ThemeStanding,
        group_by_meaning,
        merge_themes,
        promote_theme,
        rank_themes,
        rename_theme,
        split_theme,
        undo_theme,
    )
    from kkrconsult.inbox import Duplicate, Inbox
    from kkrconsult.intake import FilePart, Limits, parts_of, read_inbox
    from kkrconsult.jsonio import from_json, to_json
    from kkrconsult.model import (
        Accounting,
        Actor,
        Anchor,
        Assessment,
        AssessmentRules,
        Attachment,
        Channel,
        Contact,
        Deadline,
        Decision,
        DecisionKind,
        Demand,
        Disposition,
        DispositionLabels,
        Extension,
        GeneralPoint,
        GroupedBy,
        Handling,
        HandlingMode,
        LocalizedText,
        MandateArea,
        Material,
        MaterialKind,
        Milestone,
        MilestoneKind,
        MilestoneStatus,
        NoRemarks,
        Outcome,
        PageBasis,
        PageCount,
        Participant,
        ParticipantKind,
        Participation,
        PartyStatus,
        Point,
        Proposal,
        Provenance,
        ProvenanceKind,
        Receipt,
        Reservation,
        Response,
        ResponseStatus,
        Round,
        Sender,
        SetAside,
        Settings,
        Signatory,
        Source,
        SourceFile,
        Speaker,
        Stage,
        Standing,
        Status,
        Theme,
        ThemeDecision,
        ThemeProposal,
        ThemeQuote,
        ThemeReason,
        Track,
        TrackChange,
        TrackChangeKind,
        TrackPoint,
        TrackStatus,
        Withdrawal,
        localized,
    )
    from kkrconsult.parallel import check_files
    from kkrconsult.plugins import (
        Concluding,
        Context,
        ExporterSpec,
        GivenFile,
        GivenFiles,
        GrouperSpec,
        NoOptions,
        PluginFailure,
        PluginInfo,
        ReaderSpec,
        Registered,
        Registry,
        RoundSpec,
        Validator,
        ValidatorSpec,
        hookimpl,
        load_plugins,
        per_response,
    )
    from kkrconsult.remarks import AssessmentBook, Conflict, Remark, Version, merge_assessments
    from kkrconsult.report import Audience, PluginUse, PointEntry, Report
    from kkrconsult.rounds import load_round
    from kkrconsult.structure import FrozenMap

__all__ = [
    "API_VERSION",
    "Accounting",
    "Actor",
    "Anchor",
    "Assessment",
    "AssessmentBook",
    "AssessmentRules",
    "Attachment",
    "Audience",
    "Channel",
    "Code",
    "Concluding",
    "ConfigError",
    "Conflict",
    "Contact",
    "Context",
    "DataError",
    "DayCount",
    "Deadline",
    "Decision",
    "DecisionKind",
    "Demand",
    "Disposition",
    "DispositionLabels",
    "Duplicate",
    "ExportError",
    "ExporterSpec",
    "Extension",
    "FilePart",
    "Finding",
    "FrozenMap",
    "GeneralPoint",
    "GivenFile",
    "GivenFiles",
    "GroupedBy",
    "GrouperSpec",
    "Handling",
    "HandlingMode",
    "Inbox",
    "KkrconsultDeprecationWarning",
    "KkrconsultError",
    "Limits",
    "LocalizedText",
    "Location",
    "MandateArea",
    "Material",
    "MaterialKind",
    "Milestone",
    "MilestoneKind",
    "MilestoneStatus",
    "MissingExtraError",
    "NoOptions",
    "NoRemarks",
    "Outcome",
    "PageBasis",
    "PageCount",
    "Participant",
    "ParticipantKind",
    "Participation",
    "PartyStatus",
    "PluginError",
    "PluginFailure",
    "PluginInfo",
    "PluginUse",
    "Point",
    "PointEntry",
    "Problem",
    "Proposal",
    "Provenance",
    "ProvenanceKind",
    "ReadError",
    "ReaderSpec",
    "Receipt",
    "Registered",
    "Registry",
    "Remark",
    "Report",
    "Reservation",
    "Response",
    "ResponseStatus",
    "Round",
    "RoundSpec",
    "Sender",
    "SetAside",
    "Settings",
    "Severity",
    "Signatory",
    "Source",
    "SourceFile",
    "Speaker",
    "Stage",
    "Standing",
    "Status",
    "Subject",
    "SubjectKind",
    "Summary",
    "Theme",
    "ThemeDecision",
    "ThemeProposal",
    "ThemeQuote",
    "ThemeReason",
    "ThemeStanding",
    "Track",
    "TrackChange",
    "TrackChangeKind",
    "TrackPoint",
    "TrackStatus",
    "Validator",
    "ValidatorSpec",
    "Version",
    "Withdrawal",
    "__version__",
    "adopt",
    "became",
    "check",
    "check_files",
    "check_part",
    "export",
    "finish",
    "from_json",
    "group_by_meaning",
    "hookimpl",
    "load_plugins",
    "load_round",
    "localized",
    "merge",
    "merge_assessments",
    "merge_themes",
    "parts_of",
    "per_response",
    "promote_theme",
    "rank_themes",
    "read_assessments",
    "read_inbox",
    "rename_theme",
    "split_theme",
    "stream_records",
    "theme_history",
    "to_json",
    "undo_theme",
    "write_assessments",
]

_HOMES = {
    "kkrconsult._version": "API_VERSION __version__",
    "kkrconsult.adoption": "adopt became theme_history",
    "kkrconsult.assessing": "read_assessments write_assessments",
    "kkrconsult.calendar_": "DayCount",
    "kkrconsult.deprecation": "KkrconsultDeprecationWarning",
    "kkrconsult.engine": "Summary check check_part finish merge",
    "kkrconsult.errors": """
        ConfigError DataError ExportError KkrconsultError MissingExtraError PluginError Problem
        ReadError
    """,
    "kkrconsult.exporting": "export stream_records",
    "kkrconsult.findings": "Code Finding Location Severity Subject SubjectKind",
    "kkrconsult.grouping": """
        ThemeStanding group_by_meaning merge_themes promote_theme rank_themes rename_theme split_theme undo_theme
    """,
    "kkrconsult.inbox": "Duplicate Inbox",
    "kkrconsult.intake": "FilePart Limits parts_of read_inbox",
    "kkrconsult.jsonio": "from_json to_json",
    "kkrconsult.model": """
        Accounting Actor Anchor Assessment AssessmentRules Attachment Channel Contact Deadline Decision DecisionKind
        Demand Disposition DispositionLabels Extension GeneralPoint GroupedBy Handling HandlingMode LocalizedText
        MandateArea Material MaterialKind Milestone MilestoneKind MilestoneStatus NoRemarks Outcome
        PageBasis PageCount Participant ParticipantKind Participation PartyStatus Point Provenance
        Proposal ProvenanceKind Receipt Reservation Response ResponseStatus Round Sender SetAside Settings
        Signatory Source SourceFile Speaker Stage Standing Status Theme ThemeDecision ThemeProposal ThemeQuote
        ThemeReason Track TrackChange TrackChangeKind TrackPoint TrackStatus Withdrawal localized
    """,
    "kkrconsult.parallel": "check_files",
    "kkrconsult.plugins": """
        Concluding Context ExporterSpec GivenFile GivenFiles GrouperSpec NoOptions PluginFailure PluginInfo
        ReaderSpec Registered Registry RoundSpec Validator ValidatorSpec hookimpl load_plugins per_response
    """,
    "kkrconsult.remarks": "AssessmentBook Conflict Remark Version merge_assessments",
    "kkrconsult.report": "Audience PluginUse PointEntry Report",
    "kkrconsult.rounds": "load_round",
    "kkrconsult.structure": "FrozenMap",
}
"""The names of each module, in one text a module: splitting them on demand costs less than building the table."""

_RENAMED: dict[str, tuple[str, str, str]] = {}
"""Old names of the package, each with the new one, the version that renamed it, and the one that it goes with."""

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    from _thread import RLock

    # Some versions of Python (3.13.0) show a thread half a module of the standard library while another imports it.
    _LOADING = RLock()

    def __getattr__(name):
        """Load the module that a public name lives in."""
        from importlib import import_module

        for module, names in _HOMES.items():
            if name in names.split():
                with _LOADING:
                    value = getattr(import_module(module), name)
                # The next look-up finds it without coming here.
                globals()[name] = value
                return value
        if name in _RENAMED:
            # Not kept: whoever uses it anywhere shall hear of it.
            return import_module("kkrconsult.deprecation").renamed(__name__, name, *_RENAMED[name])
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})
