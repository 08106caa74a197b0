"""The styles and lists of a Word file that is filled in: what a body needs and the file lacks is added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kkrconsult.rendering._docx_shell import NAMES
from kkrconsult.rendering._docx_styles import STYLES, numbering_xml, style_xml

__all__ = ["Sheet"]

_OURS = {style.name.lower(): style for style in STYLES}
_LIST = "list bullet"


class Sheet:
    """The styles of one file."""

    def __init__(self, part: Any) -> None:
        """Look at the styles that there are.

        Args:
            part: The main part of the file.
        """
        from docx.oxml.ns import qn

        self._part = part
        self._styles: Any = part.document.styles.element
        self._used: dict[str, None] = {}
        self._there: dict[str, Any] = {}
        others: set[str] = set()
        self._ids: dict[str, str] = {}
        taken = set()
        for style in self._styles.findall(qn("w:style")):
            taken.add(style.get(qn("w:styleId")))
            named = style.find(qn("w:name"))
            name = named.get(qn("w:val")).lower() if named is not None else ""
            if name in _OURS and style.get(qn("w:type"), "paragraph") == _OURS[name].kind:
                self._there.setdefault(name, style)
                self._ids.setdefault(name, style.get(qn("w:styleId")))
            else:
                others.add(name)
        self._names: dict[str, str] = {}
        for name, style in _OURS.items():
            if name not in self._there:
                self._ids[name] = _free(style.id, "", taken)
                self._names[name] = _free(style.name, " ", others)
                taken.add(self._ids[name])

    def use(self, name: str) -> str:
        """The id of a style, which will be there when the file is complete."""
        self._used[name.lower()] = None
        return self._ids[name.lower()]

    def normal(self) -> Any:
        """The style that most others are based on, where there is one."""
        return self._there.get("normal")

    def bullets(self) -> str:
        """What a paragraph of the list needs beside its style: nothing, unless the style of the file has no bullets."""
        if _LIST not in self._there or self._numbered(_LIST):
            return ""
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self._new_list()}"/></w:numPr>'

    def unnumbered(self) -> str:
        """What a heading needs beside its style, since it has its number in its text: nothing, or no second number."""
        numbered = any(self._numbered(f"heading {level}") for level in (1, 2, 3))
        return '<w:numPr><w:numId w:val="0"/></w:numPr>' if numbered else ""

    def _numbered(self, name: str) -> bool:
        """Whether a style of the file, or one that it is based on, makes a list."""
        from docx.oxml.ns import qn

        by_id = {one.get(qn("w:styleId")): one for one in self._styles.findall(qn("w:style"))}
        style, seen = self._there.get(name), set[str]()
        while style is not None and style.get(qn("w:styleId")) not in seen:
            if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
                return True
            seen.add(style.get(qn("w:styleId")))
            based = style.find(qn("w:basedOn"))
            style = by_id.get(based.get(qn("w:val"))) if based is not None else None
        return False

    def complete(self, width: int) -> None:
        """Add the styles that were used and are not there, with those that they refer to.

        Args:
            width: The width of the text, in twentieths of a point.
        """
        from docx.oxml import parse_xml

        wanted: set[str] = set()
        waiting: list[str | None] = list(self._used)
        while waiting:
            name = (waiting.pop() or "").lower()
            if name and name not in wanted and name not in self._there:
                wanted.add(name)
                waiting += [_OURS[name].based, _OURS[name].following]
        numbering = self._new_list() if _LIST in wanted else 0
        for name, style in _OURS.items():
            if name in wanted:
                text = style_xml(style, self._names[name], self._ids, width, numbering)
                self._styles.append(parse_xml(text.replace("<w:style ", f"<w:style {NAMES} ", 1)))

    def _new_list(self) -> int:
        """Id of a list with bullets, which is added to the file."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import qn

        numbering = self._numbering()
        kinds, lists = numbering.findall(qn("w:abstractNum")), numbering.findall(qn("w:num"))
        kind = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in kinds), default=-1)
        number = 1 + max((int(one.get(qn("w:numId"))) for one in lists), default=0)
        # All kinds of lists stand before all lists, and pictures for bullets before both.
        added = parse_xml(numbering_xml(kind).replace("<w:abstractNum ", f"<w:abstractNum {NAMES} ", 1))
        numbering.insert(numbering.index(kinds[-1]) + 1 if kinds else len(numbering), added)
        one = parse_xml(f'<w:num {NAMES} w:numId="{number}"><w:abstractNumId w:val="{kind}"/></w:num>')
        numbering.insert(numbering.index((lists or [added])[-1]) + 1, one)
        return number

    def _numbering(self) -> Any:
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.oxml import parse_xml
        from docx.parts.numbering import NumberingPart

        try:
            return self._part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            element: Any = parse_xml(f"<w:numbering {NAMES}/>")
            name = self._part.package.next_partname("/word/numbering%d.xml")
            part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, element, self._part.package)
            self._part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
            return element


def _free(wish: str, gap: str, taken: set[str]) -> str:
    """A name that is not taken, whichever letters are capitals: Word makes no difference."""
    small = {one.lower() for one in taken if one}
    return next(one for one in _variants(wish, gap) if one.lower() not in small)


def _variants(wish: str, gap: str) -> Iterator[str]:
    yield wish
    number = 2
    while True:
        yield f"{wish}{gap}{number}"
        number += 1
