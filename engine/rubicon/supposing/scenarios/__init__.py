"""The same judgement for many scenarios at once, one bit a scenario. The only room that knows numpy.

Fire once over every fact that counts in some scenario; say with `Presence` which switches bring a fact or take
it away; `build` the circuit of gates that tells in which scenarios a statement is established; and compute it
for many settings of the switches together: all of them (`tabulate`), random ones (`sample`), or sets of few
choices (`smallest`).
"""

from rubicon.supposing.scenarios.building import Bounds, build
from rubicon.supposing.scenarios.cells import Possibilities, Presence
from rubicon.supposing.scenarios.gates import Circuit, Gate, Loop
from rubicon.supposing.scenarios.sampling import Sample, sample
from rubicon.supposing.scenarios.searching import Choice, Found, smallest
from rubicon.supposing.scenarios.tables import Axis, Option, Table, bits_of, tabulate

__all__ = [
    "Axis",
    "Bounds",
    "Choice",
    "Circuit",
    "Found",
    "Gate",
    "Loop",
    "Option",
    "Possibilities",
    "Presence",
    "Sample",
    "Table",
    "bits_of",
    "build",
    "sample",
    "smallest",
    "tabulate",
]
