"""Work spread over processes is the same as done by one."""

import os
import subprocess
import sys

import pytest

from rubicon.surveying.spreading import FEW, spread


@pytest.mark.parametrize("processes", [1, 2, 3, 50])
@pytest.mark.parametrize("size", [0, 1, FEW, 30])
def test_everything_is_made_once_and_in_order(processes, size):
    """What comes out is in the order of the things, whatever the number of processes."""
    assert spread(lambda at: at * at, list(range(size)), processes) == [at * at for at in range(size)]


def test_several_processes_share_the_work():
    """Each of so many processes does some of it, the first one too: in one of its own, where no other test left a thread."""
    code = (
        "import os; from rubicon.surveying.spreading import FEW, spread;"
        "found = set(spread(lambda _: os.getpid(), range(3 * FEW), 3)); print(len(found), os.getpid() in found)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3", "True"]


def test_what_a_lost_process_should_have_brought_is_made_here():
    """A process that ends before its time costs no more than its time."""
    here = os.getpid()

    def work(at):
        if os.getpid() != here and at > FEW:
            os._exit(1)
        return at

    assert spread(work, range(3 * FEW), 3) == list(range(3 * FEW))


def test_what_goes_wrong_is_raised_here():
    """An error in the work is the error of the whole."""

    def work(at):
        return 1 / (at - 2 * FEW)

    with pytest.raises(ZeroDivisionError):
        spread(work, range(3 * FEW), 2)
