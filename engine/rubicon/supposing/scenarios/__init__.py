"""The same judgement for many scenarios at once, one bit a scenario.

Fire once over every fact that counts in some scenario; say with `Presence` which switches bring a fact or take
it away; `build` the circuit of gates that tells in which scenarios a statement is established; and compute it
for many settings of the switches together: with `bits` for few, with numpy for all of them (`tables`), random
ones (`sampling`), or sets of few choices (`searching`).
"""

from rubicon.supposing.scenarios.building import Bounds, build
from rubicon.supposing.scenarios.cells import Possibilities, Presence
from rubicon.supposing.scenarios.gates import Circuit, Gate, Loop

__all__ = ["Bounds", "Circuit", "Gate", "Loop", "Possibilities", "Presence", "build"]
