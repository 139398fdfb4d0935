"""Texts in another writing inside a string: base64 (whole, in a `data:` address, in the parts of a
token, behind "Basic"), base32, hexadecimal, and either of them compressed.

What decodes to no text (audio, keys, digests) is left as it is.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.redaction import jsonio

#: A string of more words is prose, in which a long word is a word.
WORDS = 4
#: Characters of text that a compressed string may grow to.
LARGEST = 16 << 20
#: What `packed.MAYBE` looks for in raw JSON: nothing shorter is read as encoded.
LEAST = 12
#: So many figures alone may be a card's or account's number.
NUMBER = 19
#: In running text a shorter word is a word; a longer one that says a text holds both letters and
#: figures, or small letters behind which stand large ones.
ENCODED = 16
_IN_TEXT = re.compile(
    rf"(?<![A-Za-z0-9+/_=-])(?=[A-Za-z0-9+/_-]*(?:[a-z][A-Z]|[0-9]))"
    rf"(?:0x)?[A-Za-z0-9+/_-]{{{ENCODED},}}={{0,6}}(?![A-Za-z0-9+/_=-])"
)
_RUN = re.compile(rf"(?:0x)?(?P<body>[A-Za-z0-9+/_-]{{{LEAST},}})={{0,6}}")
#: MIME's lines of at most 76 characters (RFC 2045).
_WRAPPED = re.compile(r"\s*(?:[A-Za-z0-9+/]{4,76}\r?\n)+[A-Za-z0-9+/]+={0,2}\s*")
#: Base32 of ten bytes and more, with its padding (RFC 4648).
_BASE32 = re.compile(r"(?=(?:.{8})+$)[A-Z2-7]{16,}={0,6}")
_HEX = re.compile(r"(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+")
_URL_SAFE = str.maketrans("-_", "+/")
_TO_URL_SAFE = str.maketrans("+/", "-_")
#: How compressed data begins (RFC 1952, RFC 1950), and zlib's `wbits` for both.
_COMPRESSED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_WBITS = {True: 31, False: 15}


class Piece(NamedTuple):
    """A stretch of a string: `text` is what it says, `raw` how it is written; the same where it is
    plain.
    """

    raw: str
    text: str
    compressed: bytes = b""
    wide: bool = False

    def written(self, new: str) -> str:
        """`new` in the writing of `raw`."""
        if new == self.text:
            return self.raw
        data = new.encode("utf-16-le" if self.wide else "utf-8", "surrogatepass")
        if self.compressed:
            packer = zlib.compressobj(wbits=_WBITS[self.compressed == _COMPRESSED[0]])
            data = packer.compress(data) + packer.flush()
        return _like(self.raw, data)


def pieces_of(text: str) -> list[Piece] | None:
    """`text` in pieces, where one of them is written in another way; else None.

    Raises JsonError where a compressed piece is too large to be read.
    """
    if _WRAPPED.fullmatch(text):
        whole = _read("".join(text.split()))
        return [whole._replace(raw=text)] if whole else None
    if len(text.split(None, WORDS)) > WORDS:
        return None
    pieces = [piece for piece in _pieces(text) if piece.raw]
    return pieces if any(piece.raw != piece.text for piece in pieces) else None


def decoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Words of a running text that are a text in another writing: start, end, what they say.

    Raises JsonError where a compressed one is too large to be read.
    """
    for match in _IN_TEXT.finditer(text):
        piece = _read(match[0])
        if piece and sum(map(str.isalnum, piece.text)) * 2 > len(piece.text):
            yield *match.span(), piece.text


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for match in _RUN.finditer(text):
        piece = _read(match[0])
        if piece:
            yield Piece(text[at : match.start()], text[at : match.start()])
            yield piece
            at = match.end()
    yield Piece(text[at:], text[at:])


def _read(raw: str) -> Piece | None:
    """What `raw` says, or None where it says no text in any of the writings."""
    data = _bytes(raw)
    if data is None:
        return None
    start = data[:2]
    if start in _COMPRESSED:
        data = _unpacked(data, _WBITS[start == _COMPRESSED[0]])
    wide = data is not None and data[1::2].count(0) * 2 > len(data[1::2]) > 0
    try:
        text = (data or b"").decode("utf-16-le" if wide else "utf-8")
    except UnicodeDecodeError:
        return None
    if not text or not all(char.isprintable() or char in "\r\n\t\f\x1e\x1f" for char in text):
        return None
    return Piece(raw, text, start if start in _COMPRESSED else b"", wide)


def _bytes(raw: str) -> bytes | None:
    """The bytes that `raw` spells out; None where these would be spelled in another way."""
    body = raw.removeprefix("0x").rstrip("=")
    if len(body) <= NUMBER and body.isdecimal():
        return None
    if _HEX.fullmatch(body):
        return bytes.fromhex(body)
    if len(body) % 4 == 1 and not _BASE32.fullmatch(raw):
        return None
    try:
        if _BASE32.fullmatch(raw):
            return base64.b32decode(raw)
        data = base64.b64decode(body.translate(_URL_SAFE) + "=" * (-len(body) % 4), validate=True)
    except ValueError:
        return None
    return data if _like(raw, data) == raw else None


def _like(raw: str, data: bytes) -> str:
    """`data` spelled out as `raw` is: its alphabet, its padding, its lines."""
    lead = "0x" if raw.startswith("0x") else ""
    body = raw.removeprefix("0x").rstrip("=")
    if _HEX.fullmatch(body):
        made = data.hex()
        return lead + (made.upper() if body.upper() == body != body.lower() else made)
    if _BASE32.fullmatch(raw):
        return base64.b32encode(data).decode()
    made = base64.b64encode(data).decode()
    if "\n" in raw.strip():
        return "\n".join(made[at : at + 76] for at in range(0, len(made), 76)) + "\n"
    if "-" in body or "_" in body:
        made = made.translate(_TO_URL_SAFE)
    return lead + (made if len(body) % 4 == 0 or raw.endswith("=") else made.rstrip("="))


def _unpacked(data: bytes, wbits: int) -> bytes | None:
    reader = zlib.decompressobj(wbits=wbits)
    try:
        text = reader.decompress(data, LARGEST)
    except zlib.error:
        return None
    if reader.unconsumed_tail:
        raise jsonio.JsonError(f"a compressed string in it holds over {LARGEST >> 20} MiB")
    return text if reader.eof else None
