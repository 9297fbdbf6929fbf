#!/usr/bin/env python3
"""Runs benchmarks natively, under qemu-x86_64 and under Murre, interleaved, and writes a table of medians.

Wall-clock time throughout, so that compiler threads count. For real programs "cold" is a start of everything, and "warm" the
last of several runs inside one machine, timed by the guest's shell; natively and under QEMU every run is like the others.
"""

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / "build" / "bench"
SOURCES = ROOT / "bench" / "programs"
LIMIT_SECONDS = 600

INTEGER = "memcpy memset sum chase chase16k sieve sha256 qsort fib strops hash malloc lz div switchvm fptr16 fptrrand".split()
FLOATING = "triad nbody mandel matmul libm sse2 x87".split()
KERNEL = (
    "fork fork64 vforkexec thread pipe1 pipe unix1 pipebulk futex1 futex cond mutex1 mutex2 atomic1 atomic2 getpid clock read "
    "write open stat pread create epoll mmap fault mprotect signal segv yield"
).split()

# Both sides find the same programs, whatever the caller has on the PATH.
PROGRAM_PATH = "/usr/local/bin:/usr/bin:/bin"



def compiler():
    """The compiler behind gcc; just its name where there is no gcc."""
    if not shutil.which("gcc"):
        return "cc1"
    asked = subprocess.run(["gcc", "-print-prog-name=cc1"], stdout=subprocess.PIPE, text=True, check=True)
    return asked.stdout.strip()


CC1 = compiler()

# Real programs: what has to be there, and what the shell runs. D is a scratch directory both sides see.
PROGRAMS = {
    "gzip": ("gzip", "gzip -9 < $D/text > /dev/null"),
    "xz": ("xz", "xz -6 < $D/text > /dev/null"),
    "zstd": ("zstd", "zstd -q -c $D/text > /dev/null"),
    "7zz": ("7zz", "7zz b 1 -mmt1 -md18 > /dev/null"),
    "lua": ("lua", "lua $D/loop.lua"),
    "python3": ("python3", "python3 $D/loop.py"),
    "python3-start": ("python3", "python3 -c pass"),
    "sqlite3": ("sqlite3", "sqlite3 :memory: < $D/query.sql > /dev/null"),
    "perl": ("perl", "perl $D/loop.pl"),
    "perl-start": ("perl", "perl -e 1"),
    "bash": ("bash", "bash $D/loop.sh"),
    "sha256": ("openssl", "openssl dgst -sha256 $D/text > /dev/null"),
    # Not gcc, for QEMU's user mode would run the compiler that this executes natively.
    "cc1": (CC1, f"{CC1} -quiet -O2 $D/unit.i -o /dev/null"),
    "as": ("as", "as $D/unit.s -o /dev/null"),
}

FILES = {
    "loop.lua": "local s=0 for i=1,3000000 do s=s+i%7*(i&3) end print(s)",
    "loop.py": "d={}\nfor i in range(400000):\n    d[i%997]=d.get(i%997,0)+i*3\nprint(sum(d.values()))\n",
    "loop.pl": 'my %h; $h{$_ % 997} += $_ * 3 for 1..600000; my $s = 0; $s += $_ for values %h; print "$s\\n";',
    "loop.sh": "s=0; for ((i = 0; i < 100000; i++)); do s=$((s + i % 7)); done; echo $s",
    "query.sql": (
        "create table t(a integer primary key, b text);"
        "with recursive n(i) as (select 1 union all select i+1 from n where i<100000) insert into t select i, hex(i*7) from n;"
        "select count(*), sum(length(b)) from t where b like '%A%';"
    ),
}


def make_files(directory):
    """Puts the inputs of the real programs into `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (directory / name).write_text(text)
    source = (SOURCES / "cpu.c").read_bytes()
    (directory / "text").write_bytes((source * (4_000_000 // len(source) + 1))[:4_000_000])
    if shutil.which("gcc"):
        subprocess.run(["gcc", "-E", "-o", directory / "unit.i", SOURCES / "proc.c"], check=True)
        subprocess.run(["gcc", "-O2", "-S", "-o", directory / "unit.s", directory / "unit.i"], check=True)


def build():
    """Builds the benchmark programs that are older than their source."""
    BIN.mkdir(parents=True, exist_ok=True)
    for name in ("cpu", "proc", "true"):
        target, source = BIN / name, SOURCES / f"{name}.c"
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            subprocess.run(["gcc", "-O2", "-static", "-pthread", "-o", target, source, "-lm"], check=True)


def run(command, environment):
    """The output and the seconds of a command; None if it failed or took too long."""
    begin = time.monotonic()
    try:
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    text = done.stdout.decode(errors="replace")
    return (text, time.monotonic() - begin) if done.returncode == 0 and "WRONG" not in text else None


class Launcher:
    """One way to run a program."""

    def __init__(self, name, prefix, **environment):
        self.name = name
        self.prefix = prefix
        self.environment = dict(os.environ, BENCHBIN=str(BIN), PATH=PROGRAM_PATH, **environment)

    def micro(self, program, name, scale):
        extra = ["/usr/bin/env", "qemu-x86_64"] if self.name == "qemu" and name == "vforkexec" else []
        result = run([*self.prefix, str(BIN / program), name, scale, *extra[1:]], self.environment)
        match = result and re.search(r"^\S+ ([0-9.e+-]+) (\S+)$", result[0], re.M)
        return (float(match[1]), match[2]) if match else None

    def cold(self, program, line):
        path = shutil.which(program, path=PROGRAM_PATH)
        line = line.replace(program + " ", f"{path} ", 1)
        if self.name == "qemu":
            line = f"qemu-x86_64 {line}"
        shell = ["/bin/bash", "-c", line]
        result = run([*self.prefix, *shell] if self.name == "murre" else shell, self.environment)
        return (result[1], "s") if result else None

    def warm(self, program, line):
        if self.name != "murre":
            return self.cold(program, line)
        loop = f"TIMEFORMAT='lap %R'; for i in 1 2 3 4 5 6; do time {{ {line}; }}; done"
        result = run([*self.prefix, "/bin/bash", "-c", loop], self.environment)
        laps = re.findall(r"^lap ([0-9.]+)$", result[0], re.M) if result else []
        return (float(laps[-1]), "s") if laps else None


def launchers(names):
    """The launchers that were asked for and can be had."""
    known = {
        "native": Launcher("native", []),
        "qemu": Launcher("qemu", ["qemu-x86_64"]),
        "murre": Launcher("murre", [str(ROOT / "murre"), "run", "-e", f"BENCHBIN={BIN}"]),
    }
    if not shutil.which("qemu-x86_64"):
        known.pop("qemu")
        print("compare: no qemu-x86_64 (Debian: qemu-user); its column stays empty", file=sys.stderr)
    return [known[name] for name in names if name in known]


def benchmarks(arguments):
    """Pairs of section and (name, function of a launcher)."""
    scale = arguments.scale
    for section, program, names in (
        ("Integers, memory, indirect jumps", "cpu", INTEGER),
        ("Floating point and SSE", "cpu", FLOATING),
        ("Processes, files, memory", "proc", KERNEL),
    ):
        for name in names:
            yield section, name, lambda l, p=program, n=name: l.micro(p, n, scale)
    for section, way in (("Programs, warm", "warm"), ("Programs, cold", "cold")):
        for name, (program, line) in PROGRAMS.items():
            if shutil.which(program):
                command = line.replace("$D", str(BIN / "data"))
                yield section, name, lambda l, w=way, p=program, c=command: getattr(l, w)(p, c)


def number(value):
    return "–" if value is None else f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def geometric_mean(values):
    return statistics.geometric_mean(values) if values else None


def table(section, rows):
    """The lines of one section, with the geometric mean of the ratios."""
    lines = [f"## {section}", "", "| | unit | native | QEMU | Murre | Murre ÷ native | Murre ÷ QEMU |", "|---|---|---|---|---|---|---|"]
    ratios = {"native": [], "qemu": []}
    for name, unit, medians in rows:
        cells = []
        for other in ("native", "qemu"):
            ours, theirs = medians.get("murre"), medians.get(other)
            ratio = ours / theirs if ours and theirs else None
            if ratio:
                ratios[other].append(ratio)
            cells.append(number(ratio))
        values = [number(medians.get(way)) for way in ("native", "qemu", "murre")]
        lines.append("| " + " | ".join([name, unit, *values, *cells]) + " |")
    means = [number(geometric_mean(ratios[other])) for other in ("native", "qemu")]
    lines += ["| " + " | ".join(["geometric mean", "", "", "", "", *means]) + " |", ""]
    return lines


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    java = run([os.environ.get("JAVA_HOME", "/usr") + "/bin/java", "-version"], dict(os.environ))
    version = re.search(r"\(build ([^)]*)\)", java[0]) if java else None
    return (
        f"{os.cpu_count()} × {model[1] if model else platform.processor()}, Linux {platform.release()}, "
        f"JDK {version[1] if version else '?'}, load {os.getloadavg()[0]:.1f} when it began"
    )


def measure(arguments):
    """Runs everything and returns the sections' rows."""
    ways = launchers(arguments.launchers.split(","))
    sections = {}
    for section, name, function in benchmarks(arguments):
        if not re.search(arguments.only, f"{section}/{name}"):
            continue
        samples = {way.name: [] for way in ways}
        unit = ""
        for _ in range(arguments.runs):
            for way in ways:
                result = function(way)
                if result:
                    samples[way.name].append(result[0])
                    unit = result[1]
        medians = {way: statistics.median(values) for way, values in samples.items() if values}
        sections.setdefault(section, []).append((name, unit, medians))
        print(f"{name:15} {unit:12}", *(f"{way} {number(medians.get(way))}" for way in samples), flush=True)
    return sections


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="REGEX", help="benchmarks whose 'section/name' matches")
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (5)")
    parser.add_argument("--scale", default="1", help="multiplies the work of cpu and proc (1); their results are checked at 1 only")
    parser.add_argument("--launchers", default="native,qemu,murre", help="some of native,qemu,murre")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    arguments = parser.parse_args()
    build()
    make_files(BIN / "data")
    where = machine()
    sections = measure(arguments)
    lines = ["# Benchmarks", "", f"Measured by `./dev bench --write`: medians of {arguments.runs} interleaved runs, wall-clock time,",
             "lower is better. Murre's column includes its start and its compiler threads, except under \"warm\".", "", where + ".", ""]
    for section, rows in sections.items():
        lines += table(section, rows)
    text = "\n".join(lines)
    if arguments.write:
        (ROOT / "docs" / "benchmarks.md").write_text(text)
    else:
        print(text)


main()
