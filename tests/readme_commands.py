"""Print the README's two commands, a line each: the one that runs the main job, the one that tests."""

import re
import sys
from pathlib import Path


def commands(readme: str) -> list[str]:
    """Return the commands of the README's first two `sh` blocks, each block joined with `&&`."""
    blocks = re.findall(r"```sh\n(.*?)```", readme, re.DOTALL)[:2]
    return [" && ".join(line.strip() for line in block.strip().splitlines()) for block in blocks]


if __name__ == "__main__":
    sys.stdout.write("\n".join(commands(Path(sys.argv[1]).read_text(encoding="utf-8"))) + "\n")
