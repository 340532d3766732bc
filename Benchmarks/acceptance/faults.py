#!/usr/bin/env python3
"""Breaks batches on purpose, and counts what is not as it has to be afterwards.

    Benchmarks/run faults CLIPFIT [--trials 200] [--points 1000] [--seed 1] [--only ROW] [--skip ROW] [--side 2] [--keep]

CLIPFIT is the program. Every trial begins with the same tiny clips, runs a batch, does something bad to it at a random moment
or at a certain call of the system, and asks the oracle:

- outputs under final names are whole: the bytes of a run without a fault;
- sources are untouched, but for those that the trial itself changes;
- what the journal calls finished is there, with size and time;
- the exit code and the JSON tell the truth, and no process is left;
- another run ends in the tree of a run without a fault, with no temporary file in it.

--trials is the count of kills at random moments; other faults have a share of it. --points is how many of a run's calls are hit,
of each kind. Needs Linux, ffmpeg, ffprobe, strace, and libfaketime; root for disks of their own. Ends with a table in Markdown.
"""
import argparse
import concurrent.futures
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import fault_calls
import fault_names
import fault_rows
from fault_trial import Bench, Trial


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--side", type=int, default=2, help="trials side by side")
    parser.add_argument("--only", action="append", help="a row's beginning; repeatable")
    parser.add_argument("--skip", action="append", default=[], help="a row's beginning; repeatable")
    parser.add_argument("--keep", action="store_true", help="keep the folders of trials that went wrong")
    return parser.parse_args()


def one(bench, words, name, number, row, point):
    """The violations of one trial."""
    if number % 10 == 0 and point is None:
        bench.measure().remove()
    trial = Trial(bench, f"{words.seed} {name} {number}")
    try:
        row(trial) if point is None else row(trial, point)
    except Exception as error:  # the trial itself failed, which is no less a violation
        trial.wrong(f"{type(error).__name__}: {error}")
    if trial.violations and words.keep:
        print(f"  kept {trial.path}", flush=True)
    else:
        trial.remove()
    where = f"{point[0]} {point[1]}: " if point else f"trial {number}: "
    return [where + what for what in trial.violations]


def plan(bench, words):
    """(name, [(row, point or None)]) of every row that is asked for."""
    rows = {**fault_rows.ROWS, **fault_calls.ROWS, **fault_names.ROWS}
    for name, (row, extent) in rows.items():
        if words.only and not any(name.startswith(only) for only in words.only) or any(name.startswith(skip) for skip in words.skip):
            continue
        if name in fault_rows.NEED_ROOT and os.geteuid() != 0:
            print(f"{name}: left out, it needs root", flush=True)
        elif callable(extent):
            trial = Trial(bench, 0)
            yield name, [(row, point) for point in extent(trial, words.points)]
            trial.remove()
        else:
            yield name, [(row, None)] * max(1, round(words.trials * extent))


def main():
    words = arguments()
    scratch = tempfile.mkdtemp(prefix="clipfit-faults-")
    os.chmod(scratch, 0o755)
    bench = Bench(words.program, scratch)
    print(f"a run without a fault takes {bench.took:.1f} s", flush=True)
    table = []
    with concurrent.futures.ThreadPoolExecutor(words.side) as pool:
        for name, trials in plan(bench, words):
            began = time.monotonic()
            running = [pool.submit(one, bench, words, name, number, *trial) for number, trial in enumerate(trials)]
            found = [what for trial in running for what in trial.result()]
            table.append((name, len(trials), len(found)))
            print(f"{name}: {len(trials)} trials, {len(found)} violations, {time.monotonic() - began:.0f} s", flush=True)
            for what in found[:8]:
                print(f"  {what}", flush=True)
    print("\n| fault | trials | violations |\n| --- | ---: | ---: |")
    for name, count, bad in table:
        print(f"| {name} | {count} | {bad} |")
    bad = sum(row[2] for row in table)
    print(f"| all | {sum(row[1] for row in table)} | {bad} |")
    if not words.keep:
        shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
