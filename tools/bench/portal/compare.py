#!/usr/bin/env python3
"""Runs the portal-user job in every way there is, one beside the other on the same data, and compares: counts, a checksum of all records, times,
memory. Prints a table, writes it and a chart. Called by tools/bench/run portal."""
import argparse
import hashlib
import json
import os
import pathlib
import pwd
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
COUNTS = ("contacts", "pending", "provisioned", "failed", "users", "logs")


def say(text):
    print(text, file=sys.stderr, flush=True)


class Postgres:
    """A server of our own: data in a folder that goes away, no network, a socket in the folder. It is told that data need not survive a crash."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "postgres"
        self.server = None
        self.bin = None

    def programs(self):
        for folder in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
            if (folder / "initdb").exists():
                return folder
        found = shutil.which("initdb")
        return pathlib.Path(found).parent if found else None

    def as_user(self, command):
        if os.getuid() != 0:
            return command
        return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *command]

    def start(self):
        """Nothing, or why there is none."""
        self.bin = self.programs()
        if self.bin is None or not shutil.which("psql"):
            return "PostgreSQL is not installed"
        self.folder.mkdir()
        if os.getuid() == 0:
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                return "PostgreSQL does not run as root, and there is no user postgres"
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            for parent in self.folder.parents:
                if parent == pathlib.Path(tempfile.gettempdir()):
                    break
                parent.chmod(0o755)
        data = self.folder / "data"
        made = subprocess.run(
            self.as_user([str(self.bin / "initdb"), "-D", str(data), "-A", "trust", "-U", "portal", "-E", "UTF8", "--locale=C", "--no-sync"]),
            capture_output=True, text=True, check=False)
        if made.returncode != 0:
            return "initdb failed: " + made.stderr.strip().splitlines()[-1]
        options = {
            "listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
            "shared_buffers": "1GB", "autovacuum": "on", "jit": "off", "max_wal_size": "4GB",
        }
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        with open(self.folder.parent / "postgres.log", "wb") as log:
            self.server = subprocess.Popen(
                self.as_user([str(self.bin / "postgres"), "-D", str(data), *settings]), stdout=log, stderr=subprocess.STDOUT)
        for _ in range(100):
            ready = subprocess.run([str(self.bin / "pg_isready"), "-h", str(self.folder), "-q"], check=False)
            if ready.returncode == 0:
                return None
            if self.server.poll() is not None:
                break
            time.sleep(0.1)
        return "the server did not start"

    def psql(self, database, *arguments):
        return ["psql", "-X", "-q", "-h", str(self.folder), "-U", "portal", "-d", database, *arguments]

    def fresh(self):
        subprocess.run(self.psql("postgres", "-c", "DROP DATABASE IF EXISTS job"), check=True, capture_output=True)
        subprocess.run(self.psql("postgres", "-c", "CREATE DATABASE job"), check=True, capture_output=True)

    def stop(self):
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(30)
            except subprocess.TimeoutExpired:
                self.server.kill()


class Way:
    """One way of doing the job."""

    def __init__(self, name, command, before=None, most=None):
        self.name = name
        self.command = command  # of the contacts and the dump (or None)
        self.before = before
        self.most = most  # contacts
        self.results = []
        self.checksum = None

    def run(self, contacts, dump):
        if self.before:
            self.before()
        ran = subprocess.run(self.command(contacts, dump), capture_output=True, text=True, check=False)
        lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
        if ran.returncode != 0 or len(lines) != 1:
            sys.exit(f"{self.name} failed:\n{ran.stdout}{ran.stderr}")
        self.results.append(json.loads(lines[0]))

    def median(self):
        return statistics.median(result["seconds"] for result in self.results)

    def peak(self):
        return statistics.median(result["peak"] for result in self.results)


def checksum(path):
    """Of all records, whatever their order."""
    total = 0
    with open(path, "rb") as file:
        for line in file:
            total += int.from_bytes(hashlib.blake2b(line, digest_size=8).digest(), "little")
    return f"{total % 2**64:016x}"


def find_ways(build, folder, postgres_too):
    def program(*command):
        return lambda contacts, dump: [*command, contacts] + ([dump] if dump else [])

    def weir(*options):
        return lambda contacts, dump: [str(build / "portal_weir"), contacts] + ([dump] if dump else []) + list(options)

    ways = [
        Way("C++ by hand", program(str(build / "portal_cpp"))),
        Way("weir", weir()),
        Way("weir, a transaction per event", weir("--event-batch", "1")),
        Way("SQLite triggers, :memory:", program(str(build / "portal_sqlite"))),
    ]
    for name, programs, file in (("Node", ("node", "nodejs"), "portal.js"), ("Python 3", ("python3",), "portal.py"), ("Lua 5.4", ("lua5.4",), "portal.lua")):
        found = next((path for path in map(shutil.which, programs) if path), None)
        if found is None:
            say(f"skipped: {name} ({programs[0]} is not installed)")
            continue
        ways.append(Way(name, program(found, str(HERE / file))))
    postgres = None
    if postgres_too:
        postgres = Postgres(folder)
        why = postgres.start()
        if why:
            say(f"skipped: PL/pgSQL triggers ({why})")
        else:
            ways.append(Way(
                "PL/pgSQL triggers",
                lambda contacts, dump: postgres.psql(
                    "job", "-v", f"contacts={contacts}", *(("-v", f"dump={dump}") if dump else ()), "-f", str(HERE / "portal.sql")),
                postgres.fresh))
    return ways, postgres


def agree(ways):
    first = ways[0]
    for way in ways:
        for result in way.results:
            for count in COUNTS:
                if result[count] != first.results[0][count]:
                    sys.exit(f"DISAGREE: {way.name} counts {result[count]} {count}, {first.name} {first.results[0][count]}")
        if way.checksum != first.checksum:
            sys.exit(f"DISAGREE: the records of {way.name} have checksum {way.checksum}, those of {first.name} {first.checksum}")
    counts = ", ".join(f"{first.results[0][count]} {count}" for count in COUNTS)
    return f"All agree: {counts}; checksum of all records {first.checksum}."


def rows_of(ways, records):
    by_hand = ways[0]
    for way in ways:
        seconds = way.median()
        peak = way.peak()
        yield (
            way.name, seconds / records * 1e6, seconds / by_hand.median(),
            peak / 2**20 if peak else None, peak / by_hand.peak() if peak else None,
        )


def table(ways, records, agreement):
    lines = [
        f"Portal-user job, {records} contacts; medians of {len(ways[0].results)} runs, taken in turns. {agreement}",
        "",
        "| | µs a contact | times C++ | peak MiB | times C++ |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, microseconds, ratio, peak, peak_ratio in rows_of(ways, records):
        memory = f"{peak:.0f} | {peak_ratio:.2f}" if peak else " | "
        lines.append(f"| {name} | {microseconds:.2f} | {ratio:.2f} | {memory} |")
    return "\n".join(lines) + "\n"


def chart(ways, records):
    """Bars of the time a contact takes, on a logarithmic scale from 0.1 µs."""
    import math
    rows = sorted(rows_of(ways, records), key=lambda row: row[1])
    low = -1
    high = math.ceil(math.log10(max(row[1] for row in rows)))
    left, width, step = 230, 520, 30
    height = 70 + step * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 90}" height="{height}" font-family="sans-serif" font-size="13">',
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="16" y="24" font-size="15">Portal-user job, {records} contacts: µs a contact</text>',
    ]
    for power in range(low, high + 1):
        x = left + width * (power - low) / (high - low)
        parts.append(f'<line x1="{x:.0f}" y1="40" x2="{x:.0f}" y2="{height - 24}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{height - 8}" text-anchor="middle" fill="#666666">{10.0 ** power:g}</text>')
    for index, (name, microseconds, _, _, _) in enumerate(rows):
        y = 44 + index * step
        size = max(2, width * (math.log10(max(microseconds, 0.1)) - low) / (high - low))
        colour = "#1769aa" if name.startswith("weir") else "#9aa5b1"
        parts.append(f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="{left}" y="{y}" width="{size:.0f}" height="20" fill="{colour}"/>')
        parts.append(f'<text x="{left + size + 6:.0f}" y="{y + 15}">{microseconds:.2f}</text>')
    return "\n".join(parts) + "\n</svg>\n"


def main():
    parser = argparse.ArgumentParser(prog="tools/bench/run portal", description="The portal-user job in weir and its peers.")
    parser.add_argument("--records", type=int, action="append", help="contacts; may be given more than once (100000)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, in turns (5)")
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/bench"), help="folder of the table and the chart (build/bench)")
    options = parser.parse_args()
    if any(records < 200 for records in options.records or []) or options.rounds < 1:
        parser.error("at least 200 contacts and one round")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="weir-portal-") as folder:
        ways, postgres = find_ways(options.build, folder, not options.no_postgres)
        try:
            for records in options.records or [100_000]:
                run(options, ways, records, folder)
        finally:
            if postgres is not None:
                postgres.stop()


def run(options, ways, records, folder):
    contacts = str(pathlib.Path(folder) / "contacts.tsv")
    dump = str(pathlib.Path(folder) / "dump.tsv")
    with open(contacts, "wb") as file:
        subprocess.run([str(options.build / "portal_data"), str(records)], stdout=file, check=True)
    for way in ways:
        way.results = []
    for number in range(options.rounds):
        for way in ways:
            say(f"{records} contacts, round {number + 1} of {options.rounds}: {way.name}")
            way.run(contacts, dump if number == 0 else None)
            if number == 0:
                way.checksum = checksum(dump)
                os.remove(dump)
    text = table(ways, records, agree(ways))
    print(text)
    (options.out / f"portal_{records}.md").write_text(text, encoding="utf-8")
    (options.out / f"portal_{records}.svg").write_text(chart(ways, records), encoding="utf-8")
    say(f"written: {options.out}/portal_{records}.md and .svg")


main()
