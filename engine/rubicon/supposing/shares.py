"""Robustness and weights, over all completions of the open questions or a sample of them."""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from rubicon.judging.questions import Candidate
from rubicon.supposing.pivots import OpenQuestion, Share
from rubicon.supposing.scenarios import Circuit
from rubicon.supposing.scenarios.sampling import sample
from rubicon.supposing.scenarios.tables import Axis, bits_of, tabulate
from rubicon.supposing.switches import Switches

EXACT = 22
"""Bits of open questions up to which every completion is judged; beyond, diagrams hold them where they are small enough."""

SAMPLE = 1 << 15
"""Random completions that are judged where they are not."""

SEED = 1
"""Where the random completions start."""


def weigh(
    circuit: Circuit,
    gates: Sequence[int],
    shown: Sequence[bool],
    questions: Sequence[Candidate],
    switches: Switches,
) -> tuple[Share, tuple[OpenQuestion, ...], int, int | None]:
    """Return the robustness of what the gates show, the questions by weight, the bits, and the sample if any."""
    bearing = circuit.switches_of(gates)
    axes: list[Axis] = []
    places: list[int] = []
    for place, question in enumerate(questions):
        axis = tuple(frozenset(switches.assumed[one] for one in reply.given) for reply in question.replies)
        if any(option & bearing for option in axis):
            axes.append(axis)
            places.append(place)
    bits = bits_of(axes)
    exact = _exactly(circuit, gates, shown, axes)
    if exact is not None:
        robustness, weights = exact
    else:
        drawn = sample(circuit, gates, axes, shown, SAMPLE, SEED)
        robustness = _estimate(drawn.alike, drawn.size)
        weights = [_estimate(count, drawn.size) for count in drawn.changing]
    by_place = dict(zip(places, weights, strict=True))
    asked = [
        OpenQuestion(question.about[0], question.replies, by_place.get(place, Share(Fraction(0))))
        for place, question in enumerate(questions)
    ]
    asked.sort(key=lambda question: -question.weight.value)
    return robustness, tuple(asked), bits, None if exact else SAMPLE


def _exactly(
    circuit: Circuit, gates: Sequence[int], shown: Sequence[bool], axes: Sequence[Axis]
) -> tuple[Share, list[Share]] | None:
    """Return the robustness and the weights over all completions: one by one, or by diagrams; None where both are too large."""
    if bits_of(axes) <= EXACT:
        table = tabulate(circuit, gates, axes)
        return Share(table.share(shown)), [Share(table.weight(at)) for at in range(len(axes))]
    # Here, so that whoever asks little loads no library of diagrams.
    from rubicon.supposing.diagrams import diagrams_of  # noqa: PLC0415

    try:
        drawn = diagrams_of(circuit, gates, axes)
        return Share(drawn.share(shown)), [Share(drawn.weight(at)) for at in range(len(axes))]
    except MemoryError:
        return None


def _estimate(count: int, size: int) -> Share:
    """Return a share with its standard error, to a millionth; two of either kind are added for the error.

    So a share of nothing, or of all, is not taken to be certain (Agresti and Coull, The American
    Statistician 52, 1998).
    """
    million = 1_000_000
    alike, among = count + 2, size + 4
    variance = alike * (among - alike) * million**2 // among**3
    return Share(Fraction(count, size), Fraction(isqrt(variance), million))
