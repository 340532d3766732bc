#!/usr/bin/env python3
"""Whether clipfit ever asks for a socket: all examples of the README and every other verb under `strace -f -e trace=network`, then
again where there is no network at all (`unshare -n`, as root).

    Benchmarks/run silence CLIPFIT [COMMAND…]

COMMAND is watched instead of the examples, in the folder of the checkout, e.g. a bundle of tests:

    Benchmarks/run silence clipfit unshare -n .build/debug/clipfitPackageTests.xctest --testing-library swift-testing

Calls of the network are told by program, with what was asked for; only those of clipfit and its workers count. Exit 1 where there is
one.
"""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common

ROOT = Path(common.ROOT)
UNKNOWN = "unknown"
# strace counts copies of files (sendfile) among those of the network.
CALLS = {
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg",
    "recvmmsg", "getsockname", "getpeername",
}
# What the examples leave out. All of them end with 0.
OTHERS = """
--version
--help
help trim
help batch
completion bash
completion zsh
completion fish
preset lint
music list --json
trends list --json
learn status --json
"""


def watched(command, log, **how):
    """Runs it. {program: Counter of calls}, exit code"""
    words = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "200", "-o", str(log), "-e", "trace=network,process", "-e", "signal=none"]
    done = subprocess.run([*words, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **how)
    lines = log.read_text(errors="replace").splitlines()
    programs, calls = {}, collections.defaultdict(collections.Counter)
    # A thread or a child may be heard of before the call that made it has returned.
    made = (re.match(r"(\d+)\s+(?:<\.\.\. )?(?:clone3?|v?fork)\b.*= (\d+)$", line) for line in lines)
    parents = {match[2]: match[1] for match in made if match}

    def program(pid):
        while pid not in programs and pid in parents:
            pid = parents[pid]
        return programs.get(pid, UNKNOWN)

    for line in lines:
        if not (match := re.match(r"(\d+)\s+(\w+)\((.*)", line)):
            continue
        pid, call, rest = match.groups()
        if call == "execve":
            if name := re.match(r'"([^"]*)", \["([^"]*)"', rest):
                programs[pid] = name[1] if not name[1].startswith("/proc") else f"{name[2]} (worker)"
        elif call in CALLS:
            calls[program(pid)][asked(call, rest)] += 1
    return calls, done


def asked(call, rest):
    """A call, with the family and the address that it is about."""
    if call == "socket":
        return f"socket({rest.split(',')[0]})"
    address = re.search(r'(AF_\w+)(?:.*?(?:sun_path=|inet_addr\(|inet_pton\(AF_INET6, )"([^"]*)")?', rest)
    return f"{call}({' '.join(filter(None, address.groups()))})" if address else f"{call}()"


def is_ours(program):
    return os.path.basename(program).split(" ")[0] == "clipfit" or program == UNKNOWN


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program, other = Path(sys.argv[1]).resolve(), sys.argv[2:]
    scratch = Path(tempfile.mkdtemp(prefix="clipfit-silence-"))
    (scratch / "bin").mkdir()
    shutil.copy(program, scratch / "bin/clipfit")
    environment = dict(os.environ, **{f"XDG_{name}_HOME": str(scratch / "home") for name in ["CACHE", "DATA", "CONFIG"]})
    examples = other or [ROOT / ".ci/readme-examples", scratch / "bin"]
    commands = [examples] + ([] if other else [[scratch / "bin/clipfit", *line.split()] for line in OTHERS.split("\n") if line])
    wrong, total, ended = [], collections.Counter(), 0
    for number, command in enumerate(commands):
        calls, done = watched(command, scratch / "log", cwd=ROOT if other else scratch, env=environment)
        ended += done.returncode == 0
        if done.returncode != 0:
            told = done.stderr.decode(errors="replace")
            failed = "\n".join(line for line in told.splitlines() if "✘" in line)
            wrong.append(f"{' '.join(map(str, command))}: exit {done.returncode}: {failed or told[-300:]}")
        for name, counts in calls.items():
            for call, count in counts.items():
                total[(os.path.basename(name), call)] += count
                if is_ours(name):
                    wrong.append(f"{' '.join(map(str, command))}: {name}: {call} × {count}")
    print(f"{len(commands)} commands under strace, {ended} ended with 0")
    for (name, call), count in sorted(total.items()):
        print(f"  {name}: {call} × {count}")
    print(f"calls of the network by clipfit: {sum(count for (name, _), count in total.items() if is_ours(name))}")
    if os.geteuid() == 0 and not other:
        ended = 0
        for command in commands:
            done = subprocess.run(["unshare", "-n", *command], cwd=scratch, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
            ended += done.returncode == 0
            if done.returncode != 0:
                wrong.append(f"without a network, {' '.join(map(str, command))}: exit {done.returncode}: {done.stderr[-300:]}")
        print(f"{len(commands)} commands without a network, {ended} ended with 0")
    shutil.rmtree(scratch)
    for what in wrong:
        print(f"wrong: {what}")
    print("FAIL" if wrong else "silent")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
