"""A folder of tiny clips, a batch on it, and what has to hold afterwards. Part of faults.py."""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import common

ROOT = Path(common.ROOT)
SAMPLES = ["batik-portrait.mp4", "kopi-landscape.mp4"]
CLIPS = 5
WORDS = ["-l", "1", "--size", "160x160", "--speed", "ultrafast", "--jobs", "2", "--json"]
BAD = "bad.mp4"
JOURNAL_FILES = ("journal.sqlite", "journal.lock", "journal.damaged-")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folder_of(number):
    return "day" if number % 2 else ""


class Bench:
    """The program, the clips, and what a batch makes of them when nothing goes wrong."""

    def __init__(self, program, scratch):
        self.program, self.scratch = program, Path(scratch)
        self.clips = self.scratch / "clips"
        self.clips.mkdir()
        for number in range(CLIPS + 1):  # the last one takes another's place
            command = ["ffmpeg", "-nostdin", "-v", "error", "-ss", str(number), "-t", "2", "-i",
                       ROOT / "Media/samples" / SAMPLES[number % 2], "-vf", "scale=240:-2", "-c:v", "libx264", "-preset", "veryfast",
                       "-crf", "26", "-c:a", "aac", "-ac", "1", "-b:a", "48k", self.clips / f"{number}.mp4"]
            subprocess.run(command, check=True)
        self.reference, self.instead, self.took = {}, {}, 1.0
        whole = self.measure()
        self.reference = whole.tree("out")
        assert len(self.reference) == CLIPS, self.reference
        for name in self.reference:
            subprocess.run(["ffprobe", "-v", "error", whole.path / "out" / name], check=True)
        whole.make_old_outputs()
        self.instead = whole.tree("out")
        assert not set(self.instead.values()) & set(self.reference.values())
        whole.remove()

    def measure(self):
        """A run without a fault: random moments lie within the time that it takes now."""
        trial = Trial(self, 0)
        began = time.monotonic()
        code, _, errors = trial.run()
        self.took = time.monotonic() - began
        assert code == 1, (code, errors)
        return trial


class Trial:
    """Clips in `in`, outputs in `out`, and a list of what was not as it has to be."""

    def __init__(self, bench, seed):
        self.bench, self.random = bench, random.Random(seed)
        self.path = Path(tempfile.mkdtemp(prefix="trial-", dir=bench.scratch))
        self.violations, self.notes = [], []
        (self.path / "in/day").mkdir(parents=True)
        for number in range(CLIPS):
            shutil.copyfile(bench.clips / f"{number}.mp4", self.path / "in" / folder_of(number) / f"{number}.mp4")
        (self.path / "in" / BAD).write_text("no video")
        self.sources = self.tree("in")
        self.environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
        for name in ["CACHE", "DATA", "CONFIG"]:
            self.environment[f"XDG_{name}_HOME"] = str(self.path / "home")

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def make_old_outputs(self):
        """Outputs of other clips under the same names, which the next run replaces. Returns the sources."""
        names = [name for name in self.sources if name != BAD]
        for name in names:
            shutil.copyfile(self.bench.clips / f"{CLIPS}.mp4", self.path / "in" / name)
        self.run()
        for name in names:
            file = self.path / "in" / name
            shutil.copyfile(self.bench.clips / file.name, file)
        return names

    def tree(self, folder):
        root = self.path / folder
        return {
            str(file.relative_to(root)): digest(file)
            for file in sorted(root.rglob("*"))
            if file.is_file() and ".clipfit" not in file.parts
        }

    # Running

    def start(self, *more, prefix=(), **environment):
        """A batch; `prefix` is a command that starts it."""
        return subprocess.Popen(
            [*prefix, self.bench.program, "batch", "in", "-o", "out", *WORDS, *more], cwd=self.path,
            env={**self.environment, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")

    def run(self, *more, **how):
        return self.end(self.start(*more, **how))

    def end(self, process, patience=300):
        """(exit code, what was told on standard output, messages)"""
        try:
            out, errors = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            for pid in self.below(process.pid) + [process.pid]:
                self.signal(pid, signal.SIGKILL)
            out, errors = process.communicate()
            self.wrong(f"it did not end in {patience} s")
        told = [json.loads(line) for line in out.splitlines() if line.startswith("{") and line.endswith("}")]
        return process.returncode, told, errors

    def moment(self):
        time.sleep(self.random.uniform(0, self.bench.took * 1.2))

    @staticmethod
    def signal(pid, number):
        try:
            os.kill(pid, number)
            return True
        except ProcessLookupError:
            return False

    @staticmethod
    def below(pid):
        """The processes that a process started, and theirs."""
        found = []
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                    found += [int(child), *Trial.below(int(child))]
        except OSError:
            pass
        return found

    def workers(self, process):
        found = []
        for pid in self.below(process.pid):
            try:
                if b"_worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
            except OSError:
                pass
        return found

    def a_worker(self, process, patience=20):
        """One of the workers, as soon as there is one; None where the batch ended before."""
        end = time.monotonic() + patience
        while process.poll() is None and time.monotonic() < end:
            if found := self.workers(process):
                return self.random.choice(found)
            time.sleep(0.001)
        return None

    # Judging

    def wrong(self, what):
        self.violations.append(what)

    def check(self, condition, what):
        if not condition:
            self.wrong(what)

    def oracle(self, changed=(), result=None, totals=(CLIPS + 1,), lenient=False):
        """What has to hold at any moment after the end of a batch.

        - `changed`: sources that the trial changed itself: their outputs may be those of the clip that stood there instead.
        - `result`: what `end` gave of a batch that was not killed: its exit code and its JSON have to be true.
        - `totals`: how many sources it may have known.
        - `lenient`: it need not have come to its summary.
        """
        outputs = {name: sum for name, sum in self.tree("out").items() if not name.split("/")[-1].startswith(".")}
        other = {name.replace(".mp4", "-1s.mp4") for name in changed}
        for name, sum in outputs.items():
            allowed = {self.bench.reference.get(name)} | ({self.bench.instead.get(name)} if name in other else set())
            self.check(sum in allowed, f"{name} is not the output of a run without a fault")
        for name, sum in self.tree("in").items():
            self.check(name in changed or self.sources.get(name) == sum, f"the source {name} was changed")
        self.check_journal()
        self.check_processes()
        if result:
            self.check_truth(*result, outputs, totals, lenient)

    def check_journal(self):
        """What the journal calls finished is there, with its size and time."""
        journal = self.path / "out/.clipfit/journal.sqlite"
        if not journal.is_file():
            return
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

    def check_processes(self):
        """Nothing is left that runs; the kernel ends workers a moment after their batch."""
        end = time.monotonic() + 3
        while left := self.left():
            if time.monotonic() > end:
                return self.wrong(f"processes {left} are left")
            time.sleep(0.02)

    def left(self):
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(folder / "cwd") == str(self.path) and (folder / "stat").read_text().split(")")[-1].split()[0] != "Z":
                    found.append(int(folder.name))
            except OSError:
                pass
        return found

    def check_truth(self, code, told, errors, outputs, totals, lenient):
        """The exit code and the lines agree with each other and with what is there."""
        self.check(code >= 0, f"it ended by signal {-code}: {errors[-200:]}")
        self.check(code != 70, f"a bug by its own account: {errors[-300:]}")
        self.check("Fatal error" not in errors, f"it crashed: {errors[-300:]}")
        lines, summaries = [line for line in told if "status" in line], [line["summary"] for line in told if "summary" in line]
        if code in (0, 1, 75, 130, 143, 129) and (lines or code in (0, 1)):
            self.check(lenient or len(summaries) == 1 and "summary" in told[-1], f"{len(summaries)} summaries, exit {code}: {errors[-300:]}")
        for line in lines:
            if line["status"] != "failed":
                for output in line["outputs"]:
                    self.check(output.removeprefix("out/") in outputs, f"{output} is called {line['status']}, and is not there")
            else:
                self.check(line["error"] and line["error"]["message"], f"{line['source']} failed without a reason")
        if not summaries:
            return
        summary = summaries[-1]
        for status in ["done", "skipped", "failed"]:
            count = sum(line["status"] == status for line in lines)
            self.check(count == summary[status], f"{count} lines are {status}, the summary tells {summary[status]}")
        told_of = sum(summary[word] for word in ["done", "skipped", "failed", "left"])
        self.check(told_of in totals, f"{told_of} sources in the summary")
        if code == 0:
            self.check(summary["failed"] == 0 and summary["left"] == 0, f"exit 0, but {summary}")
        if code == 1:
            self.check(summary["failed"] > 0, f"exit 1, but {summary}")

    def check_whole(self, result):
        """It came to its end as if nothing had been: only the bad file failed."""
        code, told, errors = result
        self.check(code == 1, f"ended with {code}: {errors[-300:]}")
        self.check(told and told[-1].get("summary", {}).get("failed") == 1, f"more than the bad file failed: {errors[-400:]}")
        self.check(self.tree("out") == self.bench.reference, "not all outputs were made")

    def conclude(self, result):
        """Nothing was lost by the fault, and nothing is left to do; what the next run told."""
        self.check_whole(result)
        self.oracle(result=result)
        return self.rerun()

    def rerun(self, *more):
        """A run without a fault mends everything."""
        code, told, errors = self.run(*more)
        self.check(code == 1, f"the next run ended with {code}: {errors[-300:]}")
        self.check(self.tree("out") == self.bench.reference, "the next run does not end in the tree of a run without a fault")
        odd = [file.name for file in (self.path / "out/.clipfit").iterdir() if not file.name.startswith(JOURNAL_FILES)]
        self.check(not odd or "--shard" in more, f"left over: {odd}")
        return told
