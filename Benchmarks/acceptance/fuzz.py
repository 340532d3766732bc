#!/usr/bin/env python3
"""Damaged clips, presets, LUTs, captions, charts, posts and plans: no signal, no hang, no exit 70, no unclean output without a word."""

import argparse
import collections
import json
import os
import random
import re
import resource
import shlex
import shutil
import sys
import tempfile

import common
import fuzz_inputs
from common import run

LINE = re.compile(rb"^(clipfit: (error|warning|note|hint): \S|\{\"schema\":\"clipfit\.)")
KNOWN = {0, 1, 64, 65, 66, 69, 73, 74, 77, 78}
HANG = 10                     # seconds of CPU; of the clock six times that, because others may be at work
MEMORY = 4 << 30
SAID = re.compile(rb"damaged|cannot be decoded|left out|warning", re.IGNORECASE)


class Fuzz:
    def __init__(self, options):
        self.options = options
        self.clean = os.path.join(options.scratch, "clean")
        self.found = os.path.join(options.scratch, "found")
        for folder in (self.clean, self.found):
            os.makedirs(folder, exist_ok=True)
        home = os.path.join(options.scratch, "home")
        self.env = dict(os.environ, HOME=home, XDG_DATA_HOME=home + "/data", XDG_CONFIG_HOME=home + "/config",
                        XDG_CACHE_HOME=home + "/cache")
        self.clips = fuzz_inputs.make(self.clean)
        assert self.clips, "this ffmpeg makes none of the clips"
        helped = run([options.clipfit, "trim", "--help-all"], env=self.env).out + run([options.clipfit, "trim", "--help"]).out
        self.verify = ["--verify", "all"] if b"--verify" in helped else []
        self.faults = []
        self.codes = collections.Counter()
        self.cpu = 0.0
        self.runs = 0
        plan = run([options.clipfit, "trim", "h264.mp4", "-s", "0.5", "-d", "1", "--dry-run", "--json", "-o", "planned.mp4"],
                   cwd=self.clean, env=self.env)
        assert plan.code == 0, plan.err
        with open(os.path.join(self.clean, "plan.json"), "wb") as file:
            file.write(plan.out)

    def limits(self):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (HANG + 2, HANG + 3))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def variant(self, number):
        """Damages one input and runs what reads it."""
        chance = random.Random(f"{self.options.seed}-{number}")
        folder = os.path.join(self.options.scratch, "work")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        if chance.random() < 0.7:
            name = chance.choice(self.clips)
            how = fuzz_inputs.damage(chance, os.path.join(self.clean, name), os.path.join(folder, name))
            commands = self.media_commands(chance, name)
        else:
            name = chance.choice([*fuzz_inputs.TEXTS, "plan.json"])
            shutil.copyfile(os.path.join(self.clean, "h264.mp4"), os.path.join(folder, "h264.mp4"))
            how = fuzz_inputs.damage_text(chance, os.path.join(self.clean, name), os.path.join(folder, name))
            commands = self.text_commands(name)
        for words, output in commands:
            done = run([self.options.clipfit, *words], limit=6 * HANG, cwd=folder, env=self.env, before=self.limits)
            self.runs += 1
            self.cpu += done.cpu
            self.codes[done.code] += 1
            for fault in self.judge(done, words, output and os.path.join(folder, output)):
                self.keep(number, name, how, words, fault, done, folder)

    def media_commands(self, chance, name):
        end = os.path.splitext(name)[1]
        start, length = round(chance.uniform(0, 2.2), 3), round(chance.uniform(0.2, 1.5), 3)
        target = "out" + (end if end in (".mp4", ".mov", ".mkv", ".webm") else ".mp4")
        method = chance.choice(([], [], ["--method", "encode"], ["--on-damage", "keep"]))
        cut = ["trim", name, "-s", str(start), "-d", str(length), "-o", target, *method, *self.verify]
        commands = [(["probe", "--deep", "--json", name], None), (cut, target)]
        # The whole of a delivery costs as much as five cuts.
        if chance.random() < self.options.deliveries:
            commands.append((["trim", name, "--for", "tiktok", "-s", str(start), "-d", "0.5", "--speed", "ultrafast", "-o", "post.mp4",
                              *self.verify], "post.mp4"))
        return commands

    def text_commands(self, name):
        cut = ["trim", "h264.mp4", "-d", "0.2", "--size", "64x64", "--speed", "ultrafast", "-o", "out.mp4"]
        return {
            "brand.yaml": [(["preset", "lint", name], None)],
            "look.cube": [(cut + ["--lut", name], "out.mp4")],
            "words.srt": [(cut + ["--captions", name], "out.mp4")],
            "songs.csv": [(["trends", "import", name, "--region", "ID"], None)],
            "tags.json": [(["trends", "import", name, "--as-of", "2026-11-23"], None)],
            "posts.csv": [(["learn", "import", name, "--brand", "toko"], None)],
            "plan.json": [(["render", name], "planned.mp4")],
        }[name]

    def judge(self, done, words, output):
        """What is wrong with a run."""
        if done.late or done.cpu > HANG:
            yield "hang"
        elif done.code < 0 or done.code > 128:
            yield f"signal {-done.code if done.code < 0 else done.code - 128}"
        elif done.code not in KNOWN:
            yield f"exit {done.code}"
        raw = [line for line in done.err.splitlines() if not LINE.match(line) and not line.startswith(b" ")]
        if raw:
            yield "raw line"
        if done.code == 0 and output and os.path.exists(output) and not SAID.search(done.err + done.out):
            # Without --verify all copied frames are not decoded, and a result need not say so.
            if self.verify and "--verify" in words:
                told = run(["ffmpeg", "-nostdin", "-v", "error", "-i", output, "-f", "null", "-"], limit=60).err
                # Of the tool's own muxer, where frames follow one another closely.
                if [line for line in told.splitlines() if line.strip() and b"monotonically increasing dts" not in line
                        and b"Last message repeated" not in line]:
                    yield "unclean output"

    def keep(self, number, name, how, words, fault, done, folder):
        kept = os.path.join(self.found, f"{number}-{name}")
        shutil.copyfile(os.path.join(folder, name), kept)
        lines = done.err.decode("utf-8", "replace").strip().splitlines()
        last = [line for line in lines if "error" in line] or lines
        self.faults.append({"variant": number, "fault": fault, "input": kept, "damage": how, "command": shlex.join(words),
                            "code": done.code, "cpu": round(done.cpu, 2), "message": common.printable(last[0] if last else "")})
        print(f"{fault}: variant {number}, {name}, {how}: {shlex.join(words)}\n    {self.faults[-1]['message']}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clipfit", default=common.BINARY, metavar="PATH")
    options.add_argument("--variants", type=int, default=2000, metavar="N", help="damaged inputs (default: 2000)")
    options.add_argument("--first", type=int, default=0, metavar="N", help="the first variant's number: with --variants 1, one alone")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--deliveries", type=float, default=0.2, metavar="SHARE", help="of the clips that are rendered for a platform, too")
    options.add_argument("--scratch", metavar="DIR", help="kept afterwards, with what was found in DIR/found")
    options.add_argument("--json", metavar="FILE", help="also write the results here")
    options = options.parse_args()
    options.clipfit = os.path.abspath(options.clipfit)
    temporary = options.scratch is None
    options.scratch = os.path.abspath(options.scratch or tempfile.mkdtemp(prefix="clipfit-fuzz-"))
    fuzz = Fuzz(options)
    for number in range(options.first, options.first + options.variants):
        fuzz.variant(number)
    kinds = collections.Counter(fault["fault"] for fault in fuzz.faults)
    print(f"\n{options.variants} variants, {fuzz.runs} runs, {fuzz.cpu:.0f} s of CPU; exit codes "
          + ", ".join(f"{code}: {count}" for code, count in sorted(fuzz.codes.items())))
    print("faults: " + (", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"codes": dict(fuzz.codes), "runs": fuzz.runs, "cpu": fuzz.cpu, "faults": fuzz.faults}, file, indent=1)
    if temporary and not fuzz.faults:
        shutil.rmtree(options.scratch, ignore_errors=True)
    elif fuzz.faults:
        print(f"the inputs lie in {fuzz.found}")
    sys.exit(1 if fuzz.faults else 0)


if __name__ == "__main__":
    main()
