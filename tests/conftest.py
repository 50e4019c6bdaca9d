"""What all tests share: a place to import their helpers from, and how long random tests run."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package, but share modules


os.environ["RUBICON_CACHE"] = tempfile.mkdtemp(
    prefix="rubicon-tests-"
)  # tests keep nothing in a user's folder


def pytest_addoption(parser):
    parser.addoption(
        "--rulebooks",
        type=int,
        default=500,
        help="how many random rulebooks to judge against the oracle, and half of those whose reasons are checked (default 500)",
    )
    parser.addoption(
        "--shipped-days",
        action="store_true",
        help="hold what is told of every shipped case on every day against the judgement (long)",
    )
    parser.addoption(
        "--regold",
        action="store_true",
        help="rewrite the texts that tests compare whole; read the change with git diff",
    )
