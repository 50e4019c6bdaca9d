"""Two hundred requests at once for ten seconds, with a writer among them, over the network as browsers ask."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections import Counter
from urllib.parse import urlencode

from books import write_book, write_case
from rubicon.web.undoing import digest_of

SECONDS = 10
AT_ONCE = 200
LANDS = 400
WAYS = (
    "/",
    "/row/one",
    "/case/one/",
    "/case/one/?without=Kazakhstan+asks+the+CSTO+to+intervene",
    "/case/one/why?sentence=Kazakhstan+asks+the+CSTO+to+intervene",
    "/case/one/find?sentence=asks",
    "/case/one/log",
    "/log",
    "/rules/",
)


async def request(port: int, method: str, path: str, fields=None) -> tuple[int, str]:
    """Send one request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = urlencode(fields or {}).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
    if method == "POST":
        head += f"Origin: http://127.0.0.1:{port}\r\nHX-Request: true\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"\r\n" + (body if method == "POST" else b""))
    answer = (await reader.read()).decode()
    writer.close()
    return int(answer.split(" ", 2)[1]), answer


async def crowd(port: int, case) -> tuple[Counter, list[str]]:
    """Ask for pages from many readers at once while one writer adds fact after fact; return what came of it."""
    token = re.search(r'name="token" value="([^"]+)"', (await request(port, "GET", "/case/one/"))[1])[1]
    came: Counter = Counter()
    written: list[str] = []
    end = time.monotonic() + SECONDS

    async def read(at: int) -> None:
        while time.monotonic() < end:
            status, _ = await request(port, "GET", WAYS[at % len(WAYS)])
            came[status] += 1
            at += 1

    async def write() -> None:
        for at in range(LANDS):
            sentence = f"Land {at} asks the CSTO to intervene"
            fields = {"token": token, "seen": digest_of(case.read_bytes()), "sentence": sentence}
            status, _ = await request(port, "POST", "/case/one/fact", fields)
            came[status] += 1
            written.append(sentence)
            if time.monotonic() > end:
                return

    await asyncio.gather(write(), *(read(at) for at in range(AT_ONCE - 1)))
    return came, written


def test_a_crowd_and_a_writer(tmp_path):
    """For ten seconds two hundred ask at once and one writes: every answer is whole, and every fact is there."""
    rules = write_book(tmp_path / "rules")
    (tmp_path / "cases").mkdir()
    lands = "".join(f'[[entity]]\nname = "Land {at}"\nkind = "country"\n' for at in range(LANDS))
    case = write_case(tmp_path / "cases" / "one.toml", extra=lands)
    command = [
        sys.executable,
        "-m",
        "rubicon",
        "serve",
        str(case.parent),
        "--port",
        "0",
        "--rules",
        str(rules),
    ]
    home = os.environ | {"XDG_DATA_HOME": str(tmp_path / "data")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=home
    ) as served:
        try:
            port = int(re.search(r":(\d+)/", served.stdout.readline())[1])
            came, written = asyncio.run(crowd(port, case))
        finally:
            served.terminate()
            _, complaints = served.communicate(timeout=30)
    assert set(came) == {200}
    assert came[200] > AT_ONCE
    assert len(written) > 2
    text = case.read_text(encoding="utf-8")
    assert [one for one in written if f'"{one}"' not in text] == []
    assert "Traceback" not in complaints
