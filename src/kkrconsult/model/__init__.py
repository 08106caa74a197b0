"""The model: a round, its answers, and what is known of them, as frozen keyword-only attrs classes.

Lazy like the package itself: who needs a response loads no rounds, and who lists plugins neither.
"""

from __future__ import annotations

from kkrconsult._lazy import lazily

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.model._checks import (
        as_moment,
        check_days,
        check_id,
        check_moment,
        check_text,
        check_tuple,
        fixed_moment,
        refuse,
    )
    from kkrconsult.model.accounting import Accounting
    from kkrconsult.model.assessment import Assessment, AssessmentRules, Disposition, DispositionLabels
    from kkrconsult.model.decisions import merged_into, plain_title, taken_out_of
    from kkrconsult.model.participation import Participation, PartyStatus, ResponseStatus, Standing, Status
    from kkrconsult.model.party import Contact, Participant, ParticipantKind
    from kkrconsult.model.points import Anchor, GeneralPoint, Point, SetAside, ThemeProposal, TrackPoint
    from kkrconsult.model.provenance import Provenance, ProvenanceKind
    from kkrconsult.model.response import (
        Attachment,
        Channel,
        Decision,
        DecisionKind,
        Handling,
        HandlingMode,
        NoRemarks,
        PageBasis,
        PageCount,
        Receipt,
        Reservation,
        Response,
        Sender,
        Signatory,
        SourceFile,
        Stage,
        Withdrawal,
    )
    from kkrconsult.model.round import (
        Deadline,
        Demand,
        Extension,
        MandateArea,
        Material,
        MaterialKind,
        Milestone,
        MilestoneKind,
        MilestoneStatus,
        Outcome,
        Round,
        Source,
        Speaker,
    )
    from kkrconsult.model.settings import Settings
    from kkrconsult.model.text import LocalizedText, localized
    from kkrconsult.model.themes import (
        GroupedBy,
        Proposal,
        Theme,
        ThemeDecision,
        ThemeQuote,
        ThemeReason,
    )
    from kkrconsult.model.track import Actor, Track, TrackChange, TrackChangeKind, TrackStatus

__all__ = [
    "Accounting",
    "Actor",
    "Anchor",
    "Assessment",
    "AssessmentRules",
    "Attachment",
    "Channel",
    "Contact",
    "Deadline",
    "Decision",
    "DecisionKind",
    "Demand",
    "Disposition",
    "DispositionLabels",
    "Extension",
    "GeneralPoint",
    "GroupedBy",
    "Handling",
    "HandlingMode",
    "LocalizedText",
    "MandateArea",
    "Material",
    "MaterialKind",
    "Milestone",
    "MilestoneKind",
    "MilestoneStatus",
    "NoRemarks",
    "Outcome",
    "PageBasis",
    "PageCount",
    "Participant",
    "ParticipantKind",
    "Participation",
    "PartyStatus",
    "Point",
    "Proposal",
    "Provenance",
    "ProvenanceKind",
    "Receipt",
    "Reservation",
    "Response",
    "ResponseStatus",
    "Round",
    "Sender",
    "SetAside",
    "Settings",
    "Signatory",
    "Source",
    "SourceFile",
    "Speaker",
    "Stage",
    "Standing",
    "Status",
    "Theme",
    "ThemeDecision",
    "ThemeProposal",
    "ThemeQuote",
    "ThemeReason",
    "Track",
    "TrackChange",
    "TrackChangeKind",
    "TrackPoint",
    "TrackStatus",
    "Withdrawal",
    "as_moment",
    "check_days",
    "check_id",
    "check_moment",
    "check_text",
    "check_tuple",
    "fixed_moment",
    "localized",
    "merged_into",
    "plain_title",
    "refuse",
    "taken_out_of",
]

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = lazily(
        globals(),
        {
            "._checks": "as_moment check_days check_id check_moment check_text check_tuple fixed_moment refuse",
            ".accounting": "Accounting",
            ".assessment": "Assessment AssessmentRules Disposition DispositionLabels",
            ".decisions": "merged_into plain_title taken_out_of",
            ".participation": "Participation PartyStatus ResponseStatus Standing Status",
            ".party": "Contact Participant ParticipantKind",
            ".points": "Anchor GeneralPoint Point SetAside ThemeProposal TrackPoint",
            ".provenance": "Provenance ProvenanceKind",
            ".response": """
                Attachment Channel Decision DecisionKind Handling HandlingMode NoRemarks PageBasis PageCount Receipt
                Reservation Response Sender Signatory SourceFile Stage Withdrawal
            """,
            ".round": """
                Deadline Demand Extension MandateArea Material MaterialKind Milestone MilestoneKind MilestoneStatus
                Outcome Round Source Speaker
            """,
            ".settings": "Settings",
            ".text": "LocalizedText localized",
            ".themes": "GroupedBy Proposal Theme ThemeDecision ThemeQuote ThemeReason",
            ".track": "Actor Track TrackChange TrackChangeKind TrackStatus",
        },
    )
