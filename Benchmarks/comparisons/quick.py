#!/usr/bin/env python3
"""A guard on cost: ratios of CPU seconds in under three minutes, on clips that it makes itself, kept in `quick.jsonl`.

    Benchmarks/run quick --clipfit PATH [--name RELEASE] [--rounds 3]

- post: 8 s of 1080p to 1080x1920 with a look, music and loudness, to crop, scale and x264 alone at the same settings;
- batch: six short clips, beside `xargs -P2` with one ffmpeg a file;
- search: the best 15 s of ten minutes of 360p, to decoding alone.

The commands take turns; medians count. Without `--name` the ratios are compared with the last line of `quick.jsonl`, and more than 5 %
above it is a failure; with it they are appended as that release's.
"""
import json
import os
import shlex
import shutil
import sys

import common
from common import median, run

RECORD = os.path.join(common.ROOT, "Benchmarks", "comparisons", "quick.jsonl")
MUSIC = os.path.join(common.ROOT, "Media", "music", "kopi-pagi-92bpm.m4a")
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-x264-params", "aq-mode=2:bframes=2:partitions=i8x8,i4x4", "-crf", "21", "-pix_fmt", "yuv420p", "-g", "60"]
# Moving pictures with noise: they cost an encoder about as much as footage does.
PICTURE = "testsrc2=s={size}:r=30,noise=alls=6:allf=t"
# Loudest at 403 s: the pictures of the long clip come again and again.
SOUND = "aevalsrc='sin(2*PI*440*t)*(0.02+0.5*exp(-pow((t-403)/8\\,2)))':s=48000"


def make(path, size, length):
    run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", PICTURE.format(size=size), "-f", "lavfi", "-i", SOUND, "-t", str(length),
         "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", "60", "-pix_fmt", "yuv420p", "-c:a", "aac", path], limit=300)


def lengthened(path, output, seconds):
    run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-stream_loop", "-1", "-i", path, "-f", "lavfi", "-i", SOUND, "-map", "0:v", "-map", "1:a",
         "-t", str(seconds), "-c:v", "copy", "-c:a", "aac", output])


def commands(options, scratch):
    out = lambda name: os.path.join(scratch, name)
    clip, long, shorts = out("clip.mp4"), out("long.mp4"), out("shorts")
    make(clip, "1920x1080", 8)
    make(out("piece.mp4"), "640x360", 20)
    lengthened(out("piece.mp4"), long, 600)
    os.makedirs(shorts)
    for number in range(6):
        run(["ffmpeg", "-nostdin", "-v", "error", "-ss", str(number), "-t", "2", "-i", clip, "-c", "copy", os.path.join(shorts, f"{number}.mp4")])
    crop = ["-vf", "crop=ih*9/16:ih,scale=1080:1920"]
    line = " ".join(["ffmpeg -nostdin -v error -y -threads 1 -i $0 -vf crop=ih*9/16:ih,scale=720:1280", *X264, "-threads 1 -c:a copy",
                     shlex.quote(scratch) + "/x-$(basename $0)"])
    batch = out("batch")
    trim = [options.clipfit, "trim", "--overwrite", "-q", "--reframe", "cover"]
    return {
        "post": ([*trim, clip, "-s", "0", "-d", "8", "--for", "tiktok", "--look", "warm-cafe", "--music", MUSIC, "-o", out("post.mp4")],
                 ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", clip, *crop, *X264, "-an", out("plain.mp4")]),
        "batch": ([options.clipfit, "batch", shorts, "-o", batch, "-l", "15", "--size", "720x1280", "--reframe", "cover", "--jobs", "2", "-q", "--overwrite"],
                  ["sh", "-c", f"printf '%s\\0' {shlex.quote(shorts)}/*.mp4 | xargs -0 -P2 -n1 sh -c {shlex.quote(line)}"]),
        "search": ([*trim, long, "-l", "15", "--dry-run"], ["ffmpeg", "-nostdin", "-v", "error", "-threads", "1", "-i", long, "-an", "-f", "null", "-"]),
    }


def measured(options, pair, scratch):
    costs = ([], [])
    for number in range(options.rounds):
        for place in (0, 1) if number % 2 == 0 else (1, 0):
            home = os.path.join(scratch, "home")
            for name in ("home", "batch"):
                shutil.rmtree(os.path.join(scratch, name), ignore_errors=True)
            done = run(pair[place], limit=170, env=dict(os.environ, XDG_CACHE_HOME=home, XDG_DATA_HOME=home))
            if done.code:
                sys.exit(f"{shlex.join(pair[place])} exits {done.code}: {common.printable(done.err[-300:])}")
            costs[place].append(done.cpu)
    return median(costs[0]) / median(costs[1])


def main():
    parser = common.parser(__doc__)
    parser.add_argument("--name", help="append the ratios as this release's")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.media = options.media or os.path.join(common.ROOT, "Media")
    options = common.prepare(options)
    found = {name: round(measured(options, pair, options.scratch), 3) for name, pair in commands(options, options.scratch).items()}
    common.clean(options)
    lines = open(RECORD, encoding="utf-8").read().splitlines() if os.path.exists(RECORD) else []
    last = json.loads(lines[-1]) if lines else {}
    rows = [(name, f"{ratio:.3f}", f"{last.get(name, 0):.3f}", f"{100 * (ratio / last[name] - 1):+.1f} %" if name in last else "") for name, ratio in found.items()]
    common.table(rows, ("ratio of CPU", "now", f"{last.get('release', 'before')}", ""))
    if options.name:
        with open(RECORD, "a", encoding="utf-8") as file:
            file.write(json.dumps({"release": options.name, **found}) + "\n")
        return
    worse = [name for name, ratio in found.items() if ratio > 1.05 * last.get(name, ratio)]
    print(f"FAIL: {', '.join(worse)}" if worse else "ok")
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
