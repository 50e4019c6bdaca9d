"""What a request asks for: the day, what is supposed, and the fields of a form."""

import hmac
from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request

from rubicon.language.uncertain import plain_day
from rubicon.problems import BadInput, Problem, forbidden_in

FIELDS = 200
"""Fields of the largest form or address."""

DIGITS = 12
"""Digits that no number of a form reaches."""

SUPPOSED = 40
"""Sentences that are supposed at once."""


class Forged(Exception):
    """A request that would write does not carry the token of this start."""


class Supposing(Struct, frozen=True):
    """What the reader supposes: another day, sentences assumed, sentences done without. Nothing of it is written."""

    day: date | None = None
    assume: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Tell whether any sentence is assumed or done without."""
        return bool(self.assume or self.without)

    @property
    def query(self) -> str:
        """Return it as part of an address."""
        pairs = [("day", self.day.isoformat())] if self.day else []
        pairs += [("assume", one) for one in self.assume] + [("without", one) for one in self.without]
        return urlencode(pairs)

    def assuming(self, sentence: str) -> "Supposing":
        """Return this with a sentence assumed, or no longer assumed where it was."""
        return replace(self, assume=_toggled(self.assume, sentence))

    def doing_without(self, sentence: str) -> "Supposing":
        """Return this with a sentence done without, or with it again."""
        return replace(self, without=_toggled(self.without, sentence))

    def on(self, day: date | None) -> "Supposing":
        """Return this on another day; None: the case's own."""
        return replace(self, day=day)


def _toggled(sentences: tuple[str, ...], sentence: str) -> tuple[str, ...]:
    return (
        tuple(one for one in sentences if one != sentence)
        if sentence in sentences
        else (*sentences, sentence)
    )


class Fields(Struct, frozen=True):
    """The fields that came with a request, in order."""

    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Return a field without blanks around it; nothing where there is none."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every field of a name that is not empty, each value once."""
        return tuple(
            dict.fromkeys(value.strip() for key, value in self.fields if key == name and value.strip())
        )

    def day(self, name: str) -> date | None:
        """Return a field as a day; None where it is empty.

        Raises:
            BadInput: it is no day.
        """
        written = self.get(name)
        try:
            return date.fromisoformat(plain_day(written)) if written else None
        except ValueError:
            what = f'"{written}" is not a day'
            raise BadInput(
                [Problem("argument", 0, what, "Write it as 2022-01-05 or 5 January 2022.")]
            ) from None

    def number(self, name: str) -> int | None:
        """Return a field as a whole number; None where it is empty.

        Raises:
            BadInput: it is none.
        """
        written = self.get(name)
        if written and not (written.isascii() and written.isdigit() and len(written) < DIGITS):
            what = f'"{written}" is not a number'
            raise BadInput([Problem("argument", 0, what, "Write it in digits.")])
        return int(written) if written else None

    @property
    def supposed(self) -> Supposing:
        """Return what is supposed.

        Raises:
            BadInput: the day is none, or too much is supposed.
        """
        assume, without = self.all("assume"), self.all("without")
        if len(assume) + len(without) > SUPPOSED:
            what = f"at most {SUPPOSED} sentences are supposed at once"
            raise BadInput([Problem("argument", 0, what, "Drop some.")])
        return Supposing(self.day("day"), assume, without)


def asked(request: Request) -> Fields:
    """Read the fields of an address.

    Raises:
        BadInput: they are too many, or no text.
    """
    raw: bytes = request.scope["query_string"]
    return _read(raw)


async def sent(request: Request, token: str) -> Fields:
    """Read the fields of a form that would write.

    Raises:
        Forged: it does not carry the token.
        BadInput: they are too many, or no text.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Forged
    form = _read(await request.body())
    if not hmac.compare_digest(form.get("token").encode(), token.encode()):
        raise Forged
    return form


def _read(raw: bytes) -> Fields:
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:  # not ASCII, no UTF-8 behind the per cent signs, or too many
        what = f"what was sent is no form of at most {FIELDS} fields in UTF-8"
        raise BadInput([Problem("argument", 0, what, "Go back and send it from the page.")]) from None
    plain = tuple((key, value.replace("\r\n", "\n")) for key, value in pairs)  # as browsers send lines
    _check(value for pair in plain for value in pair)
    return Fields(plain)


def _check(values: Iterable[str]) -> None:
    for value in values:
        found = forbidden_in(value)
        if found is not None:
            raise BadInput([Problem("argument", 0, f"what was sent has {found.what}", found.remedy)])
