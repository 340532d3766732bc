#!/usr/bin/env python3
"""Measures the sound of finished clips with ffmpeg's `ebur128` on what they decode to: loudness, true peak, samples.

    Benchmarks/run loudness FOLDER [--target -14] [--tolerance 0.5] [--peak -1]

FOLDER holds outputs of clipfit, e.g. of `trim --for reels`, or of the tests:

    CLIPFIT_SOUND_OUT=FOLDER swift test --filter RealSoundTests
"""
import argparse
import glob
import os
import re
import subprocess
import sys

import common


def count_of(path, wanted):
    """How often these bytes stand in the file."""
    with open(path, "rb") as file:
        return file.read().count(wanted)


def measure(path):
    run = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", path, "-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True, text=True, check=True)
    summary = run.stderr[run.stderr.rindex("Summary:"):]
    loudness = re.search(r"I:\s+(-?[\d.]+|nan|-inf) LUFS", summary).group(1)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS", summary).group(1)
    decoded = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-f", "f32le", "-"],
                             capture_output=True, check=True).stdout
    return float(loudness), float(peak), len(decoded) // 8


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("--target", type=float, default=-14)
    options.add_argument("--tolerance", type=float, default=0.5)
    options.add_argument("--peak", type=float, default=-1)
    options = options.parse_args()
    rows, bad = [], 0
    for path in sorted(glob.glob(os.path.join(glob.escape(options.folder), "*.mp4"))):
        loudness, peak, samples = measure(path)
        edits = count_of(path, b"elst")
        faults = []
        if not abs(loudness - options.target) <= options.tolerance:
            faults.append("loudness")
        if peak > options.peak:
            faults.append("peak")
        if edits:
            faults.append("edit list")
        bad += bool(faults)
        rows.append([os.path.basename(path), f"{loudness:.1f}", f"{peak:.1f}", str(samples), ", ".join(faults) or "ok"])
    common.table(rows, ["file", "LUFS", "dBTP", "samples", "verdict"])
    print(f"{len(rows) - bad} of {len(rows)} as wanted")
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
