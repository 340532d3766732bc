#!/usr/bin/env python3
"""Looking at and listening to a long clip: `clipfit probe --deep` beside decoding alone (`ffmpeg -f null`, default flags, and without
the loop filter and the frames that no other refers to), ffmpeg's `scdet`, and PySceneDetect's command where it is installed. CPU, wall,
times real time, memory; medians of the rounds. clipfit keeps nothing between the rounds, and measures the sound as well."""

import os
import shutil

import common
from common import median, run


def long_clip(options):
    """The clip again and again, copied, up to the length that is asked for."""
    source = os.path.abspath(options.clip or os.path.join(options.media, "derived", "reel_1080p30_60s.mp4"))
    path = os.path.join(options.scratch, "long.mp4")
    if not os.path.exists(path):
        run(["ffmpeg", "-nostdin", "-v", "error", "-stream_loop", "-1", "-i", source, "-t", str(options.length), "-c", "copy", path])
    return path


def commands(options, clip):
    decode = ["ffmpeg", "-nostdin", "-v", "error"]
    yield "clipfit probe --deep", [options.clipfit, "probe", "--deep", "--json", clip]
    yield "decode only", decode + ["-i", clip, "-map", "0:v", "-f", "null", "-"]
    yield "decode, skipping", decode + ["-skip_loop_filter", "all", "-skip_frame", "noref", "-i", clip, "-map", "0:v", "-f", "null", "-"]
    yield "ffmpeg scdet", decode + ["-i", clip, "-map", "0:v", "-vf", "scdet", "-f", "null", "-"]
    scenedetect = options.scenedetect or shutil.which("scenedetect")
    if scenedetect:
        for detector in ("detect-adaptive", "detect-content"):
            yield f"PySceneDetect {detector}", [scenedetect, "-q", "-i", clip, detector]


def main():
    options = common.parser(__doc__)
    options.add_argument("--clip", metavar="FILE", help="repeated up to the length (default: derived/reel_1080p30_60s.mp4)")
    options.add_argument("--length", type=float, default=600, help="seconds")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--scenedetect", metavar="PATH")
    options = common.prepare(options.parse_args())
    clip = long_clip(options)
    # A folder that cannot be: nothing is kept.
    env = dict(os.environ, XDG_CACHE_HOME="/dev/null/nothing")
    runs = {}
    for _ in range(options.rounds):
        for name, command in commands(options, clip):
            done = run(command, limit=3600, env=env, cwd=options.scratch)
            if done.code != 0:
                print(f"{name}: exit {done.code}: {done.err[-200:]}")
            runs.setdefault(name, []).append(done)
    base = median([r.cpu for r in runs["decode only"]])
    rows = []
    for name, results in runs.items():
        cpu, wall, rss = (median([getattr(r, key) for r in results]) for key in ("cpu", "wall", "rss"))
        rows.append((name, f"{cpu:.1f}", f"{wall:.1f}", f"{cpu / base:.3f}", f"{options.length / wall:.1f}", f"{rss:.0f}"))
    common.table(rows, ("command", "CPU s", "wall s", "CPU / decode only", "x real time", "MB"))
    common.clean(options)


if __name__ == "__main__":
    main()
