#!/usr/bin/env python3
"""Breaks batches on purpose, and counts what is not as it has to be afterwards.

    Benchmarks/faults.py CLIPFIT [--trials 20] [--seed 1] [--only ROW] [--keep]

CLIPFIT is the program. Every trial begins with the same clips, runs a batch, does something bad to it at a random moment,
and asks the oracle:

- outputs under final names are whole: the bytes of a run without a fault;
- sources are untouched, but for those that the trial itself changes;
- what the journal calls finished is there, with size and time;
- the exit code tells the truth, and no process is left;
- another run ends in the tree of a run without a fault, with no temporary file in it.

Needs Linux, ffprobe, and root for the rows with disks of their own (left out without).
"""
import argparse, hashlib, json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ["batik-portrait.mp4", "kopi-landscape.mp4"]
CLIPS = 5
WORDS = ["-l", "1", "--pick", "start", "--aspect", "1:1", "--speed", "ultrafast", "--jobs", "2", "--json"]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Trial:
    """A scratch folder with clips in `in` and outputs in `out`."""

    reference = None
    took = 1.0

    def __init__(self, program, where=None):
        self.program = program
        self.path = Path(tempfile.mkdtemp(prefix="clipfit-faults-", dir=where))
        self.violations = []
        (self.path / "in/day").mkdir(parents=True)
        for number in range(CLIPS):
            folder = "in/day" if number % 2 else "in"
            shutil.copyfile(ROOT / "Media/samples" / SAMPLES[number % 2], self.path / f"{folder}/{number}.mp4")
        (self.path / "in/bad.mp4").write_text("no video")
        self.sources = self.tree("in")
        self.environment = dict(os.environ)
        for name in ["CACHE", "DATA", "CONFIG"]:
            self.environment[f"XDG_{name}_HOME"] = str(self.path / "home")

    def tree(self, folder):
        root = self.path / folder
        return {
            str(file.relative_to(root)): digest(file)
            for file in sorted(root.rglob("*"))
            if file.is_file() and ".clipfit" not in file.parts
        }

    def start(self, *more):
        return subprocess.Popen(
            [self.program, "batch", "in", "-o", "out", *WORDS, *more], cwd=self.path, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *more):
        process = self.start(*more)
        return self.end(process)

    def end(self, process, patience=300):
        try:
            out, errors = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            self.wrong("it did not end")
        return process.returncode, [json.loads(line) for line in out.splitlines() if line.startswith("{")], errors

    def wrong(self, what):
        self.violations.append(what)

    def check(self, condition, what):
        if not condition:
            self.wrong(what)

    def workers(self, process):
        try:
            return [int(word) for word in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        except OSError:
            return []

    def oracle(self, changed=()):
        """What has to hold at any moment after the end of a batch."""
        outputs = {name: sum for name, sum in self.tree("out").items() if not name.split("/")[-1].startswith(".")}
        for name, sum in outputs.items():
            self.check(Trial.reference.get(name) == sum, f"{name} is not the output of a run without a fault")
        for name, sum in self.tree("in").items():
            self.check(name in changed or self.sources.get(name) == sum, f"the source {name} was changed")
        journal = self.path / "out/.clipfit/journal.sqlite"
        if journal.exists():
            copy = self.path / "journal-copy"
            shutil.rmtree(copy, ignore_errors=True)
            copy.mkdir()
            for ending in ["", "-wal"]:
                if Path(f"{journal}{ending}").exists():
                    shutil.copy(f"{journal}{ending}", copy / f"j{ending}")
            try:
                database = sqlite3.connect(copy / "j")
                rows = database.execute("SELECT place, size, modified FROM output WHERE size IS NOT NULL").fetchall()
                database.close()
            except sqlite3.DatabaseError:
                rows = []
            for place, size, modified in rows:
                file = self.path / "out" / os.fsdecode(place)
                facts = file.stat() if file.exists() else None
                if facts is None or (facts.st_size, facts.st_mtime_ns) != (size, modified):
                    self.wrong(f"the journal calls {os.fsdecode(place)} finished, and it is not")
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(folder / "cwd") == str(self.path) and (folder / "stat").read_text().split()[2] != "Z":
                    self.wrong(f"process {folder.name} is left")
            except OSError:
                pass

    def rerun(self):
        """A run without a fault mends everything."""
        code, told, errors = self.run()
        self.check(code == 1, f"the next run ended with {code}: {errors[-300:]}")
        self.check(self.tree("out") == Trial.reference, "the next run does not end in the tree of a run without a fault")
        odd = [file.name for file in (self.path / "out/.clipfit").iterdir()
               if not file.name.startswith(("journal.sqlite", "journal.lock", "journal.damaged-"))]
        self.check(not odd, f"left over: {odd}")
        return told

    def moment(self):
        time.sleep(random.uniform(0, Trial.took * 1.1))


def settle():
    """The kernel ends workers a moment after their batch."""
    time.sleep(0.2)


def kill_batch(trial):
    process = trial.start()
    trial.moment()
    process.kill()
    code, _, _ = trial.end(process)
    trial.check(code in (-9, 1), f"ended with {code}")
    settle()
    trial.oracle()
    trial.rerun()


def hurt_worker(number, *words):
    def row(trial):
        process = trial.start(*words)
        trial.moment()
        workers = trial.workers(process)
        if workers:
            try:
                os.kill(random.choice(workers), number)
            except ProcessLookupError:
                pass
        code, told, errors = trial.end(process)
        trial.check(code == 1, f"ended with {code}: {errors[-300:]}")
        trial.check(told and told[-1].get("summary", {}).get("failed") == 1, "more than the bad file failed")
        trial.oracle()
        trial.check(trial.tree("out") == Trial.reference, "not all outputs were made")
        trial.rerun()

    return row


def interrupt(number, times):
    def row(trial):
        process = trial.start()
        trial.moment()
        for _ in range(times):
            process.send_signal(number)
            time.sleep(random.uniform(0, 0.05))
        code, told, errors = trial.end(process, 30)
        # Before the program watches signals, they end it as they always do.
        trial.check(code in (128 + number, 1, -number), f"ended with {code}")
        settle()
        if code == 128 + number and times == 1:
            summary = told[-1].get("summary") if told else None
            trial.check(summary is not None and summary["left"] >= 0, "no summary at the end")
        trial.oracle()
        trial.rerun()

    return row


def change_source(change):
    def row(trial):
        name = random.choice([name for name in trial.sources if name != "bad.mp4"])
        file = trial.path / "in" / name
        whole = (file.read_bytes(), file.stat())
        process = trial.start()
        trial.moment()
        change(file)
        code, _, errors = trial.end(process)
        trial.check(code == 1, f"ended with {code}: {errors[-300:]}")
        trial.oracle(changed=[name])
        file.write_bytes(whole[0])
        os.utime(file, ns=(whole[1].st_atime_ns, whole[1].st_mtime_ns))
        trial.rerun()

    return row


def truncate(file):
    os.truncate(file, random.randrange(file.stat().st_size))


def cut_journal(trial):
    trial.run()
    journal = trial.path / "out/.clipfit/journal.sqlite"
    os.truncate(journal, random.randrange(journal.stat().st_size))
    told = trial.rerun()
    trial.check(told and told[-1].get("summary", {}).get("skipped") == CLIPS, "outputs that were finished were made again")
    trial.oracle()


def scribble_journal(trial):
    trial.run()
    journal = trial.path / "out/.clipfit/journal.sqlite"
    with open(journal, "r+b") as file:
        for _ in range(20):
            file.seek(random.randrange(journal.stat().st_size))
            file.write(os.urandom(16))
    trial.rerun()
    trial.oracle()


def eight_batches(trial):
    ended = [trial.end(process) for process in [trial.start() for _ in range(8)]]
    done = [line["source"] for _, told, _ in ended for line in told if line.get("status") == "done"]
    trial.check(len(done) == CLIPS, f"{len(done)} clips were done, of {CLIPS}: {sorted(done)}")
    for code, told, errors in ended:
        trial.check(code == 1, f"ended with {code}: {errors[-300:]}")
        trial.check(bool(told) and "summary" in told[-1], "no summary at the end")
    trial.oracle()
    trial.check(trial.tree("out") == Trial.reference, "not all outputs were made")
    trial.rerun()


def two_one_killed(trial):
    first, second = trial.start(), trial.start()
    trial.moment()
    first.kill()
    trial.end(first)
    code, _, errors = trial.end(second)
    trial.check(code == 1, f"the other one ended with {code}: {errors[-300:]}")
    trial.check(trial.tree("out") == Trial.reference, "the other one did not make all outputs")
    trial.oracle()
    trial.rerun()


def on_disk(options, codes, after):
    """The outputs on a disk of their own."""
    def row(trial):
        out = trial.path / "out"
        out.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", out], check=True)
        try:
            code, _, errors = trial.run()
            trial.check(code in codes, f"ended with {code}: {errors[-300:]}")
            trial.oracle()
            subprocess.run(["mount", "-o", f"remount,{after}", out], check=True)
            trial.rerun()
        finally:
            subprocess.run(["umount", "-l", out], check=True)

    return row


def small_disk(trial):
    on_disk(f"size={random.randrange(40, 900)}k", (1, 73, 74, 75), "size=100m")(trial)


ROWS = {
    "kill -9 of the batch": kill_batch,
    "kill -9 of a worker": hurt_worker(signal.SIGKILL),
    "a worker aborts": hurt_worker(signal.SIGABRT),
    "a worker is asked to end": hurt_worker(signal.SIGTERM),
    "a worker stands still": hurt_worker(signal.SIGSTOP, "--patience", "2"),
    **{
        f"{kind.name} {'twice' if times == 2 else 'once'}": interrupt(kind, times)
        for kind in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP] for times in [1, 2]
    },
    "a source is truncated": change_source(truncate),
    "a source is deleted": change_source(lambda file: file.unlink()),
    "the journal is cut": cut_journal,
    "the journal is overwritten": scribble_journal,
    "eight batches at once": eight_batches,
    "two batches, one is killed": two_one_killed,
    "the disk is full": small_disk,
    "the folder is read-only": on_disk("ro", (73,), "rw"),
}
NEED_ROOT = {"the disk is full", "the folder is read-only"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="a row's beginning; repeatable")
    parser.add_argument("--keep", action="store_true", help="keep the folders of trials that went wrong")
    words = parser.parse_args()
    random.seed(words.seed)
    whole = Trial(words.program)
    began = time.monotonic()
    code, told, errors = whole.run()
    Trial.took = time.monotonic() - began
    Trial.reference = whole.tree("out")
    assert code == 1 and len(Trial.reference) == CLIPS, (code, errors)
    for name in Trial.reference:
        subprocess.run(["ffprobe", "-v", "error", whole.path / "out" / name], check=True)
    shutil.rmtree(whole.path)
    print(f"a run without a fault takes {Trial.took:.1f} s", flush=True)
    bad = 0
    for name, row in ROWS.items():
        if words.only and not any(name.startswith(one) for one in words.only):
            continue
        if name in NEED_ROOT and os.geteuid() != 0:
            print(f"{name}: left out, it needs root", flush=True)
            continue
        found = []
        for _ in range(words.trials):
            trial = Trial(words.program)
            try:
                row(trial)
            except Exception as error:  # the trial itself failed, which is no less a violation
                trial.wrong(f"{type(error).__name__}: {error}")
            found += trial.violations
            if trial.violations and words.keep:
                print(f"  kept {trial.path}")
            else:
                shutil.rmtree(trial.path, ignore_errors=True)
        bad += len(found)
        print(f"{name}: {words.trials} trials, {len(found)} violations", flush=True)
        for what in found[:5]:
            print(f"  {what}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
