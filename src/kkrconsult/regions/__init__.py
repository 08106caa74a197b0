"""The rounds that are shipped: real hearings as round files, with what their sources do not tell said in each."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from kkrconsult.plugins import RoundSpec, hookimpl

__all__ = ["kkrconsult_rounds"]

_ROUNDS = (
    (
        "midtjylland-klima-2020",
        "midtjylland",
        "KKR Midtjyllands klimastrategi, 2020 (referencerunden)",
        "Climate strategy of KKR Midtjylland, 2020 (the reference round)",
    ),
    (
        "hovedstaden-klimastrategi-2011",
        "hovedstaden",
        "Klimastrategi for hovedstadsregionen, 2011-2012",
        "Climate strategy for the capital region, 2011–2012",
    ),
    (
        "nordjylland-sundhedsaftale-2024",
        "nordjylland",
        "Sundhedsaftalen 2024-2027 i Nordjylland",
        "Health agreement 2024–2027 in North Denmark",
    ),
    (
        "syddanmark-akutplan-2021",
        "syddanmark",
        "Region Syddanmarks akutplan, fælleskommunalt svar, 2021",
        "Emergency care plan of the Region of Southern Denmark, joint municipal answer, 2021",
    ),
    (
        "dk2020-runde-1-2020",
        "danmark",
        "DK2020, runde 1, i hele landet, 2020",
        "DK2020, round 1, all over the country, 2020",
    ),
    (
        "midtjylland-infrastruktur-2007",
        "midtjylland",
        "Fælles indspil om statslige infrastrukturinvesteringer i Midtjylland, 2007",
        "Joint proposal on state infrastructure investments in Central Denmark, 2007",
    ),
)


@attrs.frozen
class _File:
    """A shipped round file, read when it is called; two of one name are equal, as a registry's parts must be."""

    name: str

    def __call__(self) -> str:
        from importlib.resources import files

        return files(__name__).joinpath(f"{self.name}.toml").read_text(encoding="utf-8")


@hookimpl
def kkrconsult_rounds() -> Iterable[RoundSpec]:
    """Give the shipped rounds; a file is read only when its round is asked for."""
    return [
        RoundSpec(id=name, region=region, load=_File(name), summary={"da": danish, "en": english})
        for name, region, danish, english in _ROUNDS
    ]
