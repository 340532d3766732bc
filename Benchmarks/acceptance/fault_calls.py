"""Faults at single calls of the system, by strace: a batch or its worker is killed there, or told of an error. Part of faults.py.

strace counts the calls of each thread for itself. A point is (call, N): the first thread that reaches its N-th such call is hit.
"""

import collections
import re
import signal
import subprocess
import time

STOPS = ["write", "pwrite64", "fsync", "fdatasync", "rename", "link", "linkat", "unlink", "ftruncate", "mkdir", "setxattr", "openat"]
ERRORS = {
    "EIO": ["read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "rename", "linkat", "unlink", "ftruncate", "mkdir", "openat"],
    "ENOSPC": ["write", "pwrite64", "fsync", "fdatasync", "rename", "linkat", "ftruncate", "mkdir", "setxattr", "openat"],
    "EINTR": ["read", "pread64", "write", "pwrite64", "fsync", "poll"],
    "EMFILE": ["openat", "pipe2"],
    "ENOMEM": ["mmap", "clone3"],
}
# Before it, a process loads its libraries; what goes wrong there is the loader's.
BEGIN = re.compile(r'"in"|/cgroup/cpu\.max"|fd=3, events=POLLIN')
LOADING = re.compile(r'"\\177ELF|\.so[."]|/proc/self/maps')


class Attached:
    """strace on a worker that runs already: it is stopped as soon as it is there, and goes on when strace holds it."""

    def __init__(self, trial, process, *words):
        self.tracer, self.worker = None, None
        end = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < end:
            if found := trial.below(process.pid):
                self.worker = found[0]
                break
            time.sleep(0.0005)
        if self.worker is None or not trial.signal(self.worker, signal.SIGSTOP):
            return
        self.tracer = subprocess.Popen(["strace", "-f", *words, "-p", str(self.worker)], stderr=subprocess.PIPE, text=True)
        self.tracer.stderr.readline()  # "Process N attached"
        trial.signal(self.worker, signal.SIGCONT)

    def end(self):
        if self.tracer:
            try:
                self.tracer.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                self.tracer.kill()
                self.tracer.communicate()


def around_batch(*words):
    """A command that runs the batch under strace, but not its workers."""
    return ["strace", "-f", "-b", "execve", "-qq", *words]


def counted(log):
    """{call: the numbers of such calls} of the thread that makes most of them."""
    counts, numbers, has_begun = collections.Counter(), collections.defaultdict(list), False
    for line in log.read_text(errors="replace").splitlines():
        if not (match := re.match(r"(\d+)\s+(\w+)\(", line)):
            continue
        counts[match.groups()] += 1
        has_begun = has_begun or bool(BEGIN.search(line))
        if has_begun and not LOADING.search(line):
            numbers[match.groups()].append(counts[match.groups()])
    most = {}
    for (_, call), found in numbers.items():
        most[call] = max(most.get(call, []), found, key=len)
    return most


def calls_of(trial, calls, of_worker):
    """Which calls a run without a fault makes, by name."""
    log = trial.path / "log"
    words = ["-o", str(log), "-e", "trace=" + ",".join({*calls, "openat", "poll"})]
    if of_worker:
        process = trial.start("--jobs", "1")
        tracer = Attached(trial, process, *words)
        trial.end(process)
        tracer.end()
    else:
        trial.run("--jobs", "1", prefix=around_batch(*words))
    return {call: numbers for call, numbers in counted(log).items() if call in calls}


def sampled(numbers, most):
    """At most so many of them, evenly, the ends included."""
    if len(numbers) <= most:
        return numbers
    return sorted({numbers[round(place * (len(numbers) - 1) / max(1, most - 1))] for place in range(most)})


def run_with(trial, of_worker, injection, *more):
    """A batch of one job at a time with an injection into it, or into its first worker."""
    words = ["-o", "/dev/null", "-e", f"trace={injection.split(':')[0]}", "-e", f"inject={injection}"]
    if not of_worker:
        return trial.run("--jobs", "1", *more, prefix=around_batch(*words))
    process = trial.start("--jobs", "1", *more)
    tracer = Attached(trial, process, *words)
    result = trial.end(process)
    tracer.end()
    return result


def points(calls, of_worker, again=False):
    """Every such call of a run, or so many of each as are asked for, evenly."""
    def found(trial, most):
        if again:
            trial.make_old_outputs()
        return [(call, number) for call, numbers in sorted(calls_of(trial, calls, of_worker).items())
                for number in sampled(numbers, most)]

    return found


def kill_at(of_worker, again=False):
    """`again`: outputs of other clips stand there, and are replaced."""
    def row(trial, point):
        call, number = point
        changed = trial.make_old_outputs() if again else []
        result = run_with(trial, of_worker, f"{call}:signal=KILL:when={number}")
        if of_worker:
            trial.check_whole(result)
            trial.oracle(result=result)
        else:
            trial.check(result[0] in (-9, 1), f"ended with {result[0]}")
            trial.oracle(changed)
        trial.rerun()

    return row


def error_at(error, of_worker):
    """Interrupted calls are no errors at all; others cost at most what they hit, and are told."""
    def row(trial, point):
        call, number = point
        result = run_with(trial, of_worker, f"{call}:error={error}:when={number}", "--patience", "3")
        trial.oracle(result=result)
        if error == "EINTR":
            trial.check_whole(result)
        trial.check(result[0] in (0, 1, 65, 66, 69, 73, 74, 75, 127), f"ended with {result[0]}: {result[2][-300:]}")
        trial.rerun()

    return row


def garbled(trial, point):
    """What the worker says is overwritten just before it is written."""
    noise = trial.random.randbytes(12).hex()
    result = run_with(trial, True, f"write:poke_enter=@arg2={noise}:when={point[1]}", "--patience", "3")
    trial.conclude(result)


def swallowed(trial, point):
    """The worker believes that it said something, and did not, or a part of it."""
    result = run_with(trial, True, f"write:retval={trial.random.choice([1, 7, 100])}:when={point[1]}", "--patience", "3")
    trial.conclude(result)


def spins(trial, point):
    """The worker goes round in circles: from then on, each such call of it is interrupted."""
    result = run_with(trial, True, f"{point[0]}:error=EINTR:when={point[1]}+", "--patience", "2")
    trial.conclude(result)


def slow(trial, point):
    """The worker's disk takes two seconds for a call, and is waited for."""
    result = run_with(trial, True, f"{point[0]}:delay_enter=2s:when={point[1]}")
    trial.conclude(result)


ROWS = {
    "kill -9 of the batch at every write, sync, rename, link, unlink, mkdir, open": (kill_at(False), points(STOPS, False)),
    "the same of its worker": (kill_at(True), points(STOPS, True)),
    "kill -9 of the worker while outputs are replaced": (kill_at(True, again=True), points(STOPS, True, again=True)),
    **{
        f"{error} from a call of {'a worker' if of_worker else 'the batch'}":
            (error_at(error, of_worker), points(calls, of_worker))
        for error, calls in ERRORS.items() for of_worker in [False, True]
        # Who gets no memory ends: that may cost a worker, not a batch.
        if of_worker or error != "ENOMEM"
    },
    "a worker spins": (spins, points(["pread64", "write"], True)),
    "a worker's disk is slow": (slow, points(["pread64", "pwrite64", "fsync"], True)),
    "a worker says garbage": (garbled, points(["write"], True)),
    "a worker's words are lost": (swallowed, points(["write"], True)),
}
