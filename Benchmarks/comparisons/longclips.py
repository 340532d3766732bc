#!/usr/bin/env python3
"""Long clips of many shots, and what choosing the best 15 s of them costs and finds.

    Benchmarks/run longclips --make FOLDER [--count 6] [--size 1920x1080] [--hour]
    Benchmarks/run longclips --clipfit PATH CLIP…

Made: joins of ten minutes of shots of 2 to 14 s from `real/`, each with its own source, start, speed, crop, side, light and level of sound,
no two of them alike; `--hour` also joins them all without encoding anew. Measured, in rounds that take turns: CPU of `trim --dry-run -l 15` without
a cache, `--search quick` and `full`, to that of decoding the picture alone; peak memory; the windows and scores of both."""

import json
import os
import random
import re
import subprocess
import sys
from fractions import Fraction

import common
from common import median, run

SILENT = ("ax_fragmented_sidx.mp4", "intel_bottle.mp4", "intel_person.mp4", "io_cockatoo.mp4", "m4p_foreman_hevc.mp4", "sk_bikes.mp4")
HEARD = ("ae_example.mp4", "ae_greenscreen.mp4", "ax_long_1080p30_h264.mp4", "bbb_480p_51.mp4", "intel_cars.mp4", "mdn_crystal.mp4", "mdn_elf.mp4",
         "mdn_rabbit.webm", "mel_echo.webm", "mp_chaplin.mp4", "de_pancake.mkv", "ax_editlist_positive_shift.mp4", "ax_emulator_vfr_360p.mp4")
LENGTH = 600


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", *map(str, words)], check=True)


def length_of(path):
    return min(float(run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]).out), 360)


def shot(media, chance, size, seconds, path):
    """Encodes one shot; its sound comes from another clip where its own has none."""
    name = chance.choice(HEARD + SILENT)
    sound = name if name in HEARD else chance.choice(HEARD)
    speed, share = chance.uniform(0.6, 1.6), chance.uniform(0.55, 1)
    words = []
    for source in (name, sound):
        full = os.path.join(media, "real", source)
        start = chance.uniform(0, max(0, length_of(full) - seconds * speed))
        words += ["-stream_loop", -1, "-ss", f"{start:.3f}", "-i", full]
    width, height = size
    picture = ",".join([
        f"setpts=(PTS-STARTPTS)/{speed:.3f}", "fps=30",
        f"crop=iw*{share:.3f}:ih*{share:.3f}:(iw-ow)*{chance.random():.3f}:(ih-oh)*{chance.random():.3f}", *(["hflip"] if chance.random() < 0.5 else []),
        f"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height},setsar=1",
        f"eq=brightness={chance.uniform(-0.08, 0.08):.3f}:saturation={chance.uniform(0.6, 1.3):.3f}", "format=yuv420p"])
    ffmpeg(*words, "-map", "0:v:0", "-map", "1:a:0", "-vf", picture, "-af", f"volume={chance.uniform(-18, 3):.1f}dB", "-t", f"{seconds:.3f}",
           "-c:v", "libx264", "-preset", "veryfast", "-crf", 23, "-x264-params", "scenecut=40", "-c:a", "pcm_s16le", "-ac", 2, "-ar", 48000, path)


def make(options, number, size):
    """Makes one join, and returns its path."""
    path, chance = os.path.join(options.make, f"join-{size[1]}-{number}.mp4"), random.Random(number)
    if os.path.exists(path):
        return path
    parts, left = [], float(LENGTH)
    while left > 0:
        seconds = min(left, round(chance.uniform(2, 14), 1))
        parts.append(os.path.join(options.make, f"shot-{number}-{len(parts)}.mkv"))
        shot(options.media, chance, size, seconds, parts[-1])
        left = round(left - seconds, 1)
    joined(parts, path, ["-c:v", "copy", "-c:a", "aac", "-b:a", "128k"])
    for part in parts:
        os.unlink(part)
    return path


def joined(parts, path, codecs):
    table = path + ".txt"
    with open(table, "w", encoding="utf-8") as file:
        file.writelines(f"file '{os.path.abspath(part)}'\n" for part in parts)
    ffmpeg("-f", "concat", "-safe", 0, "-i", table, *codecs, "-movflags", "+faststart", path + ".new.mp4")
    os.unlink(table)
    os.rename(path + ".new.mp4", path)


def search(options, clip, how):
    home = os.path.join(options.scratch, "home")
    run(["rm", "-rf", home])
    done = run([options.clipfit, "trim", "-l", "15", "--dry-run", "--json", "--progress", "none", "--search", how, clip], limit=3600,
               env=dict(os.environ, XDG_CACHE_HOME=home, XDG_DATA_HOME=home))
    if done.code:
        sys.exit(f"{clip}: exit {done.code}: {common.printable(done.err[-400:])}")
    plan = json.loads(done.out)
    reasons = [line for line in plan["reasons"] if "examined" in line]
    score = next((float(m[1]) for line in plan["reasons"] if (m := re.search(r"score ([\d.]+)", line))), 0)
    return done, float(Fraction(plan["window"]["start"])), score, "; ".join(reasons)


def measured(options, clip):
    costs = {"quick": [], "full": [], "decode": []}
    found = {}
    for _ in range(options.rounds):
        for how in costs:
            if how == "decode":
                done = run(["ffmpeg", "-nostdin", "-v", "error", "-threads", "1", "-i", clip, "-an", "-f", "null", "-"], limit=3600)
            else:
                done, *found[how] = search(options, clip, how)
                found[how].append(done.rss)
            costs[how].append(done.cpu)
    ratios = {how: median(costs[how]) / median(costs["decode"]) for how in ("quick", "full")}
    quick, full = found["quick"], found["full"]
    return {"clip": os.path.basename(clip), **ratios, "decode": median(costs["decode"]), "start": quick[0], "full start": full[0], "score": quick[1],
            "full score": full[1], "MB": quick[3], "full MB": full[3], "note": quick[2]}


def main():
    parser = common.parser(__doc__)
    parser.add_argument("clips", nargs="*", metavar="CLIP")
    parser.add_argument("--make", metavar="FOLDER")
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--first", type=int, default=0, help="number of the first join: its seed")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--hour", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.make:
        os.makedirs(options.make, exist_ok=True)
        size = tuple(map(int, options.size.split("x")))
        parts = [make(options, number, size) for number in range(options.first, options.first + options.count)]
        if options.hour:
            joined(parts, os.path.join(options.make, f"hour-{size[1]}.mp4"), ["-c", "copy"])
        return
    options = common.prepare(options)
    results = []
    for clip in options.clips:
        results.append(measured(options, clip))
        print(json.dumps(results[-1]), flush=True)
    common.table([[str(round(value, 3) if isinstance(value, float) else value) for value in one.values()] for one in results], list(results[0]))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
    common.clean(options)


if __name__ == "__main__":
    main()
