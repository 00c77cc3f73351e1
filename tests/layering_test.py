"""The architecture holds: no #include that src/CMakeLists.txt does not allow.

Reads the `room(...)` declarations, then every #include "room/..." under src, and fails on an include
of a room that is not declared, on a back arrow among the declarations, and on duckdb.h outside of the
warehouse or Eigen outside of stats.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONLY_IN = {"duckdb.h": "warehouse", "Eigen/": "stats", "boost/math": "stats", "yaml-cpp/": "spec",
           "CLI/": "app", "libpq": "warehouse"}


def declared_rooms() -> dict[str, set[str]]:
    text = (ROOT / "src/CMakeLists.txt").read_text()
    rooms = {}
    for name, arguments in re.findall(r"^room\((\w+)([^)]*)\)", text, re.MULTILINE):
        allowed = re.search(r"MAY_INCLUDE([^A-Z]*)", arguments)
        rooms[name] = set(allowed.group(1).split()) if allowed else set()
    return rooms


def main() -> int:
    rooms = declared_rooms()
    failures, passed = [], 0
    seen: set[str] = set()
    for name, allowed in rooms.items():
        back = allowed - seen
        if back:
            failures.append(f"src/CMakeLists.txt: room {name} may include {sorted(back)}, "
                            "which stand above it")
        else:
            passed += 1
        seen.add(name)
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        room = path.relative_to(ROOT / "src").parts[0]
        if room not in rooms:
            failures.append(f"{path.relative_to(ROOT)}: '{room}' is no declared room")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            own = re.match(r'\s*#include "(\w+)/', line)
            if own and own.group(1) != room and own.group(1) not in rooms[room]:
                failures.append(f"{path.relative_to(ROOT)}:{number}: {room} may not include "
                                f"{own.group(1)}")
            for library, owner in ONLY_IN.items():
                if re.match(rf'\s*#include [<"]{re.escape(library)}', line) and room != owner:
                    failures.append(f"{path.relative_to(ROOT)}:{number}: only {owner} may include "
                                    f"{library}")
        passed += 1
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
