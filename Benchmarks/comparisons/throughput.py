#!/usr/bin/env python3
"""Whole folders: `clipfit batch` beside `xargs -P` with one ffmpeg process a file that does the same work, and the share that
isolation costs.

    Benchmarks/run throughput --clipfit PATH --media DIR [--short 50] [--long 12] [--rounds 3]

Short clips have 4 to 8 seconds, long ones 60, both cut by ffmpeg out of `real/` and `derived/` without encoding; most long ones are
one reel of 1080p30 that begins at another place each time. Of each a part from the start is cropped to 9:16, scaled and encoded by
x264 on one thread; the sound is copied. The commands alternate; medians of the rounds are told. CPU is user + system of all processes and is the figure to trust where the machine has other work.

What isolation costs: batches on one core with and without the sandbox beside `clipfit trim` on all files, which does the same in one
process.
"""
import json
import os
import shlex
import shutil
import sys

import common
from common import median, run

SOURCES = ["real/ae_example.mp4", "real/ae_greenscreen.mp4", "real/bbb_480p_51.mp4", "real/intel_cars.mp4", "real/mdn_crystal.mp4",
           "derived/reel_1080p30_60s.mp4", "derived/noaudio_720p_42s.mp4"]
REEL, PERSON = "derived/reel_1080p30_60s.mp4", "real/intel_person.mp4"


def cut(source, start, length, output):
    run(["ffmpeg", "-nostdin", "-v", "error", "-ss", str(start), "-t", str(length), "-i", source, "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy",
         "-y", output])


def seconds(path):
    told = run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]).out
    return float(told.decode().strip() or 0)


def make_short(options, folder):
    number = 0
    while len(os.listdir(folder)) < options.short:
        source = os.path.join(options.media, SOURCES[number % len(SOURCES)])
        length = 4 + number % 5
        start = (number // len(SOURCES) * 5) % max(1, int(seconds(source)) - length)
        cut(source, start, length, os.path.join(folder, f"short-{number:02}.mp4"))
        number += 1


def make_long(options, folder):
    parts = os.path.join(options.scratch, "parts")
    os.makedirs(parts, exist_ok=True)
    for number in range(options.long):
        output = os.path.join(folder, f"long-{number:02}.mp4")
        if number % 4 == 3:
            cut(os.path.join(options.media, PERSON), number * 6, 62, output)
            continue
        reel, turn = os.path.join(options.media, REEL), number * 5
        names = []
        for start, length in [(turn, 60), (0, turn + 2)]:
            names.append(os.path.join(parts, f"{number}-{len(names)}.mp4"))
            cut(reel, start, length, names[-1])
        table = os.path.join(parts, f"{number}.txt")
        with open(table, "w", encoding="utf-8") as file:
            file.writelines(f"file '{name}'\n" for name in names)
        run(["ffmpeg", "-nostdin", "-v", "error", "-f", "concat", "-safe", "0", "-i", table, "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-y", output])
    shutil.rmtree(parts)


def clipfit_words(options, length):
    return ["-l", str(length), "--pick", "start", "--reframe", "cover", "--size", options.size, "--quality", "21", "--speed", "veryfast"]


def ffmpeg_line(options, length):
    return (f"ffmpeg -nostdin -v error -threads 1 -t {length} -i IN -vf crop=ih*9/16:ih,scale={options.size.replace('x', ':')} -c:v libx264 -preset veryfast -crf 21 "
            "-pix_fmt yuv420p -threads 1 -c:a copy -movflags +faststart -y OUT/$(basename IN)")


def timed(options, name, command, out, count):
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(options.scratch, "home"), XDG_DATA_HOME=os.path.join(options.scratch, "home"))
    done = run(command, limit=3600, env=environment)
    made = [file for file in os.listdir(out) if file.endswith(".mp4")]
    if done.code != 0 or len(made) != count:
        sys.exit(f"{name}: exit {done.code}, {len(made)} of {count} made: {common.printable(done.err[-400:])}")
    return done.wall, done.cpu


def rounds(options, commands, count):
    """{name: (median wall, median CPU)}; the commands take turns."""
    found = {name: [] for name in commands}
    for number in range(options.rounds):
        order = list(commands)[::-1] if number % 2 else list(commands)
        for name in order:
            command, out = commands[name]
            found[name].append(timed(options, name, command, out, count))
            print(f"  round {number + 1}, {name}: {found[name][-1][0]:.1f} s wall, {found[name][-1][1]:.1f} s CPU", flush=True)
    return {name: tuple(median([times[column] for times in all]) for column in (0, 1)) for name, all in found.items()}


def batches(options, folder, length):
    out = os.path.join(options.scratch, "out")
    line = ffmpeg_line(options, length).replace("IN", "$0").replace("OUT", shlex.quote(out))
    xargs = ["sh", "-c", f"printf '%s\\0' {shlex.quote(folder)}/*.mp4 | xargs -0 -P{options.side} -n1 sh -c {shlex.quote(line)}"]
    batch = [options.clipfit, "batch", folder, "-o", out, *clipfit_words(options, length), "--jobs", str(options.side), "-q"]
    return {"clipfit batch": (batch, out), f"xargs -P{options.side} ffmpeg": (xargs, out)}


def isolated(options, folder, length):
    out = os.path.join(options.scratch, "out")
    one_core = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    words = clipfit_words(options, length)
    batch = [*one_core, options.clipfit, "batch", folder, "-o", out, *words, "--jobs", "1", "-q"]
    return {
        "batch": (batch, out), "batch --sandbox off": ([*batch, "--sandbox", "off"], out),
        "trim, one process": ([*one_core, options.clipfit, "trim", *files, "-o", out + "/", *words, "-q"], out),
    }


def main():
    parser = common.parser(__doc__)
    parser.add_argument("--short", type=int, default=50)
    parser.add_argument("--long", type=int, default=12)
    parser.add_argument("--size", default="720x1280", help="of the outputs, 9:16")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", type=int, default=2, help="files at a time")
    options = common.prepare(parser.parse_args())
    rows, results = [], {}
    for kind, make, length, count in [("short", make_short, 15, options.short), ("long", make_long, 60, options.long)]:
        if count == 0:
            continue
        folder = os.path.join(options.scratch, kind)
        os.makedirs(folder, exist_ok=True)
        make(options, folder)
        total = sum(seconds(os.path.join(folder, name)) for name in os.listdir(folder))
        print(f"{count} {kind} clips, {total:.0f} s in all; the other command: {ffmpeg_line(options, length)}", flush=True)
        found = rounds(options, batches(options, folder, length), count)
        ours, theirs = found.values()
        rows += [(f"{count} {kind}", name, f"{wall:.1f}", f"{cpu:.1f}") for name, (wall, cpu) in found.items()]
        rows.append((f"{count} {kind}", "clipfit / ffmpeg", f"{ours[0] / theirs[0]:.2f}", f"{ours[1] / theirs[1]:.2f}"))
        results[kind] = found
        if kind == "short":
            found = rounds(options, isolated(options, folder, length), count)
            inside = found["trim, one process"]
            rows += [(f"{count} {kind}, one core", name, f"{wall:.1f}", f"{cpu:.1f}") for name, (wall, cpu) in found.items()]
            for name in ["batch", "batch --sandbox off"]:
                rows.append((f"{count} {kind}, one core", f"{name} costs more", f"{100 * (found[name][0] / inside[0] - 1):.1f} %",
                             f"{100 * (found[name][1] / inside[1] - 1):.1f} %"))
            results["isolation"] = found
    common.table(rows, ("clips", "command", "wall s", "CPU s"))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
    touched = common.media_touched(options)
    common.clean(options)
    wrong = bool(touched)
    if "isolation" in results:
        cost = results["isolation"]["batch"][1] / results["isolation"]["trim, one process"][1] - 1
        wrong = wrong or cost > 0.10
        print(f"isolation costs {100 * cost:.1f} % of CPU on short clips, 10 % are allowed")
    print("FAIL" if wrong else "ok")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
