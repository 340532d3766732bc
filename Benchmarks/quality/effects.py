#!/usr/bin/env python3
"""Planted effects: 500 posts whose sound, look and length decide how they are liked and watched, through `learn import`
and `learn explain`. Signs have to be right, the 80 % intervals have to hold what was planted as often as they say, and
comments of trolls must change nothing.

    Benchmarks/run effects --clipfit .build/static/clipfit
"""
import argparse
import csv
import datetime
import json
import math
import os
import random
import subprocess
import sys
import tempfile

import common

SOUNDS = {"s0": 0.6, "s1": 0.3, "s2": 0.0, "s3": -0.3, "s4": -0.6}
LOOKS = {"l0": 0.4, "l1": 0.1, "l2": -0.1, "l3": -0.4}


def make(path, seed, comments=None):
    """Sound s0 is on short clips alone, which are watched to the end more often whatever they have."""
    dice = random.Random(seed)
    start = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
    with open(path, "w", newline="") as file, open(comments or os.devnull, "w", newline="") as trolls:
        out, talk = csv.writer(file), csv.writer(trolls)
        out.writerow("post,posted,scraped,views,likes,comments,shares,saves,duration_s,completion,music,look".split(","))
        talk.writerow(["post", "text"])
        for number in range(500):
            sound, look = dice.choice(list(SOUNDS)), dice.choice(list(LOOKS))
            length = 9 if sound == "s0" else dice.choice([9, 20, 50])
            merit = SOUNDS[sound] + LOOKS[look]
            likes = max(0, math.exp(-3 + merit + dice.gauss(0, 0.5)) * 100_000 - 20)
            completion = 1 / (1 + math.exp(-(1.2 - 0.05 * length + merit + dice.gauss(0, 0.5))))
            count = 0
            if comments and number % 3 == 0:
                count = 400
                for one in range(40):
                    talk.writerow([f"p{number}", "free followers http://spam.example/x"])
            posted = start + datetime.timedelta(days=number * 0.9)
            out.writerow([f"p{number}", posted.isoformat(), (posted + datetime.timedelta(days=9)).isoformat(), 99_800,
                          f"{likes:.2f}", count, 0, 0, length, f"{completion:.5f}", sound, look])


def learnt(clipfit, folder, seed, trolls=False):
    home = os.path.join(folder, f"home-{seed}-{trolls}")
    environment = dict(os.environ, XDG_DATA_HOME=home, XDG_CACHE_HOME=home, XDG_CONFIG_HOME=home)
    posts, comments = os.path.join(folder, "posts.csv"), os.path.join(folder, "comments.csv")
    make(posts, seed, comments if trolls else None)
    extra = ["--comments", comments] if trolls else []
    subprocess.run([clipfit, "learn", "import", posts, *extra], env=environment, check=True,
                   capture_output=True)
    found = {}
    for flag, names in (("--sound", SOUNDS), ("--look", LOOKS)):
        for name in names:
            run = subprocess.run([clipfit, "learn", "explain", flag, name, "--json"], env=environment, check=True,
                                 capture_output=True, text=True)
            found[name] = json.loads(run.stdout)["terms"][0]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clipfit", default=common.BINARY)
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    truth = SOUNDS | LOOKS
    held = total = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seeds):
            for name, term in learnt(os.path.abspath(options.clipfit), folder, seed).items():
                total += 1
                held += term["low"] <= truth[name] <= term["high"]
                wrong += abs(truth[name]) > 0.2 and term["effect"] * truth[name] <= 0
        clean, trolled = (learnt(os.path.abspath(options.clipfit), folder, 0, trolls) for trolls in (False, True))
    moved = max(abs(clean[name]["effect"] - trolled[name]["effect"]) for name in truth)
    print(f"{total} effects: {wrong} with the wrong sign, {held / total:.2f} within their 80 % interval")
    print(f"comments of trolls moved effects by at most {moved:.4f}")
    sys.exit(1 if wrong or not 0.7 <= held / total <= 0.95 or moved > 0.02 else 0)


main()
