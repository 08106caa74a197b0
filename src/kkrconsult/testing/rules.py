"""The rules that the contract checks hold plugins to: one table, which the reference page is made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from kkrconsult.testing._rule import Kind, Rule
from kkrconsult.testing._rules_of_files import OF_EXPORTERS, OF_READERS

__all__ = ["RULES", "Kind", "Rule", "in_order"]

_ALL: tuple[Kind, ...] = ("validator", "exporter", "reader", "grouper", "round")
_WITH_OPTIONS: tuple[Kind, ...] = ("validator", "exporter", "reader", "grouper")

_OF_ALL = (
    Rule(
        name="registers",
        applies_to=_ALL,
        what="A registry takes the record without a failure.",
        why="A plugin is taken whole or not at all: one wrong record, and none of its records can be used.",
        remedy="The message is the one that `kkrconsult plugins` shows; mend what it names.",
    ),
    Rule(
        name="summary",
        applies_to=_ALL,
        what="`summary` says in Danish and in English, in one line each, what the record does.",
        why="Lists, schemas and round files show it, in the reader's language.",
        remedy='Give `summary={"da": "…", "en": "…"}`.',
    ),
    Rule(
        name="options-schema",
        applies_to=_WITH_OPTIONS,
        what="The options class and each of its fields have a docstring, it is frozen, and its defaults can stand in a "
        "round file and be read from there again.",
        why="The class is the one source of the JSON Schema, the reference and the validation of round files.",
        remedy="Write a text in three double quotes beneath each field; use `attrs.frozen`, tuples and plain values.",
    ),
    Rule(
        name="doc-examples",
        applies_to=_ALL,
        what="The `>>>` examples run and give what they say: in the modules where the record's functions live, and in "
        "the files given as `documents`.",
        why="Documentation that nobody runs is wrong after the first change.",
        remedy="Mend the example or the code; the message shows both outputs.",
    ),
    Rule(
        name="deterministic",
        applies_to=("validator", "exporter", "reader", "grouper"),
        what="The same input gives the same result, twice over and in any order.",
        why="A report is a function of what came in; two offices that ask the same must get the same bytes.",
        remedy="Sort before you yield; do not go by the order of arrival, of a set, or of a hash.",
    ),
    Rule(
        name="no-clock",
        applies_to=("validator", "exporter", "reader", "grouper"),
        what="The result is the same whatever the clock of the machine says.",
        why="A round is often looked at years later, and must look the same.",
        remedy="Take the moment from `context.at` or `report.at`; compare moments, never `now()`.",
    ),
    Rule(
        name="no-mutation",
        applies_to=("validator", "exporter", "grouper"),
        what="What is handed in, the round, the responses, the report and the options, is afterwards as it was before.",
        why="Everybody else is handed the same objects.",
        remedy="Build new values with `attrs.evolve`; never use `object.__setattr__` on what is not yours.",
    ),
    Rule(
        name="no-crash",
        applies_to=("validator", "grouper"),
        what="Nothing is raised, whatever the input says: nothing at all, far too much, or an attack.",
        why="A plugin that raises is taken out of the run, and the report is incomplete and never valid.",
        remedy="Let missing fields be missing and yield a finding, or nothing, instead of raising.",
    ),
)

_OF_VALIDATORS = (
    Rule(
        name="creates",
        applies_to=("validator",),
        what="`create(options, context)` gives an object with `observe`, `finish` and `merge`.",
        why="The engine makes a validator for each run, and calls these three.",
        remedy="Lift a plain function with `create=kc.per_response(check)`; give a class all three methods.",
    ),
    Rule(
        name="declared-codes",
        applies_to=("validator", "reader"),
        what="Every finding has a code that `codes` declares; a reader's may have the library's own `file.…` too.",
        why="Round files set severities by code, and people look up what a code means.",
        remedy="Add a `Code` to `codes`, or mend the code of the finding.",
    ),
    Rule(
        name="every-code-found",
        applies_to=("validator",),
        what="Where `finds` is given, it has an example for every declared code, and each leads to its code.",
        why="A code that nothing leads to is a rule that was never tried.",
        remedy="Give an answer, or a `Case`, that must lead to the code; or do not declare it.",
    ),
    Rule(
        name="accepts",
        applies_to=("validator",),
        what="What is given as `accepts` leads to nothing.",
        why="A rule that complains of what is right is soon switched off.",
        remedy="Mend the check, or the example.",
    ),
    Rule(
        name="every-language",
        applies_to=("validator", "reader"),
        what="Each code has a text in Danish and in English, and all languages name the same parameters.",
        why="Findings are data; they are put into words in the language of whoever reads them.",
        remedy='Give `Code(…, {"da": "…", "en": "…"})` with the same `{names}` in both.',
    ),
    Rule(
        name="params-fill-texts",
        applies_to=("validator", "reader"),
        what="The parameters of each finding fill in its text in every language.",
        why="Otherwise people read `{words}`, or `None`.",
        remedy="Give `params` a value for every name in the texts, as text, number, list or a table by language.",
    ),
    Rule(
        name="merge-equals-whole",
        applies_to=("validator",),
        what="Looking at the answers in parts and merging the parts in any order comes to the same as looking at all.",
        why="Large rounds are checked in several processes.",
        remedy="Keep in `observe` what `finish` needs, and let `merge` take over all of it, whatever comes first.",
    ),
    Rule(
        name="no-shared-state",
        applies_to=("validator", "exporter", "reader", "grouper"),
        what="Two runs side by side, or one after the other, do not see each other, and what was asked before "
        "makes no difference.",
        why="A program checks many rounds, in many threads.",
        remedy="Keep state on `self`, made in `__init__`; not in a module, a class, a default argument or a cache.",
    ),
    Rule(
        name="pickles",
        applies_to=("validator",),
        what="What a run remembers, and the options, can be pickled.",
        why="That is how parts of a round travel between processes.",
        remedy="Use functions and classes of a module, not lambdas or inner ones; keep no open files or locks.",
    ),
)

_OF_GROUPERS = (
    Rule(
        name="every-proposal-once",
        applies_to=("grouper",),
        what="Every proposal is in exactly one theme, and a theme has no points but proposals.",
        why="A theme that a party proposed must not get lost or count twice: the engine does without the grouper.",
        remedy="End with a theme of its own for each proposal that belongs to no other.",
    ),
    Rule(
        name="reasons",
        applies_to=("grouper",),
        what="A theme of several proposals says why they stand together, in terms of those proposals.",
        why="A secretariat must be able to check what a program put together.",
        remedy="Give `reasons` with at least one `ThemeReason` whose `points` are in the theme.",
    ),
    Rule(
        name="theme-ids",
        applies_to=("grouper",),
        what="Each theme has an id of its own, made of its proposals.",
        why="Documents link to themes by their ids.",
        remedy="Make the id of the ids of the proposals, such as the first of them in ascending order.",
    ),
)

_OF_ROUNDS = (
    Rule(
        name="loads",
        applies_to=("round",),
        what="`load` gives a round, or the text of a round file in which nothing is wrong; twice the same.",
        why="Whoever asks for the round gets an error otherwise.",
        remedy="Try the file with `kkrconsult show FILE`; the message names lines.",
    ),
    Rule(
        name="id-and-region",
        applies_to=("round",),
        what="The round has the id and the region that the record says.",
        why="Rounds are found by the record, and documents show the round.",
        remedy="Write the same in both places.",
    ),
    Rule(
        name="lossless",
        applies_to=("round",),
        what="Written as JSON and as a round file, and read again, it is the same round.",
        why="Rounds travel in both forms.",
        remedy="Use plain values in the settings of plugins; give moments in the zone of the round.",
    ),
    Rule(
        name="danish",
        applies_to=("round",),
        what="Every text that parties read, such as a title, is there in Danish.",
        why="The parties of a round are Danish authorities.",
        remedy='Write `title = { da = "…", en = "…" }`, or a plain text, which is read as Danish.',
    ),
    Rule(
        name="no-local-plugins",
        applies_to=("round",),
        what="The round file asks for no Python files beside it.",
        why="A round that is shipped in a package is data; its plugins are shipped in the package too.",
        remedy="Take the table `[plugins]` out, and give the records from the package's own hooks.",
    ),
    Rule(
        name="files-are-there",
        applies_to=("round",),
        what="Each file that an exporter is to use, such as a template, is in the `folder` of the record.",
        why="Whoever installs the package has no other files, and can export nothing that needs one.",
        remedy="Give `folder=Path(__file__).parent`, put the file there, and see that it is part of the wheel.",
    ),
    Rule(
        name="works",
        applies_to=("round",),
        what="The built-in validators run with its settings, on answers from its parties, without a failure.",
        why="It is there to be used.",
        remedy="Mend the settings that the message names.",
    ),
)

RULES: tuple[Rule, ...] = (
    *_OF_ALL,
    *_OF_VALIDATORS,
    *OF_EXPORTERS,
    *OF_READERS,
    *_OF_GROUPERS,
    *_OF_ROUNDS,
)
"""Every rule, each once, in the order in which they are checked and documented."""

_RANK = {rule.name: index for index, rule in enumerate(RULES)}


class _OfARule(Protocol):
    @property
    def rule(self) -> str: ...


B = TypeVar("B", bound=_OfARule)


def in_order(breaches: Iterable[B]) -> list[B]:
    """Breaches in the order of the rules."""
    return sorted(breaches, key=lambda breach: _RANK.get(breach.rule, len(_RANK)))
