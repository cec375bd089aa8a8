"""Breaking text into lines of a given width: pure, knows letters' widths and no drawing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NO_BREAK: Final = "\u00a0"
Widths = Callable[["Run"], Mapping[str, float]]


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


@dataclass(frozen=True, slots=True)
class _Word:
    runs: tuple[Run, ...]
    width: float


def break_lines(runs: Sequence[Run], widths: Widths, room: float, indent: float = 0) -> list[Line]:
    """The lines of `runs`, each at most `room` wide, a paragraph's first shorter by `indent`; widths and room in em.

    A line feed ends a paragraph, a no-break space never ends a line, and a word wider than the room is cut.
    """
    lines: list[Line] = []
    for paragraph in _paragraphs(runs):
        words = [part for word in _words(paragraph, widths) for part in _cut(word, widths, room - indent)]
        lines += _filled_lines(words, widths, room, indent)
    return lines


def width_of(run: Run, widths: Widths) -> float:
    """The natural width of a run in em."""
    letters = widths(run)
    return sum([letters[letter] for letter in run.words])


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    current: list[Run] = []
    for run in runs:
        first, *others = run.words.split("\n")
        current.append(run.saying(first))
        for words in others:
            yield current
            current = [run.saying(words)]
    yield current


def _words(runs: Sequence[Run], widths: Widths) -> Iterator[_Word]:
    pieces: list[Run] = []
    for run in runs:
        first, *others = run.words.split(" ")
        pieces.append(run.saying(first))
        for words in others:
            yield from _word(pieces, widths)
            pieces = [run.saying(words)]
    yield from _word(pieces, widths)


def _word(pieces: Sequence[Run], widths: Widths) -> Iterator[_Word]:
    shown = tuple(piece for piece in pieces if piece.words)
    if shown:
        yield _Word(shown, sum([width_of(piece, widths) for piece in shown]))


def _cut(word: _Word, widths: Widths, room: float) -> Iterator[_Word]:
    if word.width <= room:
        yield word
        return
    taken: list[Run] = []
    width = 0.0
    for letter in (run.saying(letter) for run in word.runs for letter in run.words):
        letter_width = width_of(letter, widths)
        if taken and width + letter_width > room:
            yield _Word(tuple(taken), width)
            taken, width = [], 0.0
        taken.append(letter)
        width += letter_width
    yield _Word(tuple(taken), width)


def _filled_lines(words: Sequence[_Word], widths: Widths, room: float, indent: float) -> list[Line]:
    lines: list[list[_Word]] = [[]]
    left = room - indent
    for word in words:
        space = widths(word.runs[0])[" "] if lines[-1] else 0
        if lines[-1] and space + word.width > left:
            lines.append([])
            left, space = room, 0
        lines[-1].append(word)
        left -= space + word.width
    return [_line(line, widths, is_first=line is lines[0], is_last=line is lines[-1]) for line in lines]


def _line(words: Sequence[_Word], widths: Widths, *, is_first: bool, is_last: bool) -> Line:
    runs: list[Run] = []
    for word in words:
        if runs:
            runs[-1] = runs[-1].saying(runs[-1].words + " ")
        for piece in word.runs:
            _append(runs, piece.saying(piece.words.replace(NO_BREAK, " ")))
    width = sum([width_of(run, widths) for run in runs])
    return Line(tuple(runs), width, sum(run.words.count(" ") for run in runs), is_first, is_last)


def _append(runs: list[Run], piece: Run) -> None:
    last = runs[-1] if runs else None
    if last and (last.is_bold, last.is_italic) == (piece.is_bold, piece.is_italic):
        runs[-1] = last.saying(last.words + piece.words)
    else:
        runs.append(piece)
