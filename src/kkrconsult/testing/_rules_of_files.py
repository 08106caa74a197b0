"""The rules of exporters and readers, which write and read the files of strangers."""

from __future__ import annotations

from kkrconsult.testing._rule import Kind, Rule

__all__ = ["OF_EXPORTERS", "OF_READERS"]

_BOTH: tuple[Kind, ...] = ("exporter", "reader")

OF_EXPORTERS = (
    Rule(
        name="writes",
        applies_to=("exporter",),
        what="It writes something of a report full of answers, and raises nothing.",
        why="Whoever asks for a document gets an error otherwise, or an empty file.",
        remedy="Try it on `constructed_report()`; let missing fields be missing.",
    ),
    Rule(
        name="bytes-only",
        applies_to=("exporter",),
        what="It writes bytes.",
        why="The sink is a binary file, a pipe or the answer of a web server; none of them takes text.",
        remedy="Encode: `sink.write(text.encode())`.",
    ),
    Rule(
        name="one-way-sink",
        applies_to=("exporter",),
        what="It asks nothing of the sink but `write`: no seeking, telling, reading back or cutting.",
        why="Documents are written to pipes, sockets and standard output too.",
        remedy="Give a library that must seek an `io.BytesIO` of your own, and write its bytes to the sink.",
    ),
    Rule(
        name="sink-left-open",
        applies_to=("exporter",),
        what="It does not close the sink.",
        why="The sink belongs to the caller, who has not looked through the document yet, or goes on writing.",
        remedy="Use no `with` on the sink; `detach()` an `io.TextIOWrapper`, which closes what it wraps when it goes.",
    ),
    Rule(
        name="order-independent",
        applies_to=("exporter",),
        what="An equal report, made of answers that came in another order, gives the same bytes.",
        why="In which order files lie in a folder means nothing.",
        remedy="Keep nothing from one report to the next, and do not go by the identity of objects.",
    ),
    Rule(
        name="other-process",
        applies_to=("validator", *_BOTH, "grouper"),
        what="In another process, with another hash seed, time zone and locale, the result is the same.",
        why="A colleague who writes the report again on another machine must get the same bytes.",
        remedy="Sort sets before you go through them; convert moments with the zone of the round; format numbers "
        "yourself and not with `locale`.",
    ),
    Rule(
        name="sealed",
        applies_to=_BOTH,
        what="It opens nothing by name, uses no network, starts no process and leaves the environment alone. Importing "
        "modules, and reading the data of its own package, are free. What compiled code does is not seen.",
        why="A report is a function of the answers; a plugin that looks around gives another one elsewhere, or tells "
        "others of it.",
        remedy="Name options that are paths in `ExporterSpec.files`, and read from what `write` is given; have "
        "libraries work in memory.",
    ),
    Rule(
        name="public-safe",
        applies_to=("exporter",),
        what="Of the public edition of a report, nothing comes that the public may not read.",
        why="`export` looks through every document for the public, and refuses one that tells a secret.",
        remedy="Write nothing but what is in the report, and keep nothing from an earlier one.",
    ),
    Rule(
        name="hostile-text",
        applies_to=("exporter",),
        what="Formulas, scripts, control characters, other directions of writing and hostile names in any text lead "
        "neither to an error nor to a document that is broken or runs them: cells of `.csv`, formulas of `.xlsx`, "
        "pages of `.html`, well-formed `.xml`, `.svg` and `.json`, names in archives.",
        why="Anybody may send an answer, and the secretariat opens what is made of it.",
        remedy="Escape for the format that you write: `html.escape`, an apostrophe in front of cells, `json.dumps`; "
        "and leave out what it cannot hold.",
    ),
    Rule(
        name="language-option",
        applies_to=("exporter",),
        what="If it has an option `language`, it writes in every language of the library, and not the same in Danish "
        "and in English.",
        why="An option that does nothing misleads.",
        remedy="Take texts by language, such as with `title.in_language(options.language)`; or leave the option out.",
    ),
    Rule(
        name="empty-round",
        applies_to=("exporter",),
        what="A report of a round that nobody has answered can be written.",
        why="That is what every round looks like in the beginning.",
        remedy="Look for divisions by the number of answers, and for `max()` and `[0]` of nothing.",
    ),
    Rule(
        name="streams-the-same",
        applies_to=("exporter",),
        what="If it has `stream`, that writes the same as `write`, byte for byte: of a report without responses, with "
        "these beside it, to be gone through and nothing else.",
        why="Whether a round was too large to be had in memory must not be seen in what is written of it.",
        remedy="Let `write` be `stream(report, report.responses, sink, options)`; take nothing that hangs on responses "
        "from the report, such as `report.points` (`kkrconsult.report.points_of` gives them one at a time).",
    ),
    Rule(
        name="streams-one-by-one",
        applies_to=("exporter",),
        what="If it has `stream`, that does not hold the responses that it was handed.",
        why="There may be millions of them.",
        remedy="Write each as it comes; what must be known of all of them first, a pass before finds.",
    ),
)
"""The rules of exporters; some hold for readers too."""

OF_READERS = (
    Rule(
        name="samples-are-read",
        applies_to=("reader",),
        what="Each sample has a name that ends in one of `suffixes`, and gives a response, a document or a finding.",
        why="Every file that comes in is accounted for; one that comes to nothing is an answer that is lost.",
        remedy="Give a finding such as `file.not-a-response` for what holds no answer.",
    ),
    Rule(
        name="only-items",
        applies_to=("reader",),
        what="It gives `Response`, `Document` and `Finding`, and nothing else.",
        why="Nobody would know what to do with anything else.",
        remedy="Give no None, dict or text; a finding says what could not be read.",
    ),
    Rule(
        name="one-way-stream",
        applies_to=("reader",),
        what="It reads a stream that cannot be sought in.",
        why="Files may come from a pipe or from within an archive.",
        remedy="Read up to a limit first: `io.BytesIO(stream.read(limit + 1))`.",
    ),
    Rule(
        name="stream-left-open",
        applies_to=("reader",),
        what="It does not close the stream.",
        why="The stream belongs to the caller, who may want its checksum.",
        remedy="Use no `with` on the stream; `detach()` an `io.TextIOWrapper`, which closes what it wraps.",
    ),
    Rule(
        name="hostile-bytes",
        applies_to=("reader",),
        what="Whatever a file holds (nothing, half of it, changed bits, chance, a megabyte of one sign, other "
        "encodings), nothing is raised but `ReadError`.",
        why="Files come by e-mail from anybody, and many are damaged.",
        remedy="Catch what your parser raises, and give a finding such as `file.unreadable`.",
    ),
    Rule(
        name="hostile-names",
        applies_to=("reader",),
        what="Whatever a file is called (paths, control characters, 5,000 characters, nothing), nothing is raised.",
        why="Names come from senders too.",
        remedy="Do not take a name apart as a path, nor put it into a pattern; show it with care.",
    ),
    Rule(
        name="within-limits",
        applies_to=("reader",),
        what="No file, not even a bomb of entities or an archive that swells a thousandfold, makes it hang, crash, or "
        "take more time or memory than it is granted.",
        why="One such file would end the work on all others.",
        remedy="Set bounds: read no more than a limit, unpack no more than a limit, refuse document types.",
    ),
    Rule(
        name="sniff",
        applies_to=("reader",),
        what="`sniff`, if there is one, knows each sample by its first 4,096 bytes, and never raises.",
        why="It is asked about every file whose name does not say what it is.",
        remedy="Compare beginnings: `head.startswith(…)`; do not parse.",
    ),
    Rule(
        name="isolated",
        applies_to=("reader",),
        what="With `isolated=False`, reading loads no compiled code but Python's own, and msgspec's for JSON.",
        why="Such a reader works in the caller's process, which a crash of compiled code would end.",
        remedy="Leave `isolated=False` out, or do without the library.",
    ),
)
"""The rules of readers alone."""
