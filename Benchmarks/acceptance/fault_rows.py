"""Faults at random moments: signals, disks, sources, journals, clocks, other batches. Part of faults.py."""

import os
import resource
import shutil
import signal
import subprocess
import time

from fault_trial import BAD, CLIPS

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


# Processes

def kill_batch(*words):
    def row(trial):
        process = trial.start(*words)
        trial.moment()
        process.kill()
        code, _, _ = trial.end(process)
        trial.check(code in (-9, 1), f"ended with {code}")
        trial.oracle()
        trial.rerun(*words)

    return row


def hurt_worker(hurt, *words):
    """Something happens to a worker; all outputs are made all the same."""
    def row(trial):
        process = trial.start(*words)
        trial.moment()
        if worker := trial.a_worker(process):
            try:
                hurt(trial, worker)
            except (ProcessLookupError, FileNotFoundError, BrokenPipeError):
                pass
        result = trial.end(process)
        trial.conclude(result)

    return row


def signalled(number):
    return lambda trial, worker: os.kill(worker, number)


def pause(trial, pid):
    os.kill(pid, signal.SIGSTOP)
    time.sleep(1)
    os.kill(pid, signal.SIGCONT)


def take_memory(trial, worker):
    with open(f"/proc/{worker}/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    limit = used + trial.random.randrange(60_000_000)
    resource.prlimit(worker, resource.RLIMIT_AS, (limit, limit))


def garbage(trial, worker):
    """Bytes come out of its pipe that it did not say."""
    noise = trial.random.choice([os.urandom(trial.random.randrange(1, 5000)), b"{}\n", b'{"ready":{}}\n', b"\n\n", b'{"finished":', b"\0"])
    with open(f"/proc/{worker}/fd/4", "wb", buffering=0) as pipe:
        pipe.write(noise + trial.random.choice([b"", b"\n"]))


def endless_line(trial, worker):
    with open(f"/proc/{worker}/fd/4", "wb", buffering=0) as pipe:
        for _ in range(600):
            pipe.write(b"x" * (1 << 20))


def pause_batch(trial):
    process = trial.start()
    trial.moment()
    trial.signal(process.pid, signal.SIGSTOP)
    time.sleep(6)
    trial.signal(process.pid, signal.SIGCONT)
    result = trial.end(process)
    trial.conclude(result)


def interrupt(number, times):
    def row(trial):
        process = trial.start()
        trial.moment()
        for _ in range(times):
            trial.signal(process.pid, number)
            time.sleep(trial.random.uniform(0, 0.05))
        result = trial.end(process, 30)
        code, told, _ = result
        # Before the program watches signals, they end it as they always do.
        trial.check(code in (128 + number, 1, -number), f"ended with {code}")
        if code == 128 + number and times == 1:
            summary = told[-1].get("summary") if told else None
            trial.check(summary is not None, "no summary at the end")
        trial.oracle(result=result if code >= 0 else None, lenient=times == 2)
        trial.rerun()

    return row


# Sources

def change_source(change):
    def row(trial):
        name = trial.random.choice([name for name in trial.sources if name != BAD])
        file = trial.path / "in" / name
        whole = (file.read_bytes(), file.stat())
        process = trial.start()
        trial.moment()
        change(trial, file)
        result = trial.end(process)
        trial.check(result[0] == 1, f"ended with {result[0]}: {result[2][-300:]}")
        # One that went before the search is not told.
        trial.oracle(changed=[name], result=result, totals=(CLIPS + 1,) if file.exists() else (CLIPS, CLIPS + 1))
        file.write_bytes(whole[0])
        os.utime(file, ns=(whole[1].st_atime_ns, whole[1].st_mtime_ns))
        trial.rerun()

    return row


def truncate(trial, file):
    os.truncate(file, trial.random.randrange(file.stat().st_size))


def replace(trial, file):
    new = file.with_name(".new")
    shutil.copyfile(trial.bench.clips / f"{CLIPS}.mp4", new)
    new.rename(file)


def write_over(trial, file):
    with open(file, "r+b") as old:
        old.write((trial.bench.clips / f"{CLIPS}.mp4").read_bytes())
        old.truncate()


def lengthen(trial, file):
    with open(file, "ab") as old:
        old.write(os.urandom(1000))


# Journals

def damage_journal(damage, knows=True):
    """`knows`: what is finished is still known."""
    def row(trial):
        trial.run()
        damage(trial, trial.path / "out/.clipfit/journal.sqlite")
        told = trial.rerun()
        if knows:
            trial.check(told and told[-1].get("summary", {}).get("skipped") == CLIPS, "outputs that were finished were made again")
        trial.oracle()

    return row


def cut(trial, file):
    os.truncate(file, trial.random.choice([0, 1, 15, 16, 99, 100, 4095, 4096, 4097] + [trial.random.randrange(file.stat().st_size)] * 20))


def scribble(trial, file):
    with open(file, "r+b") as journal:
        for _ in range(20):
            journal.seek(trial.random.randrange(file.stat().st_size))
            journal.write(os.urandom(16))


def damage_log(trial):
    """What SQLite had not yet taken into its file when the batch was killed."""
    process = trial.start()
    trial.moment()
    process.kill()
    trial.end(process)
    trial.check_processes()
    for ending in ["-wal", "-shm"]:
        file = trial.path / f"out/.clipfit/journal.sqlite{ending}"
        if file.exists() and file.stat().st_size:
            trial.random.choice([cut, scribble])(trial, file)
    trial.rerun()
    trial.oracle()


def cut_record(trial):
    trial.run("--shard", "1/1")
    record = trial.path / "out/.clipfit/shard-1-of-1.jsonl"
    os.truncate(record, trial.random.randrange(record.stat().st_size))
    told = trial.rerun("--shard", "1/1")
    trial.check(told and told[-1].get("summary", {}).get("skipped") == CLIPS, "outputs that were finished were made again")
    merged = subprocess.run([trial.bench.program, "merge", "out", "--json"], cwd=trial.path, env=trial.environment, capture_output=True)
    trial.check(merged.returncode == 1, f"merge ended with {merged.returncode}")
    trial.oracle()


# Others

def eight_batches(kills):
    def row(trial):
        running = [trial.start() for _ in range(8)]
        for process in running[:kills]:
            trial.moment()
            process.kill()
        results = [trial.end(process) for process in running]
        for code, told, errors in results[kills:]:
            trial.check(code == 1, f"ended with {code}: {errors[-300:]}")
            trial.check(bool(told) and "summary" in told[-1], "no summary at the end")
        done = [line["source"] for _, told, _ in results for line in told if line.get("status") == "done"]
        # One that is killed may have made what it did not tell any more.
        trial.check(len(done) == len(set(done)) and (kills or len(done) == CLIPS), f"{len(done)} were done, of {CLIPS}: {sorted(done)}")
        trial.oracle()
        trial.check(trial.tree("out") == trial.bench.reference, "not all outputs were made")
        trial.rerun()

    return row


def two_one_killed(trial):
    first, second = trial.start(), trial.start()
    trial.moment()
    first.kill()
    trial.end(first)
    result = trial.end(second)
    trial.conclude(result)


def few(limit, most):
    """Too few files, processes or addresses for all that it would do."""
    def row(trial):
        number = trial.random.randint(*most)
        result = trial.run(prefix=["prlimit", f"--{limit}={number}"])
        trial.check(result[0] in (1, 73, 74, 75, 66, 69, 127), f"{number}: ended with {result[0]}: {result[2][-300:]}")
        trial.oracle(result=result)
        trial.rerun()

    return row


# Clocks

def clock(monotonic, *jumps):
    """The clock is set while the batch runs, by libfaketime; files keep their true times."""
    def row(trial):
        setting = trial.path / "clock"
        setting.write_text("+0")
        library = f"/usr/lib/{os.uname().machine}-linux-gnu/faketime/libfaketimeMT.so.1"
        # `env` comes first: where the library sets its variables in the program itself, Swift does not find the arguments.
        # Confined workers could not read the setting.
        process = trial.start(
            "--sandbox", "off", prefix=["env"], LD_PRELOAD=library, FAKETIME_TIMESTAMP_FILE=str(setting), FAKETIME_NO_CACHE="1", NO_FAKE_STAT="1",
            FAKETIME_DONT_FAKE_MONOTONIC="0" if monotonic else "1", FAKETIME_FORCE_MONOTONIC_FIX="0")
        for _ in range(3):
            time.sleep(trial.random.uniform(0, trial.bench.took / 2))
            setting.write_text(trial.random.choice(jumps))
        result = trial.end(process, 60)
        told = trial.conclude(result)
        trial.check(told and told[-1].get("summary", {}).get("skipped") == CLIPS, "outputs that were finished were made again")

    return row


def other_epoch(trial):
    """Clocks that count from elsewhere for every run, as after a reboot."""
    prefix = ["unshare", "--time", "--monotonic", str(10**8), "--boottime", str(10**8)]
    process = trial.start(prefix=[*prefix, "--fork"])
    trial.moment()
    for pid in trial.below(process.pid):
        trial.signal(pid, signal.SIGKILL)
    trial.end(process)
    trial.oracle()
    trial.rerun()


def old_files(trial):
    """Sources from before 1970 and from after 2100."""
    for place, name in enumerate(trial.sources):
        moment = [-10**9 * 10**9, 0, 5 * 10**9 * 10**9, time.time_ns() + 10**15, 1, -1][place % 6]
        os.utime(trial.path / "in" / name, ns=(moment, moment))
    result = trial.run()
    told = trial.conclude(result)
    trial.check(told and told[-1].get("summary", {}).get("skipped") == CLIPS, "outputs that were finished were made again")


# Disks

def mounted(place, options, codes, after):
    """A disk of its own for a folder; `after` is how it gets well again."""
    def row(trial):
        folder = trial.path / place
        folder.mkdir(parents=True)
        words = options(trial) if callable(options) else options
        subprocess.run(["mount", "-t", "tmpfs", "-o", words, "tmpfs", folder], check=True)
        try:
            result = trial.run()
            trial.check(result[0] in codes, f"{words}: ended with {result[0]}: {result[2][-300:]}")
            trial.oracle(result=result)
            subprocess.run(["mount", "-o", f"remount,{after}", folder], check=True)
            trial.rerun()
        finally:
            subprocess.run(["umount", "-l", folder], check=True)

    return row


def size(least, most):
    return lambda trial: f"size={trial.random.randrange(least, most)}k"


def unprivileged(hurt, codes, total=CLIPS + 1):
    """As a user who may not write, or not read."""
    def row(trial):
        (trial.path / "out").mkdir()
        os.chmod(trial.path, 0o755)
        (trial.path / "home").mkdir(mode=0o777)
        hurt(trial)
        result = trial.run(prefix=NOBODY)
        trial.check(result[0] in codes, f"ended with {result[0]}: {result[2][-300:]}")
        trial.oracle(result=result, totals=(total,))
        for place in [trial.path / "out", trial.path / "in"]:
            os.chmod(place, 0o755)
        trial.rerun()

    return row


def unreadable_sources(trial):
    os.chmod(trial.path / "out", 0o777)
    for name in trial.random.sample(sorted(trial.sources), 3):
        os.chmod(trial.path / "in" / name, 0)


def unreadable_folder(trial):
    os.chmod(trial.path / "out", 0o777)
    os.chmod(trial.path / "in" / "day", 0)


SHARD = ("--shard", "1/1")
# {name: (row, the share of --trials that it takes)}
ROWS = {
    "kill -9 of the batch": (kill_batch(), 1),
    "kill -9 of a worker": (hurt_worker(signalled(signal.SIGKILL)), 1),
    "kill -9 of a shard": (kill_batch(*SHARD), 0.2),
    **{
        f"{kind.name} {'twice' if times == 2 else 'once'}": (interrupt(kind, times), 0.15)
        for kind in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP] for times in [1, 2]
    },
    "the disk of the outputs and the journal is full": (mounted("out", size(40, 250), (1, 73, 74, 75), "size=100m"), 0.2),
    "the disk of the journal is full": (mounted("out/.clipfit", size(4, 120), (1, 73, 74, 75), "size=100m"), 0.2),
    "the disk of a folder of outputs is full": (mounted("out/day", size(4, 80), (1, 73, 74, 75), "size=100m"), 0.1),
    "the disk of the caches is full": (mounted("home", "size=4k", (1,), "size=100m"), 0.05),
    "the output folder is read-only": (mounted("out", "ro", (73,), "rw"), 0.05),
    "the journal's folder is read-only": (mounted("out/.clipfit", "ro", (73,), "rw"), 0.05),
    "a folder of outputs is read-only": (mounted("out/day", "ro", (1,), "rw"), 0.05),
    "the folder of caches is read-only": (mounted("home", "ro", (1,), "rw"), 0.05),
    "a user who may not write": (unprivileged(lambda trial: None, (73,)), 0.05),
    "a user who may not read some sources": (unprivileged(unreadable_sources, (1,)), 0.05),
    "a user who may not read a folder": (unprivileged(unreadable_folder, (1,), total=CLIPS), 0.05),
    "a source is replaced": (change_source(replace), 0.2),
    "a source is written over": (change_source(write_over), 0.2),
    "a source is truncated": (change_source(truncate), 0.2),
    "a source grows": (change_source(lengthen), 0.1),
    "a source is deleted": (change_source(lambda trial, file: file.unlink()), 0.2),
    "a worker aborts": (hurt_worker(signalled(signal.SIGABRT)), 0.2),
    "a worker crashes": (hurt_worker(signalled(signal.SIGSEGV)), 0.2),
    "a worker is asked to end": (hurt_worker(signalled(signal.SIGTERM)), 0.2),
    "a worker stands still": (hurt_worker(signalled(signal.SIGSTOP), "--patience", "2"), 0.1),
    "a worker sleeps for a second": (hurt_worker(pause), 0.1),
    "a worker gets no more memory": (hurt_worker(take_memory, "--patience", "3"), 0.2),
    "bytes that are no worker's": (hurt_worker(garbage), 0.3),
    "a line without end": (hurt_worker(endless_line), 0.02),
    "the batch is stopped for six seconds": (pause_batch, 0.05),
    "the journal is cut": (damage_journal(cut), 0.5),
    "the journal is overwritten": (damage_journal(scribble, knows=False), 0.3),
    "the journal is deleted": (damage_journal(lambda trial, file: file.unlink()), 0.05),
    "SQLite's log is damaged after a kill -9": (damage_log, 0.5),
    "the record of a shard is cut": (cut_record, 0.3),
    "the clock is set": (clock(False, "+0", "+3600", "-3600", "+315360000", "-315360000", "-1600000000"), 0.2),
    "all clocks jump ahead": (clock(True, "+10", "+3600", "+315360000"), 0.1),
    "clocks that count from elsewhere": (other_epoch, 0.1),
    "sources from before 1970 and after 2100": (old_files, 0.02),
    "eight batches at once": (eight_batches(0), 0.1),
    "eight batches at once, three are killed": (eight_batches(3), 0.1),
    "two batches, one is killed": (two_one_killed, 0.2),
    "few open files": (few("nofile", (8, 40)), 0.1),
    "little memory": (few("as", (300_000_000, 900_000_000)), 0.1),
}
NEED_ROOT = {name for name in ROWS if "disk of" in name or "read-only" in name or "a user who" in name or "elsewhere" in name}
