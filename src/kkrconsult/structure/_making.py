"""Code that makes objects of a class, written for that class: as attrs writes ``__init__``, and for the same reason.

Most of the time that reading takes goes into making frozen objects of many fields. A loop over the fields, a dict of
arguments and a call for every attribute that is set cost several times of what straight code does. So that code is
written, once for each class, from its fields alone: nothing of what is read ever becomes code.

What is made is what the class itself would make: its converters and its own checks run, and a class that does more
than its fields tell when an object is made is refused. The attributes are set on a draft: a subclass of the same layout
without the lock of frozen classes, which becomes the class itself before the checks run and anybody sees it.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from typing import Any

import attrs

__all__ = ["Kind", "Make", "each", "made", "maker", "nothing_lost", "table"]

Make = Callable[[Any, list[int]], Any]
"""Makes a value of what was read. The list has one number, to which is added how many texts and keys there were."""


@attrs.frozen(kw_only=True)
class Kind:
    """What becomes of a value ``x`` that was read, in code that may raise where it is not right."""

    before: tuple[str, ...] = ()
    """Lines that come first; ``n`` counts texts and keys, ``taken`` is the list of a `Make`."""
    value: str = "x"
    """The expression for what is made."""
    use: Any = None
    """What is called ``{use}`` in both."""
    texts: int = 0
    """How many texts it is."""
    nullable: bool = False
    """Whether it may be None, which stays None."""

    def lines(self, use: str, *, result: str = "{}", more: int = 0) -> list[str]:
        """The code.

        Args:
            use: The name of what is used.
            result: What is done with the value.
            more: How many texts and keys are to be counted besides.
        """
        texts = self.texts + more
        lines = [f"n += {texts}"] if texts else []
        lines += [line.format(use=use) for line in self.before]
        lines.append(result.format(self.value.format(use=use)))
        if not self.nullable:
            return lines
        nothing = [f"n += {more}"] if more else []
        nothing.append(result.format("None"))
        return ["if x is None:", *_indented(nothing), "else:", *_indented(lines)]


def maker(
    cls: Any, kinds: Mapping[str, Kind], read: str, unset: object, *, setup: str = "pass", fixed: int = 0
) -> Make:
    """Write what makes objects of an attrs class.

    Args:
        cls: The class.
        kinds: What becomes of the value of each field, by the name of the field.
        read: The expression for what was read of a field, with ``{name}`` or ``{key}``; ``given`` is all that was read.
        unset: What that is where there is nothing of a field; ``unset`` in `read`.
        setup: A line that comes before.
        fixed: How many texts and keys there are besides those of the fields.

    Raises:
        TypeError: More happens when an object is made than the fields tell.
    """
    fields = attrs.fields(cls)
    if not _is_plain(cls):
        raise TypeError(f"the fast way knows nothing of what {cls!r} does when an object is made")
    names = {"cls": cls, "draft": _draft(cls), "new": object.__new__, "unset": unset}
    body = [setup, "self = new(draft)", f"n = {fixed}"]
    for number, field in enumerate(fields):
        use, default, convert = f"use{number}", f"default{number}", f"convert{number}"
        kind = kinds[field.name]
        names |= {use: kind.use, default: field.default, convert: field.converter}
        result = f"self.{field.name} = " + ("{}" if field.converter is None else f"{convert}({{}})")
        given = kind.lines(use, result=result, more=1)
        body.append(f"x = {read.format(name=field.name, key=repr(field.alias or field.name))}")
        if field.default is not attrs.NOTHING:
            nothing = result.format("None" if field.default is None else default)
            given = ["if x is unset:", *_indented([nothing]), "else:", *_indented(given)]
        body += given
    body += ["taken[0] += n", "self.__class__ = cls"]
    if hasattr(cls, "__attrs_post_init__"):
        body.append("self.__attrs_post_init__()")
    # As an argument it is looked up sooner, and it is asked for with every field.
    return _compiled("given, taken, unset=unset", [*body, "return self"], names)


def made(kind: Kind) -> Make:
    """What makes one value, where there is no object that it is an attribute of."""
    if kind == Kind(value="{use}(x, taken)", use=kind.use):
        make: Make = kind.use
        return make
    body = ["n = 0", *kind.lines("use", result="x = {}"), "taken[0] += n", "return x"]
    return _compiled("x, taken", body, {"use": kind.use})


def each(item: Kind, *before: str) -> Kind:
    """A tuple of as many as there are."""
    return Kind(before=before, value="tuple([{use}(x, taken) for x in x])", use=made(item))


def table(item: Kind, of: Callable[[dict[str, Any]], Any], *before: str) -> Kind:
    """A mapping from texts."""
    make = made(item)

    def mapping(values: dict[str, Any], taken: list[int]) -> Any:
        taken[0] += len(values)
        return of({key: make(value, taken) for key, value in values.items()})

    return Kind(before=before, value="{use}(x, taken)", use=mapping)


_ESCAPES = re.compile(rb'\\["\\]').findall


def nothing_lost(text: bytes, taken: int) -> bool:
    """Whether all that stands in JSON text was taken from it: so no key stood twice, and none was passed over.

    Each key and each text has two quotation marks around it. All others stand behind a backslash, in a text.

    Args:
        text: The text, which is JSON.
        taken: How many keys and texts are in what was taken from it.
    """
    # Which is much quicker than to count them, where Python is not of the newest.
    marks = len(text) - len(text.replace(b'"', b""))
    return marks == 2 * taken or marks - _ESCAPES(text).count(b'\\"') == 2 * taken


def _indented(lines: list[str]) -> list[str]:
    return [f" {line}" for line in lines]


# What makes more of an object than its fields tell.
_MORE = {"__attrs_pre_init__", "__attrs_init__", "__init_subclass__", "__new__"}


def _is_plain(cls: Any) -> bool:
    """Whether making an object of a class is to set its attributes, and then to call ``__attrs_post_init__``."""
    fields = attrs.fields(cls)
    if getattr(cls, "__slots__", None) != (*(field.name for field in fields), "__weakref__"):
        return False
    if any(_MORE & vars(base).keys() for base in cls.__mro__[:-1]):
        return False
    return all(
        field.init
        and field.validator is None
        and isinstance(field.converter, (types.FunctionType, types.NoneType))
        and not isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]
        for field in fields
    )


def _draft(cls: Any) -> Any:
    """The class without its lock. Its objects have the same layout, so that they can become objects of the class."""
    unlocked = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls)(f"{cls.__name__}Draft", (cls,), unlocked)


def _compiled(arguments: str, body: list[str], names: dict[str, Any]) -> Make:
    source = "\n".join([f"def make({arguments}):", *_indented(body)])
    exec(compile(source, "<written by kkrconsult>", "exec"), names)  # noqa: S102 - written from fields, see above
    make: Make = names["make"]
    return make
