#!/usr/bin/env python3
"""Where the instructions of the portal-user job go: weir under callgrind with two numbers of contacts, and the difference, by room and by function.
Only the job itself counts, not the reading of flows and contacts before it. Called by tools/bench/run profile and tools/bench/run count."""
import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

ALLOCATION = re.compile(r"^(operator new|operator delete|malloc|free|calloc|realloc|_int_malloc|_int_free|malloc_consolidate|unlink_chunk|sysmalloc)")
BYTES = re.compile(r"^_*(mem|str)[a-z]*_|^mem(cpy|move|set|cmp|chr)")


class Counts:
    """The costs in a file of callgrind: of each function itself, and what its calls cost."""

    def __init__(self, path):
        self.own = collections.Counter()
        self.file_of = {}
        names = {}
        files = {}
        function = None
        is_call = False
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                line = line.rstrip("\n")
                if line.startswith("fl="):
                    file = self.named(line[3:], files)
                elif line.startswith("fn="):
                    function = self.named(line[3:], names)
                    self.file_of.setdefault(function, file)
                elif line.startswith(("cfi=", "cfl=", "fi=", "fe=")):
                    self.named(line[line.index("=") + 1:], files)
                elif line.startswith("cfn="):
                    self.named(line[4:], names)
                elif line.startswith("calls="):
                    is_call = True
                elif line and line[0] in "0123456789+-*":
                    if not is_call:
                        self.own[function] += int(line.split()[1])
                    is_call = False

    @staticmethod
    def named(text, table):
        """`(12) name` the first time, `(12)` from then on."""
        found = re.match(r"\((\d+)\)(?: (.*))?$", text)
        if found is None:
            return text
        if found[2] is not None:
            table[found[1]] = found[2]
        return table.get(found[1], text)


def room_of(function, file):
    if ALLOCATION.match(function):
        return "memory (malloc, free)"
    if BYTES.match(function):
        return "bytes (memcpy, memset)"
    found = re.search(r"/(src|tools)/(\w+)/", file)
    if found:
        return found[2] if found[1] == "src" else "the job itself"
    return "libraries"


def short(function):
    text = function.replace("(anonymous namespace)::", "").replace("weir::", "")
    depth = 0
    kept = []
    for character in text:
        depth += {"(": 1, "<": 1}.get(character, 0)
        if depth == 0:
            kept.append(character)
        depth -= {")": 1, ">": 1}.get(character, 0)
    return "".join(kept)[:60]


def count(build, contacts, options, folder):
    path = pathlib.Path(folder) / f"{contacts}.tsv"
    with open(path, "wb") as file:
        subprocess.run([str(build / "portal_data"), str(contacts)], stdout=file, check=True)
    out = pathlib.Path(folder) / f"{contacts}.callgrind"
    ran = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--collect-atstart=no", "--toggle-collect=weir_measured",
         str(build / "portal_weir"), str(path), *options], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(ran.stdout + ran.stderr)
    return Counts(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--few", type=int, default=2000)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--functions", type=int, default=25)
    parser.add_argument("--only-sum", action="store_true")
    parser.add_argument("--event-batch", default="")
    options = parser.parse_args()
    weir_options = ["--event-batch", options.event_batch] if options.event_batch else []
    with tempfile.TemporaryDirectory(prefix="weir-profile-") as folder:
        few = count(options.build, options.few, weir_options, folder)
        many = count(options.build, options.many, weir_options, folder)
    further = options.many - options.few
    cost = {function: (many.own[function] - few.own[function]) / further for function in many.own}
    total = sum(cost.values())
    print(f"{total:.0f} instructions for each further contact ({options.few} to {options.many} contacts)")
    if options.only_sum:
        return
    rooms = collections.Counter()
    functions = collections.Counter()
    for function, instructions in cost.items():
        room = room_of(function, many.file_of[function])
        rooms[room] += instructions
        functions[(short(function), room)] += instructions
    print("\n| room | instructions a contact | share |\n| --- | ---: | ---: |")
    for room, instructions in rooms.most_common():
        print(f"| {room} | {instructions:.0f} | {100 * instructions / total:.1f} % |")
    print("\n| function | room | instructions a contact |\n| --- | --- | ---: |")
    for (function, room), instructions in functions.most_common(options.functions):
        print(f"| `{function}` | {room} | {instructions:.0f} |")


main()
