"""Run the command line as `python -m rubicon`."""

from rubicon.cli import run

run()
