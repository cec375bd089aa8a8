"""Breaking text into lines of a given width: pure, knows letters' widths and no drawing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NO_BREAK: Final = "\u00a0"
Widths = Callable[["Run"], Mapping[str, float]]
_Piece = tuple[str, "Run"]
_Word = tuple[list[_Piece], float]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; nothing in them is ever read as markup."""

    words: str
    is_bold: bool = False
    is_italic: bool = False

    def saying(self, words: str) -> "Run":
        """Other words of the same look."""
        return Run(words, self.is_bold, self.is_italic)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, its natural width, the spaces in it that may stretch, and its place in its paragraph."""

    runs: tuple[Run, ...]
    width: float
    spaces: int
    is_first: bool
    is_last: bool


def break_lines(runs: Sequence[Run], widths: Widths, room: float, indent: float = 0) -> list[Line]:
    """The lines of `runs`, each at most `room` wide, a paragraph's first shorter by `indent`; widths and room in em.

    A line feed ends a paragraph, a no-break space never ends a line, and a word wider than the room is cut.
    """
    lines: list[Line] = []
    for paragraph in _paragraphs(runs):
        words = _fitting(_words(paragraph, widths), widths, room - indent)
        broken = _filled_lines(words, widths, room, indent)
        lines += [_line(line, widths, is_first=n == 0, is_last=n == len(broken) - 1) for n, line in enumerate(broken)]
    return lines


def width_of(run: Run, widths: Widths) -> float:
    """The natural width of a run in em."""
    return sum(map(widths(run).__getitem__, run.words))


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    current: list[Run] = []
    for run in runs:
        first, *others = run.words.split("\n")
        current.append(run.saying(first) if others else run)
        for words in others:
            yield current
            current = [run.saying(words)]
    yield current


def _words(runs: Sequence[Run], widths: Widths) -> Iterator[_Word]:
    pieces: list[_Piece] = []
    width = 0.0
    for run in runs:
        letters = widths(run).__getitem__
        for n, part in enumerate(run.words.split(" ")):
            if n and pieces:
                yield pieces, width
                pieces, width = [], 0.0
            if part:
                pieces.append((part, run))
                width += sum(map(letters, part))
    if pieces:
        yield pieces, width


def _fitting(words: Iterable[_Word], widths: Widths, room: float) -> list[_Word]:
    fitting: list[_Word] = []
    for word in words:
        fitting += (word,) if word[1] <= room else _cut(word, widths, room)
    return fitting


def _cut(word: _Word, widths: Widths, room: float) -> Iterator[_Word]:
    taken: list[_Piece] = []
    width = 0.0
    for letter, look in ((letter, look) for part, look in word[0] for letter in part):
        letter_width = widths(look)[letter]
        if taken and width + letter_width > room:
            yield taken, width
            taken, width = [], 0.0
        taken.append((letter, look))
        width += letter_width
    yield taken, width


def _filled_lines(words: Sequence[_Word], widths: Widths, room: float, indent: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    left = room - indent
    for word in words:
        pieces, width = word
        space = widths(pieces[0][1])[" "] if lines[-1] else 0
        if lines[-1] and space + width > left:
            lines.append([])
            left, space = room, 0
        lines[-1].append(word)
        left -= space + width
    return lines


def _line(words: Sequence[_Word], widths: Widths, *, is_first: bool, is_last: bool) -> Line:
    texts: list[str] = []
    looks: list[Run] = []
    for pieces, _width in words:
        if texts:
            texts[-1] += " "
        for part, look in pieces:
            if looks and (looks[-1].is_bold, looks[-1].is_italic) == (look.is_bold, look.is_italic):
                texts[-1] += part
            else:
                texts.append(part)
                looks.append(look)
    spaces = sum([text.count(" ") + text.count(NO_BREAK) for text in texts])
    between = sum([widths(pieces[0][1])[" "] for pieces, _width in words[1:]])
    runs = tuple(look.saying(text.replace(NO_BREAK, " ")) for text, look in zip(texts, looks, strict=True))
    return Line(runs, sum([width for _pieces, width in words]) + between, spaces, is_first, is_last)
