"""Text as old fonts hold it, written from their published tables: what an import has to read back.

TCVN 5712:1993 (ABC) has a letter of its own for each toned small letter, and none for toned capitals; VNI-Windows
writes the tone, or tone and hat, behind its vowel. Both are shown here as the Windows-1252 letters that a file holds.
"""

from typing import Final
from unicodedata import normalize

TCVN3: Final = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)
_TONES: Final = {"́": "ù", "̀": "ø", "̉": "û", "̃": "õ", "̣": "ï"}
_BREVE: Final = {"": "ê", "́": "é", "̀": "è", "̉": "ú", "̃": "ü", "̣": "ë"}
_HAT: Final = {"": "â", "́": "á", "̀": "à", "̉": "å", "̃": "ã", "̣": "ä"}
_ALONE: Final = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö"}


def tcvn3(text: str) -> str:
    """`text` in TCVN3; toned capitals as a clerk of that day typed them, small."""
    return "".join(TCVN3.get(letter, TCVN3.get(letter.lower(), letter)) for letter in normalize("NFC", text))


def vni(text: str) -> str:
    """`text` in VNI-Windows."""
    return "".join(_vni(letter) for letter in normalize("NFC", text))


def _vni(letter: str) -> str:
    small = letter.lower()
    if small in _ALONE:
        written = _ALONE[small]
    elif ord(small) < 128 or not small.isalpha():
        return letter
    else:
        base, *marks = list(normalize("NFD", small))
        tone = next((mark for mark in marks if mark in _TONES), "")
        if "̆" in marks:
            written = base + _BREVE[tone]
        elif "̂" in marks:
            written = base + _HAT[tone]
        else:
            horned = {"o": "ô", "u": "ö"}[base] if "̛" in marks else base
            written = horned + _TONES[tone]
    return written if letter == small else written.upper()
