#!/usr/bin/env python3
"""A thousand small clips through one batch: memory, descriptors and threads of all its processes have to stay flat.

    Benchmarks/run soak CLIPFIT [--clips 1000] [--jobs 2] [--words=…] [--json FILE]

Twice a second RSS, open files and threads of the batch and of each worker are read from /proc. Flat means, of each process that
lived for a tenth of the run or longer, from a tenth of the run on (it has everything in memory by then):

- the line through its RSS rises by no more than 8 MB over 1,000 clips, beyond its own standard error twice;
- no second half's median is more than 8 MB above that of the first half;
- the files that are open and the threads that run at the end of it are no more than in the first half, but for two.

Afterwards the outputs and the journal have to be complete, sources untouched, and another run has to skip all of them.
Exit 1 where anything of it does not hold.
"""
import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import common

ROOT = Path(common.ROOT)
SAMPLES = ["batik-portrait.mp4", "kopi-landscape.mp4"]
WORDS = "-l 1 --size 160x160 --speed ultrafast"
ALLOWED = 8.0  # MB


def make_clips(folder, count):
    """So many clips of two seconds, of ten kinds."""
    kinds = []
    for kind in range(10):
        file = folder / f"kind-{kind}.mp4"
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-ss", str(kind // 2), "-t", "2", "-i", ROOT / "Media/samples" / SAMPLES[kind % 2],
                        "-vf", f"scale={200 + 20 * kind}:-2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-c:a", "aac", file],
                       check=True)
        kinds.append(file)
    for number in range(count):
        place = folder / "in" / f"{number % 10}"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kinds[number % 10], place / f"{number:05}.mp4")


def sums(folder):
    return hashlib.sha256("".join(
        f"{file.relative_to(folder)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in sorted(folder.rglob("*.mp4"))
    ).encode()).hexdigest()


def children(pid):
    try:
        return [int(word) for task in os.listdir(f"/proc/{pid}/task") for word in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
    except OSError:
        return []


def state(pid):
    """(RSS in MB, open files, threads); None where the process is gone."""
    try:
        words = Path(f"/proc/{pid}/status").read_text().split()
        files = len(os.listdir(f"/proc/{pid}/fd"))
        return (int(words[words.index("VmRSS:") + 1]) / 1024, files, int(words[words.index("Threads:") + 1]))
    except (OSError, ValueError):
        return None


def line(points):
    """Slope of the line through points, and its standard error."""
    count = len(points)
    mean = [sum(column) / count for column in zip(*points)]
    spread = sum((x - mean[0]) ** 2 for x, _ in points)
    slope = sum((x - mean[0]) * (y - mean[1]) for x, y in points) / spread
    rest = sum((y - mean[1] - slope * (x - mean[0])) ** 2 for x, y in points)
    return slope, (rest / max(1, count - 2) / spread) ** 0.5


def judge(name, samples, clips):
    """Complaints about one process. Samples are (clips done, RSS, files, threads)."""
    samples = [sample for sample in samples if sample[0] >= clips / 10]
    if len(samples) < 20 or samples[-1][0] - samples[0][0] < clips / 10:
        return []
    first, second = samples[: len(samples) // 2], samples[len(samples) // 2:]
    slope, error = line([(done, rss) for done, rss, _, _ in samples])
    wrong = []
    if 1000 * (slope - 2 * error) > ALLOWED:
        wrong.append(f"{name}: RSS rises by {1000 * slope:.1f} MB over 1,000 clips (± {1000 * error:.1f})")
    halves = [median(rss for _, rss, _, _ in half) for half in (first, second)]
    if halves[1] - halves[0] > ALLOWED:
        wrong.append(f"{name}: RSS of {halves[0]:.1f} MB in the first half, {halves[1]:.1f} MB in the second")
    for column, what in [(2, "open files"), (3, "threads")]:
        before, after = max(sample[column] for sample in first), median(sample[column] for sample in samples[-len(samples) // 10:])
        if after > before + 2:
            wrong.append(f"{name}: {after:.0f} {what} at the end, at most {before} in the first half")
    print(f"{name}: {len(samples)} samples; RSS {halves[0]:.1f} then {halves[1]:.1f} MB, {1000 * slope:+.2f} ± {1000 * error:.2f} MB over 1,000 clips; "
          f"files {min(s[2] for s in samples)}-{max(s[2] for s in samples)}, threads {min(s[3] for s in samples)}-{max(s[3] for s in samples)}", flush=True)
    return wrong


def soak(command, folder, environment):
    """Runs it. (exit code, lines, {process: samples}, seconds)"""
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=open(folder / "messages", "wb"), text=True)
    lines, samples, began = [], {}, time.monotonic()
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")))
    reader.start()
    shown = 0
    while process.poll() is None:
        for pid in [process.pid, *children(process.pid)]:
            if found := state(pid):
                samples.setdefault(pid, []).append((len(lines), *found))
        if len(lines) >= shown + 100:
            shown = len(lines) // 100 * 100
            now = ", ".join(f"{'batch' if pid == process.pid else 'worker'} {all[-1][1]:.1f} MB {all[-1][2]} files"
                            for pid, all in samples.items() if all[-1][0] >= shown - 5)
            print(f"{time.monotonic() - began:6.0f} s, {len(lines):5} clips: {now}", flush=True)
        time.sleep(0.5)
    reader.join()
    named = {("batch" if pid == process.pid else f"worker {pid}"): all for pid, all in samples.items()}
    return process.returncode, [json.loads(text) for text in lines], named, time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--clips", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--words", default=WORDS, help=f"what is asked of each (default: {WORDS})")
    parser.add_argument("--json", help="write all samples here")
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="clipfit-soak-"))
    make_clips(folder, words.clips)
    before = sums(folder / "in")
    environment = dict(os.environ, **{f"XDG_{name}_HOME": str(folder / "home") for name in ["CACHE", "DATA", "CONFIG"]})
    command = [words.program, "batch", "in", "-o", "out", *words.words.split(), "--jobs", str(words.jobs), "--json"]
    code, lines, samples, seconds = soak(command, folder, environment)
    wrong = [] if code == 0 else [f"the batch ended with {code}: {(folder / 'messages').read_text(errors='replace')[-300:]}"]
    for name, found in samples.items():
        wrong += judge(name, found, words.clips)
    print(f"{words.clips} clips in {seconds:.0f} s, {words.jobs} at a time, {len(samples) - 1} workers in all")
    done = sum(line.get("status") == "done" for line in lines)
    made = [file for file in (folder / "out").rglob("*.mp4")]
    database = sqlite3.connect(folder / "out/.clipfit/journal.sqlite")
    noted = database.execute("SELECT count(*) FROM output WHERE size IS NOT NULL").fetchone()[0]
    database.close()
    if not done == len(made) == noted == words.clips:
        wrong.append(f"{done} are told done, {len(made)} are there, {noted} are in the journal")
    if sums(folder / "in") != before:
        wrong.append("sources were changed")
    again = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    summary = json.loads(again.stdout.splitlines()[-1])["summary"]
    print(f"the next run: {summary['skipped']} skipped in {summary['seconds']:.1f} s")
    if again.returncode != 0 or summary["skipped"] != words.clips:
        wrong.append(f"the next run ended with {again.returncode}: {summary}")
    if words.json:
        Path(words.json).write_text(json.dumps(samples))
    shutil.rmtree(folder)
    for what in wrong:
        print(f"wrong: {what}")
    print("FAIL" if wrong else "flat")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
