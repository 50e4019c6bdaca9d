"""Columns of Arrow: whole numbers and days read all at once, and the values of others one by one."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from rubicon.supposing.panels.strands import Strand

EXACTLY = 2**53
"""Whole numbers that a floating-point number holds exactly lie within this."""


EPOCH = date(1970, 1, 1).toordinal()
"""The day from which Arrow counts."""


def quickly(array: pa.Array, kind: str) -> Strand | None:
    """Read a column of whole numbers or of days at once; None where it is neither."""
    there = ~np.asarray(array.is_null())
    if kind == "number" and pa.types.is_integer(array.type) and not pa.types.is_uint64(array.type):
        codes = np.asarray(array.fill_null(0)).astype(np.int64)
        return Strand(there, np.where(there, codes, 0))
    if kind == "number" and pa.types.is_floating(array.type):
        numbers = np.asarray(array.fill_null(0)).astype(np.float64)
        if np.isfinite(numbers).all() and (np.abs(numbers) < EXACTLY).all() and (numbers % 1 == 0).all():
            return Strand(there, np.where(there, numbers.astype(np.int64), 0))
    if kind == "date" and pa.types.is_date32(array.type):
        days = np.asarray(array.cast(pa.int32()).fill_null(0)).astype(np.int64) + EPOCH
        if (days >= 1).all() and (days <= date.max.toordinal()).all():
            return Strand(there, np.where(there, days, 0), None, is_day=True)
    return None


def held(some: pa.Array) -> list[Any]:
    """Return the values of an array; days beyond the calendar as texts."""
    try:
        return list(some.to_pylist())
    except (OverflowError, ValueError):
        return list(some.cast(pa.string()).to_pylist())
