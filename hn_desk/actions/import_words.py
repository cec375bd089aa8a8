"""What other people's words mean here: residential groups, industries, revenue bands, statuses by code."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import IndustryDraft
from hn_desk.actions.office import Office
from hn_desk.models.tables import ResidentialGroup
from hn_desk.rules.conversion import RevenueBand, band_of
from hn_desk.rules.text import clean_line, words

GROUP_KINDS: Final = frozenset(
    {"to", "dan", "pho", "so", "tdp", "thon", "cum", "cu", "khu", "kdc", "xom", "doi", "lang"}
)
_APART: Final = re.compile("[0-9]+|[^0-9]+")
_CODE: Final = re.compile(r"(?<![0-9])[A-Va-v]?\s?([0-9]{4,5})(?![0-9])")
_BETWEEN: Final = re.compile(r"[;\n]")
_EDGES: Final = " -–:.,()/"


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The office's groups by their words, industries by code and name, today's revenue bands."""

    groups: Mapping[str, str]
    group_names: Mapping[str, str]
    industries: Mapping[str, tuple[str, str]]
    industry_codes: Mapping[str, str]
    bands: tuple[RevenueBand, ...]
    band_words: Mapping[str, str]

    def group(self, text: str) -> str:
        """The id of the group that `text` names: `TDP 5`, `Tổ 5`, `tổ dân phố số 05`; "" for an unknown one."""
        return self.groups.get(joined(text)) or self.groups.get(group_key(text), "")

    def industry(self, codes: str, text: str) -> tuple[tuple[IndustryDraft, ...], str]:
        """The industries that a column of codes and one of words name, and the words that name none.

        Words may hold codes themselves (`4711 Bán lẻ`); several stand apart by `;` or lines.
        """
        coded = _CODE.findall(codes)
        if len(coded) == 1 and not _CODE.search(text):
            return (self.named(coded[0], clean_line(text)),), ""
        found = {code: self.named(code) for code in coded}
        left = []
        for part in _BETWEEN.split(text):
            one = self._one(part)
            if one is not None:
                found[one.code] = one
            elif clean_line(part):
                left.append(clean_line(part))
        return tuple(found.values()), "; ".join(left)

    def named(self, code: str, name: str = "") -> IndustryDraft:
        """The industry of a code, under its own name when none is told."""
        return IndustryDraft(code, name or self.industries.get(code, ("", ""))[0])

    def band(self, amount: int) -> str:
        """The band of a yearly revenue in đồng."""
        return band_of(self.bands, amount).code

    def band_named(self, text: str) -> str:
        """The band that a code or its label names, "" for unknown words."""
        return self.band_words.get(joined(text), "")

    def _one(self, part: str) -> IndustryDraft | None:
        found = _CODE.search(part)
        if found:
            name = clean_line(f"{part[: found.start()]} {part[found.end() :]}").strip(_EDGES)
            return self.named(found[1], name)
        code = self.industry_codes.get(joined(part))
        return self.named(code) if code else None


def known_words(session: Session, office: Office) -> KnownWords:
    """All that words are compared with, read once."""
    names = _group_names(session)
    bands = office.book.conversion.revenue_bands.on(office.today())
    return KnownWords(
        groups=group_words(names),
        group_names=names,
        industries={one.code: (one.name, one.edition) for one in office.book.industries},
        industry_codes=_unique((joined(one.name), one.code) for one in office.book.industries),
        bands=bands,
        band_words={joined(word): band.code for band in bands for word in (band.label, band.code)},
    )


def _group_names(session: Session) -> dict[str, str]:
    """Names of the groups by id; a closed one stays away where a later one is called alike."""
    columns = select(ResidentialGroup.id, ResidentialGroup.name, ResidentialGroup.ended_on)
    rows = session.execute(columns).all()
    later = {group_key(name) for _id, name, ended in rows if ended is None}
    return {id_: name for id_, name, ended in rows if ended is None or group_key(name) not in later}


def group_words(names: Mapping[str, str]) -> dict[str, str]:
    """Ids of groups (id → name) by their folded name, and by what is left without the kind where only one has it."""
    return {
        **_unique((group_key(name), id_) for id_, name in names.items()),
        **{joined(n): i for i, n in names.items()},
    }


def group_key(text: str) -> str:
    """What distinguishes a group from others: `5` for `TDP số 05`, `5a` for `Tổ 5A`, `doai` for `Thôn Đoài`."""
    parts = [part for word in words(text) for part in _APART.findall(word)]
    kept = [part.lstrip("0") or "0" if part.isdigit() else part for part in parts if part not in GROUP_KINDS]
    return "".join(kept) or joined(text)


def joined(text: str) -> str:
    """The folded words of `text`, one space between."""
    return " ".join(words(text))


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What names exactly one."""
    kept = list(pairs)
    count = Counter(key for key, _one in kept)
    return {key: one for key, one in kept if count[key] == 1 and key}
