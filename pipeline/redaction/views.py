"""What a text says without its markup and odd writing, and where each character of that stands.

`view_of("<b>415</b>|<b>5&#53;5</b>").plain` is "415 555": what is scanned. `lift` brings spans
found in it back to the text. Only these are rewritten, all else stands in a view as it is:

- tags of HTML and SSML without attributes, or with ones of layout only; a tag whose attributes
  could hold PII (`href`, `title`) stays in the view. Block tags read as a space.
- character references (`&amp;`, `&#52;`) and percent escapes; `\\u0050` where an escape of JSON is
  left. The body of a form (`SpeechResult=it+is+maya&Caller=%2B1415`) is read a field a line.
- digits of any script, fullwidth and other compatibility forms (NFKC) as ASCII; hyphens as `-`;
  characters that show nothing (zero width, soft hyphen, direction marks) left out.
- base64 and hexadecimal of a text as that text, and the marks between the words of an address or a
  file's name (`/calls/priya_nair.wav`) as spaces.
- bars, dots and the like between digits or number words as one space (`415|555`, `four ... two`);
  emphasis marks of Markdown beside a word left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from pipeline.redaction.formats.encoded import ENCODED, decoded
from pipeline.spans import Span

_BLOCK = r"br|hr|p|div|li|ul|ol|dl|dt|dd|table|thead|tbody|tr|td|th|h[1-6]|blockquote|pre|html|body"
_INLINE = (
    r"b|i|u|s|em|strong|span|font|mark|small|big|sub|sup|del|ins|strike|tt|code|center|a|nobr|wbr"
    r"|speak|say-as|break|prosody|emphasis|voice|phoneme|c"
)
_LAYOUT = (
    r"class|style|id|lang|dir|width|height|align|valign|color|bgcolor|size|face|border|colspan"
    r"|rowspan|time|strength|interpret-as|format|rate|pitch|volume|level"
)
_VALUE = r"\"[^\"<>@]{0,80}\"|'[^'<>@]{0,80}'|[\w#%-]{1,20}"
_TAG = re.compile(
    rf"<(?P<close>/?)(?:(?P<block>{_BLOCK})|(?:{_INLINE}))"
    rf"(?:\s+(?:{_LAYOUT})\s*=\s*(?:{_VALUE}))*\s*(?P<empty>/?)>",
    re.I,
)
_ODD = re.compile(
    rf"(?P<tag>{_TAG.pattern})|(?P<ref>&(?:[a-z]{{2,8}}|\#\d{{1,7}}|\#x[0-9a-f]{{1,6}});)"
    r"|(?P<percent>(?:%(?:[2-7][0-9a-f]|c[2-9a-f]|[de][0-9a-f]|f[0-4]|[89ab][0-9a-f]))+)"
    r"|(?P<escape>\\u00[2-7][0-9a-f])|(?P<char>[^\x00-\x7f])",
    re.I,
)
_DIGIT_WORD = r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)\b"
_APART = re.compile(
    r"(?P<digits>(?<=\d)\s*(?:[|~•·¦*_\\]+|\.{2,}|,{2,}|-{2,})\s*(?=\+?\d))"
    rf"|(?P<words>(?<=[a-z])\s*(?:\.{{2,}}|[|~•·¦]+)\s*(?={_DIGIT_WORD}))"
    r"|(?P<mark>(?<![\w*`_])(?:\*{1,3}|`{1,3}|__)(?=\w)|(?<=\w)(?:\*{1,3}|`{1,3}|__)(?![\w*`_]))",
    re.I,
)
_ENDS_IN_NUMBER = re.compile(rf"{_DIGIT_WORD}$", re.I)
#: The quick look: ASCII texts without any of these are their own view.
_MAYBE = re.compile(rf"[<&%|~*_\\`/]|[.,-]{{2}}|[\w+/-]{{{ENCODED}}}")
#: An address or path, or the name of a recording or transcript, with several words in it.
_ADDRESS = re.compile(
    r"(?<![\w@.])(?:[a-z][a-z0-9+.-]{1,9}://|\.{0,2}/|~/|[a-z]:\\)[^\s@<>\"']+"
    r"|(?<![\w@./-])[\w-]{1,200}\.(?:wav|mp3|m4a|mp4|ogg|opus|flac|webm|json|txt|vtt|srt|csv|pdf)\b",
    re.I,
)
#: The body of a form, or the query of an address.
_FORM = re.compile(r"(?<![^\s?#\"'])[\w.\[\]-]{1,80}=[^\s&=]*(?:&[\w.\[\]-]{1,80}=[^\s&=]*)+")
_BETWEEN_WORDS = re.compile(r"(?<=[a-z])(?:[_+-]|%20)(?=[a-z0-9])|(?<=[0-9])[_+-](?=[a-z])", re.I)
#: What stands between the words and fields of a form; it reads as a space but for these.
_IN_FORM = re.compile(rf"[+=&]|{_BETWEEN_WORDS.pattern}", re.I)
_FORM_MARKS = {"=": ": ", "&": "\n"}


#: Start, end and what is read there instead, in order and apart.
_Edits = Callable[[str], Iterator[tuple[int, int, str]]]


class View(NamedTuple):
    """A text and its view: `plain[i]` stands at `text[at[i]:ends[i]]`."""

    text: str
    plain: str
    at: Sequence[int]
    ends: Sequence[int]

    def lift(self, spans: Iterable[Span]) -> list[Span]:
        """`spans` of `plain` (sorted, apart, none empty) as spans of `text`, sorted and apart.

        A span over a tag takes in the tag's other half where that stands right beside it.
        """
        if self.plain == self.text:
            return list(spans)
        lifted: list[Span] = []
        for span in spans:
            start, end = self._balanced(self.at[span.start], self.ends[span.end - 1])
            while start and not _folded(self.text[start - 1]):  # what shows nothing hangs on words
                start -= 1
            while end < len(self.text) and not _folded(self.text[end]):
                end += 1
            start = max(start, lifted[-1].end if lifted else 0)
            if start < end:
                lifted.append(span._replace(start=start, end=end))
        return lifted

    def _balanced(self, start: int, end: int) -> tuple[int, int]:
        opened = unopened = 0
        for tag in _TAG.finditer(self.text, start, end):
            if tag["close"] and not opened:
                unopened += 1
            elif not tag["empty"]:
                opened += -1 if tag["close"] else 1
        while unopened and (before := _last_tag(self.text, start)) and not before["close"]:
            start, unopened = before.start(), unopened - 1
        while opened and (after := _TAG.match(self.text, end)) and after["close"]:
            end, opened = after.end(), opened - 1
        return start, end


def view_of(text: str) -> View:
    """The view of `text`; the text itself where there is nothing to rewrite.

    >>> view = view_of("call <b>415</b>-<b>555</b>&nbsp;now")
    >>> view.plain, view.lift([Span(5, 12, "PHONE")])[0][:2]
    ('call 415-555 now', (5, 26))
    """
    if text.isascii() and not _MAYBE.search(text):
        return _same(text)
    view = _same(text)
    for edits in (decoded, _fields, _unmarked, _spaced, _closed_up):
        view = _rewrite(view, edits)
    return view


def _same(text: str) -> View:
    return View(text, text, range(len(text)), range(1, len(text) + 1))


def _rewrite(view: View, edits: _Edits) -> View:
    """`view` with the stretches that `edits` gives for its plain text replaced."""
    chars: list[str] = []
    at, ends = array("q"), array("q")
    last = 0
    for start, end, new in edits(view.plain):
        chars.append(view.plain[last:start])
        at.extend(view.at[last:start])
        ends.extend(view.ends[last:start])
        chars.append(new)
        at.extend([view.at[start]] * len(new))
        ends.extend([view.ends[end - 1]] * len(new))
        last = end
    if not last:
        return view
    chars.append(view.plain[last:])
    at.extend(view.at[last:])
    ends.extend(view.ends[last:])
    return View(view.text, "".join(chars), at, ends)


def _unmarked(text: str) -> Iterator[tuple[int, int, str]]:
    """Tags, references, escapes and characters to be written otherwise: start, end, what is
    read.
    """
    for odd in _ODD.finditer(text):
        old = odd[0]
        if odd["tag"]:
            new = " " if odd["block"] else ""
        elif odd["ref"]:
            new = "".join(map(_folded, html.unescape(old)))
        elif odd["percent"]:
            yield from _unescaped(odd.start(), old)
            continue
        elif odd["escape"]:
            new = chr(int(old[-2:], 16))
        else:
            new = _folded(old)
        if new != old:
            yield odd.start(), odd.end(), new


def _unescaped(at: int, escapes: str) -> Iterator[tuple[int, int, str]]:
    """A row of percent escapes that begins at `at`: what each character of its UTF-8 reads as;
    bytes that are no UTF-8 stay.
    """
    said = unquote_to_bytes(escapes).decode("utf-8", "surrogateescape")
    for char in said:
        size = 3 * len(char.encode("utf-8", "surrogateescape"))
        if not "\udc80" <= char <= "\udcff":
            yield at, at + size, _folded(char)
        at += size


def _fields(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands between the words and the fields of a form."""
    for form in _FORM.finditer(text):
        for mark in _IN_FORM.finditer(text, *form.span()):
            yield *mark.span(), _FORM_MARKS.get(mark[0], " ")


def _spaced(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands between the words of an address."""
    for address in _ADDRESS.finditer(text):
        for mark in _BETWEEN_WORDS.finditer(text, *address.span()):
            yield *mark.span(), " "


def _closed_up(text: str) -> Iterator[tuple[int, int, str]]:
    """Separators between digits and between number words, and marks of emphasis."""
    for match in _APART.finditer(text):
        if match["mark"]:
            yield match.start(), match.end(), ""
        elif match["digits"] or _ENDS_IN_NUMBER.search(
            text, max(match.start() - 8, 0), match.start()
        ):
            yield match.start(), match.end(), " "


def _folded(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or char == "\u20e3":
        return ""
    if "\u2010" <= char <= "\u2013" or char == "\u2212":
        return "-"
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() else char


def _last_tag(text: str, end: int) -> re.Match[str] | None:
    """The tag that ends at `end`."""
    start = text.rfind("<", 0, end)
    return _TAG.fullmatch(text, start, end) if start >= 0 else None
