#!/usr/bin/env python3
"""Whether every verb that reads media confines itself before it reads the first byte, what the filter of calls refuses on
each version of Landlock, and what that costs. Needs strace, ffmpeg and, for the costs, perf.

    Benchmarks/run confined [--clipfit PATH] order          nine verbs under strace; exit 1 where one reads too early
    Benchmarks/run confined [--probe PATH] refusals         the self-test's table at versions 1, 2, 3 and the newest
    Benchmarks/run confined [--clipfit PATH] [--before PATH] cost
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

import common

BUILT = os.path.join(common.ROOT, ".build")
CALLS = "open,openat,openat2,landlock_restrict_self,seccomp,prctl,fork,vfork,clone,clone3"


def make(folder):
    """A clip, a piece of music and a plan."""
    lavfi = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", "-f", "lavfi", "-i", "sine=440:d=6"]
    quiet = ["ffmpeg", "-v", "error", "-y"]
    subprocess.run(quiet + lavfi + ["-c:v", "libx264", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac", "clip.mp4"], cwd=folder, check=True)
    subprocess.run(quiet + lavfi + ["-vn", "-c:a", "aac", "music.m4a"], cwd=folder, check=True)
    with open(os.path.join(folder, "second.mp4"), "wb") as file:
        file.write(open(os.path.join(folder, "clip.mp4"), "rb").read())
    with open(os.path.join(folder, "posts.csv"), "w") as file:
        file.write("post,posted,views\na,2026-01-02,100\nb,2026-01-03,200\n")


def verbs(folder, clipfit):
    plan = subprocess.run([clipfit, "trim", "--dry-run", "--json", "-s", "0", "-d", "2", "-o", "planned.mp4", "clip.mp4"],
                          cwd=folder, check=True, stdout=subprocess.PIPE).stdout
    with open(os.path.join(folder, "plan.json"), "wb") as file:
        file.write(plan)
    return {
        "probe": (["probe", "clip.mp4"], "clip.mp4"),
        "probe --deep": (["probe", "--deep", "clip.mp4"], "clip.mp4"),
        "probe of two": (["probe", "clip.mp4", "second.mp4"], "clip.mp4"),
        "check": (["check", "--deep", "clip.mp4"], "clip.mp4"),
        "trim": (["trim", "-s", "0", "-d", "2", "-o", "cut.mp4", "clip.mp4"], "clip.mp4"),
        "trim --for": (["trim", "--for", "tiktok", "-s", "0", "-d", "4", "--speed", "ultrafast", "-o", "post.mp4", "clip.mp4"], "clip.mp4"),
        "trim --music": (["trim", "--music", "music.m4a", "-s", "0", "-d", "4", "-o", "mixed.mp4", "clip.mp4"], "music.m4a"),
        "render": (["render", "plan.json"], "clip.mp4"),
        "suggest": (["suggest", "clip.mp4"], "clip.mp4"),
        "sheet": (["sheet", "clip.mp4", "-o", "sheet.png"], "clip.mp4"),
        "preset looks": (["preset", "looks", "--sheet", "looks.png", "clip.mp4"], "clip.mp4"),
        "music inspect": (["music", "inspect", "music.m4a"], "music.m4a"),
        "music add": (["music", "add", "music.m4a", "--licence", "owned"], "music.m4a"),
        "learn import": (["learn", "import", "posts.csv"], "posts.csv"),
        "batch": (["batch", "in", "-o", "out", "--pick", "start", "-l", "1"], "clip.mp4"),
    }


def events(trace):
    """(thread, call, its words, its result) of calls that succeeded, in the order in which they ended."""
    begun = {}
    for line in open(trace, errors="replace"):
        thread, _, rest = line.partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest[:-len("<unfinished ...>")]
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", rest)
        if resumed:
            rest = begun.pop(thread, "") + resumed[1]
        found = re.match(r"(\w+)\((.*)\) += +(\d+)", rest)
        if found:
            yield int(thread), found[1], found[2], int(found[3])


def judge(trace, name):
    """Whether the process that opens the input first was wholly confined by then. Threads begin after that: they have
    their process's rules."""
    process, confined, filtered = {}, set(), set()
    for thread, call, words, result in events(trace):
        own = process.get(thread, thread)
        if call in ("clone", "clone3", "fork", "vfork"):
            process[result] = own if "CLONE_THREAD" in words else result
        elif call == "landlock_restrict_self":
            confined.add(own)
        elif call == "seccomp" and "SECCOMP_SET_MODE_FILTER" in words:
            filtered.add(own)
        elif call.startswith("open") and f'{name}"' in words and "O_PATH" not in words:
            missing = [part for part, known in (("Landlock", confined), ("filter", filtered)) if own not in known]
            return "confined first" if not missing else f"READ BEFORE {' AND '.join(missing)}"
    return "INPUT NEVER OPENED"


def order(options):
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        os.mkdir(os.path.join(folder, "in"))
        os.link(os.path.join(folder, "clip.mp4"), os.path.join(folder, "in", "clip.mp4"))
        environment = dict(os.environ, HOME=folder, XDG_DATA_HOME="", XDG_CACHE_HOME="", XDG_CONFIG_HOME="")
        for verb, (words, name) in verbs(folder, options.clipfit).items():
            trace = os.path.join(folder, "trace")
            run = subprocess.run(["strace", "-f", "-o", trace, "-e", f"trace={CALLS}", options.clipfit, *words, "--sandbox", "require"],
                                 cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            result = judge(trace, name)
            if run.returncode not in (0, 1):
                result += f", EXIT {run.returncode}: {run.stdout.decode(errors='replace').strip()[-200:]}"
            wrong += result != "confined first"
            print(f"{verb:16} {result}", flush=True)
    print(f"{wrong} wrong")
    return 1 if wrong else 0


def refusals(options):
    columns = []
    for version in (1, 2, 3, 0):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("in", "out"):
                os.mkdir(os.path.join(folder, name))
            for name in ("in/clip.mp4", "outside.txt"):
                with open(os.path.join(folder, name), "w") as file:
                    file.write("untouched")
            lines = subprocess.run([options.probe, folder, str(version)], check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
            columns.append(dict(line.split() for line in lines))
    print(f"{'Landlock':24} {'1':8} {'2':8} {'3':8} newest")
    for name in columns[0]:
        print(f"{name:24} " + " ".join(f"{column[name]:8}" for column in columns))
    return 0


def seconds(words, folder, environment, runs):
    """Seconds of processors for one run, user and system, by the children's own count."""
    before = os.times()
    for _ in range(runs):
        subprocess.run(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user + after.children_system - before.children_user - before.children_system) / runs


def cost(options):
    programs = [("now", options.clipfit)] + ([("before", options.before)] if options.before else [])
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        os.mkdir(os.path.join(folder, "many"))
        many = []
        for number in range(1000):
            many.append(f"many/{number}.mp4")
            os.link(os.path.join(folder, "clip.mp4"), os.path.join(folder, many[-1]))
        environment = dict(os.environ, HOME=folder, XDG_DATA_HOME="", XDG_CACHE_HOME="", XDG_CONFIG_HOME="")
        verbs = {
            "probe": ["probe", "clip.mp4"],
            "trim (copy)": ["trim", "-s", "0", "-d", "2", "--overwrite", "-o", "cut.mp4", "clip.mp4"],
            "sheet": ["sheet", "clip.mp4", "-o", "sheet.png", "--overwrite"],
        }
        for verb, words in verbs.items():
            totals = {name: 0.0 for name, _ in programs}
            for _ in range(5):
                for name, program in programs:
                    totals[name] += seconds([program, *words], folder, environment, 10) / 5
            print(f"{verb:16} " + ", ".join(f"{name} {1000 * total:.1f} ms" for name, total in totals.items()), flush=True)
        for name, program in programs:
            total = min(seconds([program, "probe", *many], folder, environment, 1) for _ in range(3))
            print(f"probe of 1,000   {name} {total:.2f} ms of processor a file")
    return 0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--clipfit", default=os.path.join(BUILT, "release", "clipfit"))
    options.add_argument("--probe", default=os.path.join(BUILT, "debug", "SandboxProbe"))
    options.add_argument("--before", help="an older clipfit, for a comparison of costs")
    options.add_argument("part", choices=["order", "refusals", "cost"])
    options = options.parse_args()
    options.clipfit = os.path.abspath(options.clipfit)
    options.before = options.before and os.path.abspath(options.before)
    return {"order": order, "refusals": refusals, "cost": cost}[options.part](options)


if __name__ == "__main__":
    sys.exit(main())
