"""What every script here shares: options, running a command with its costs, tables. Standard library only."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What `make build` leaves.
BINARY = os.path.join(ROOT, ".build", "static", "clipfit")
CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGTRAP}


def parser(description):
    """The options that all scripts have."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--clipfit", default=BINARY, metavar="PATH")
    options.add_argument("--media", default=os.environ.get("CLIPFIT_MEDIA"), metavar="DIR",
                         help="holds real, derived and bad (default: $CLIPFIT_MEDIA)")
    options.add_argument("--scratch", metavar="DIR", help="kept afterwards (default: a temporary folder, removed)")
    options.add_argument("--json", metavar="FILE", help="also write the results here")
    return options


def prepare(options):
    """Resolves the binary and the media folder, and makes the scratch folder. Exits 2 when something is missing."""
    options.clipfit = os.path.abspath(options.clipfit)
    if not os.access(options.clipfit, os.X_OK):
        sys.exit(f"no clipfit at {options.clipfit}: build it, or say --clipfit PATH")
    if not options.media or not os.path.isdir(options.media):
        sys.exit("say where the clips are: --media DIR or CLIPFIT_MEDIA")
    options.media = os.path.abspath(options.media)
    for tool in ("ffmpeg", "ffprobe"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install ffmpeg")
    options.temporary = options.scratch is None
    options.scratch = os.path.abspath(options.scratch or tempfile.mkdtemp(prefix="clipfit-bench-"))
    os.makedirs(options.scratch, exist_ok=True)
    os.chmod(options.scratch, 0o755)
    options.seen = listing(options.media)
    return options


def listing(folder):
    """{path: (size, time)} of everything below a folder."""
    found = {}
    for place, _, names in os.walk(os.fsencode(folder)):
        for name in names:
            facts = os.lstat(os.path.join(place, name))
            found[os.path.join(place, name)] = (facts.st_size, facts.st_mtime_ns)
    return found


def media_touched(options):
    """Files of the media folder that this run made, changed or lost: there must be none. They are named, not removed."""
    now = listing(options.media)
    touched = sorted(path for path in set(now) | set(options.seen) if now.get(path) != options.seen.get(path))
    for path in touched:
        print(f"wrong: this run touched {printable(path)}", flush=True)
    return touched


def clean(options):
    if options.temporary:
        shutil.rmtree(options.scratch, ignore_errors=True)


class Result:
    """One finished command. `code` is negative for a signal; `rss` is in MB and cannot be below this Python's own
    (about 15 MB: exec inherits the high-water mark); CPU includes the children it waited for."""

    __slots__ = ("code", "out", "err", "wall", "cpu", "rss", "late")

    def __init__(self, code, out, err, wall, cpu, rss, late):
        self.code, self.out, self.err, self.wall, self.cpu, self.rss, self.late = code, out, err, wall, cpu, rss, late

    @property
    def crashed(self):
        return -self.code in CRASHES or self.code - 128 in CRASHES


def run(command, limit=600, cwd=None, env=None, stdin=subprocess.DEVNULL, stdout=None, stderr=None, before=None, kill_after=None,
        kill_with=None):
    """Runs an argument list. `stdout` None captures. `kill_with` is sent `kill_after` seconds from the start.
    A command that runs past `limit` seconds is killed with its group, and `late` is true."""
    out = tempfile.TemporaryFile() if stdout is None else None
    err = tempfile.TemporaryFile() if stderr is None else None
    began = time.monotonic()
    child = subprocess.Popen(command, cwd=cwd, env=env, stdin=stdin, stdout=out or stdout, stderr=err or stderr,
                             start_new_session=True, preexec_fn=before)
    state = {"late": False, "done": False}
    gate = threading.Lock()

    def send(number, late):
        with gate:
            if state["done"]:
                return
            state["late"] = state["late"] or late
            try:
                os.killpg(child.pid, number)
            except ProcessLookupError:
                pass

    timers = [threading.Timer(limit, send, (signal.SIGKILL, True))]
    if kill_with is not None:
        timers.append(threading.Timer(max(0.0, kill_after - (time.monotonic() - began)), send, (kill_with, False)))
    for timer in timers:
        timer.daemon = True
        timer.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    with gate:
        state["done"] = True
    for timer in timers:
        timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    texts = []
    for file in (out, err):
        if file is None:
            texts.append(b"")
        else:
            file.seek(0)
            texts.append(file.read())
            file.close()
    return Result(child.returncode, texts[0], texts[1], wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, state["late"])


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def table(rows, head, file=sys.stdout):
    """Prints rows of strings in columns."""
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head)] + rows) for i in range(len(head))]
    for row in [list(head)] + rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip(), file=file)
    file.flush()


def printable(value):
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
