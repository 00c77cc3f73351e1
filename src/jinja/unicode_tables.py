"""Prints unicode_tables.cc: python3 unicode_tables.py > unicode_tables.cc (Python's Unicode data)."""
import sys
import unicodedata

LAST = sys.maxunicode


def ranges(holds):
    found, first = [], None
    for code in range(LAST + 2):
        inside = code <= LAST and holds(chr(code))
        if inside and first is None:
            first = code
        elif not inside and first is not None:
            found.append((first, code - 1))
            first = None
    return found


def mappings(change):
    """Runs of code points, one or two apart, that all move by the same distance."""
    moved = []
    for code in range(LAST + 1):
        other = change(chr(code))
        if len(other) == 1 and other != chr(code):
            moved.append((code, ord(other) - code))
    runs = []
    for code, distance in moved:
        if runs:
            first, last, run_distance, step = runs[-1]
            gap = code - last
            if run_distance == distance and gap <= 2 and step in (0, gap):
                runs[-1] = (first, code, distance, gap)
                continue
        runs.append((code, code, distance, 0))
    return [(first, last, distance, step or 1) for first, last, distance, step in runs]


def show(name, rows, kind):
    cells = ["{" + ",".join(f"0x{cell:x}" if cell > 9 else str(cell) for cell in row) + "}" for row in rows]
    print(f"extern const {kind} {name}[] = {{")
    line = "   "
    for cell in cells:
        if len(line) + len(cell) + 2 > 100:
            print(line)
            line = "   "
        line += " " + cell + ","
    print(line)
    print("};")
    print(f"extern const size_t {name}Count = {len(rows)};\n")


def starts_identifier(character):
    return character.isidentifier() and character != "_"


def continues_identifier(character):
    return ("a" + character).isidentifier() and not starts_identifier(character) and character != "_"


print(f"// Unicode {unicodedata.unidata_version}. Written by unicode_tables.py; not edited by hand.")
print('#include "jinja/unicode_tables.h"\n')
print("// clang-format off")
print("namespace tessera::jinja {\n")
show("kAlphabetic", ranges(str.isalpha), "CodeRange")
show("kDecimal", ranges(str.isdecimal), "CodeRange")
show("kUnprintable", ranges(lambda c: not c.isprintable()), "CodeRange")
show("kIdentifierMore", ranges(lambda c: starts_identifier(c) and not c.isalpha()), "CodeRange")
show("kIdentifierPart", ranges(lambda c: continues_identifier(c) and not c.isdecimal()), "CodeRange")
show("kToUpper", mappings(str.upper), "CaseRange")
show("kToLower", mappings(str.lower), "CaseRange")
print("}  // namespace tessera::jinja")
