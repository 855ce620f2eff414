"""How Word writes the number of a list item: ECMA-376 part 1, 17.18.59 ST_NumberFormat."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LARGEST = 9_999
"""Numbers of list items that are written out; a list longer than this is none."""


def write_number(number: int, style: str) -> str | None:
    """`number` in the format Word calls `style`; None for a format that is not known or does not reach so far."""
    write = FORMATS.get(style)
    return write(number) if write and 0 <= number <= _LARGEST else None


def count(number: int, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """一, 十, 十二, 二十, 一百零五."""
    if number == 0:
        return digits[0]
    text, gap = "", False
    for place in range(len(units) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + units[place]
        gap = bool(text) and not digit
    return text[1:] if text.startswith("一十") else text


def _spell(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    """a … z, aa, bb."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _listed(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else None


def _run(first: str, length: int) -> Callable[[int], str | None]:
    return _listed("".join(chr(ord(first) + step) for step in range(length)))


FORMATS: dict[str, Callable[[int], str | None]] = {
    "none": lambda number: "",
    **dict.fromkeys(("decimal", "decimalHalfWidth"), str),
    "decimalZero": lambda number: f"{number:02}",
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda number: "".join(chr(ord("０") + int(digit)) for digit in str(number)),
    ),
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand"),
        count,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _spell),
    "chineseLegalSimplified": lambda number: count(number, _FORMAL, ("", "拾", "佰", "仟")),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _run("①", 20)),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}  # fmt: skip
