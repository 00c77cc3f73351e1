"""How the Python scripts of this folder write their values: C++ constants, exact."""

import os
import sys

import numpy as np


class Reference:
    """One file <topic>.inc that names what it was made with."""

    def __init__(self, topic, *modules):
        made_with = ", ".join(
            [f"Python {sys.version.split()[0]}"] + [f"{m.__name__} {m.__version__}" for m in modules])
        folder = os.path.dirname(os.path.abspath(__file__))
        self.file = open(os.path.join(folder, f"{topic}.inc"), "w", encoding="utf-8")
        script = os.path.basename(sys.argv[0])
        self.file.write(f"// Written by {script}; do not edit. {made_with}.\n")

    def put(self, name, values):
        array = np.ravel(np.asarray(values, dtype=float))
        digits = ["kMissing" if np.isnan(x) else repr(float(x)).removesuffix(".0") for x in array]
        if np.ndim(values) == 0:
            self.file.write(f"constexpr double {name} = {digits[0]};\n")
            return
        self.file.write(f"constexpr double {name}[] = {{\n")
        line = "   "
        for text in digits:
            if len(line) + len(text) > 96:
                self.file.write(line + "\n")
                line = "   "
            line += f" {text},"
        self.file.write(f"{line}\n}};\n")
