"""A real browser, where there is one: a page is opened, its script runs, its answer is read."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str:
    """The browser; without one the test is skipped."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("there is no Chromium on PATH")
    return found


def mermaid_script() -> Path:
    """Mermaid for browsers, from the npm package in NODE_PATH; without it the test is skipped."""
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        path = Path(folder, "mermaid", "dist", "mermaid.min.js")
        if path.is_file():
            return path
    pytest.skip("NODE_PATH names no folder with the npm package mermaid")


def answer(folder: Path, body: str, script: str) -> Any:
    """What ``script``, the body of an async function, returns in a page with that body."""
    page = folder / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><body>{body}<pre id="answer"></pre><script>\n'
        "(async () => {\n"
        "const out = document.getElementById('answer');\n"
        f"try {{ out.textContent = JSON.stringify(await (async () => {{ {script} }})()); }}\n"
        "catch (error) { out.textContent = JSON.stringify({error: String(error)}); }\n"
        "})();\n</script></body>",
        encoding="utf-8",
    )
    command = [chromium(), "--headless", "--disable-gpu", "--virtual-time-budget=20000"]
    if os.geteuid() == 0:
        command.append("--no-sandbox")
    result = subprocess.run(
        [*command, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = re.search(r'<pre id="answer">(.*?)</pre>', result.stdout, re.DOTALL)
    assert found is not None, result.stderr[-2000:]
    return json.loads(html.unescape(found[1]))
