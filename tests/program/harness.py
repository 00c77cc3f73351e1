"""Runs the program in a scratch folder and counts checks: `N passed, N failed` at the end."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TESSERA = str(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else str(ROOT / "build/tessera")


class Checks:
    """Counts what holds and prints what does not."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def that(self, holds: bool, what: str) -> None:
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}")

    def equal(self, got, wanted, what: str) -> None:
        self.that(got == wanted, f"{what}: got {got!r}, wanted {wanted!r}")

    def near(self, got: float, wanted: float, relative: float, what: str) -> None:
        near = got is not None and abs(got - wanted) <= relative * max(abs(wanted), 1e-300)
        self.that(near, f"{what}: got {got!r}, wanted {wanted!r} within {relative:g}")

    def done(self) -> None:
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


class Scratch:
    """A folder that goes when the test ends."""

    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp(prefix="tessera-test-"))
        return self.path

    def __exit__(self, *_) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess:
    return subprocess.run([TESSERA, *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
                          timeout=300)


def build(spec: Path, out: Path, *arguments: str) -> dict:
    """Builds a folder and gives its report.json; raises with the error when it was not built."""
    done = run("build", spec, "-o", out, *arguments)
    if done.returncode != 0:
        raise RuntimeError(f"tessera build ended with {done.returncode}: {done.stderr}")
    return json.loads((out / "report.json").read_text())


def rows(report: dict, table: str) -> list[dict]:
    """A table's rows as dictionaries by column name."""
    found = report["tables"][table]
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, row)) for row in found["rows"]]
