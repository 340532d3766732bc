#!/usr/bin/env python3
"""Finished files for platforms, clipfit beside one ffmpeg command that does the same work: crop, scale to 1080x1920, a look and a
LUT, music under the clip, loudness, x264 veryfast at CRF 21. ffmpeg runs twice, with the colours after the scaling and before it.
Then three outputs of one clip at once beside three runs of ffmpeg. CPU, wall and memory, medians of the rounds."""

import os
import sys

import common
from common import median, run

X264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-profile:v", "high", "-pix_fmt", "yuv420p", "-g", "60"]
AAC = ["-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2", "-movflags", "+faststart"]


def cube(path, size=33):
    """A table that warms: the same for both tools."""
    with open(path, "w", encoding="ascii") as file:
        file.write(f"LUT_3D_SIZE {size}\n")
        for b in range(size):
            for g in range(size):
                for r in range(size):
                    red, green, blue = (v / (size - 1) for v in (r, g, b))
                    file.write(f"{min(1, red ** 0.9):.6f} {green ** 0.97:.6f} {blue ** 1.1:.6f}\n")


def ffmpeg_command(options, clip, music, lut, output, width, height, colours_first):
    colours = f"lut3d={lut},eq=contrast=1.05:saturation=1.1"
    fit = f"crop='min(iw,ih*{width}/{height})':'min(ih,iw*{height}/{width})',"
    scale = f"scale={width}:{height}"
    picture = f"{fit}{colours},{scale}" if colours_first else f"{fit}{scale},{colours}"
    sound = ("[0:a]aformat=sample_rates=48000:channel_layouts=stereo,asplit[voice][key];"
             "[1:a]aformat=sample_rates=48000:channel_layouts=stereo[song];[song][key]sidechaincompress[low];"
             "[voice][low]amix=duration=first:normalize=0,loudnorm=I=-14:TP=-2,aresample=48000[a]")
    return (["ffmpeg", "-nostdin", "-y", "-v", "error", "-i", clip, "-stream_loop", "-1", "-i", music, "-t", str(options.length),
             "-filter_complex", f"[0:v]{picture},format=yuv420p[v];{sound}", "-map", "[v]", "-map", "[a]", "-map_metadata", "-1"]
            + X264 + AAC + ["-t", str(options.length), output])


def clipfit_command(options, clip, music, lut, shapes, folder):
    words = [options.clipfit, "trim", clip, "-l", str(options.length), "--pick", "start", "--reframe", "cover", "--look", "warm-cafe",
             "--lut", lut, "--music", music, "--mix", "duck", "--loudness", "-14", "--overwrite", "-q"]
    return words + shapes + ["-o", folder]


def main():
    options = common.parser(__doc__)
    options.add_argument("--clip", metavar="FILE", help="default: derived/reel_1080p30_60s.mp4 of the media folder")
    options.add_argument("--music", metavar="FILE", help="default: a piece of Media/music")
    options.add_argument("--length", type=float, default=60, help="seconds of the outputs")
    options.add_argument("--rounds", type=int, default=3)
    options = common.prepare(options.parse_args())
    clip = os.path.abspath(options.clip or os.path.join(options.media, "derived", "reel_1080p30_60s.mp4"))
    music = os.path.abspath(options.music or os.path.join(common.ROOT, "Media", "music", "kopi-pagi-92bpm.m4a"))
    lut = os.path.join(options.scratch, "warm.cube")
    cube(lut)
    out = lambda name: os.path.join(options.scratch, name)
    three = [options.length, options.length / 2, options.length / 4]
    runs = {}

    def add(name, done):
        if done.code:
            sys.exit(f"{name} failed: {common.printable(done.err[-400:])}")
        runs.setdefault(name, []).append(done)
        print(f"    {name}: {done.cpu:.1f} CPU s, {done.wall:.1f} s, {done.rss:.0f} MB", flush=True)

    def several(commands):
        parts = [run(command, limit=1800) for command in commands]
        last = parts[-1]
        last.cpu, last.wall = sum(p.cpu for p in parts), sum(p.wall for p in parts)
        last.code, last.rss = max(p.code for p in parts), max(p.rss for p in parts)
        return last

    for _ in range(options.rounds):
        one = ["--for", "tiktok,reels,shorts"]
        add("clipfit", run(clipfit_command(options, clip, music, lut, one, out("one.mp4")), limit=1800))
        add("ffmpeg, colours last", run(ffmpeg_command(options, clip, music, lut, out("f.mp4"), 1080, 1920, False), limit=1800))
        add("ffmpeg, colours first", run(ffmpeg_command(options, clip, music, lut, out("f.mp4"), 1080, 1920, True), limit=1800))
        lengths = one + [word for length in three[1:] for word in ("-l", str(length))]
        add("clipfit, 3 lengths", run(clipfit_command(options, clip, music, lut, lengths, out("")), limit=1800))
        commands = []
        for length in three:
            command = ffmpeg_command(options, clip, music, lut, out("f.mp4"), 1080, 1920, True)
            commands.append([str(length) if word == str(options.length) else word for word in command])
        add("ffmpeg, 3 lengths, colours first", several(commands))

    figure = lambda name, what: median([getattr(r, what) for r in runs[name]])
    rows = []
    for mine, others, most in (("clipfit", ("ffmpeg, colours last", "ffmpeg, colours first"), (0.6, 0.7)),
                               ("clipfit, 3 lengths", ("ffmpeg, 3 lengths, colours first",), (0.6, 0.7))):
        for other in others:
            for what, goal in zip(("cpu", "wall"), most):
                ratio = figure(mine, what) / figure(other, what)
                rows.append((f"{mine} / {other}", what, f"{ratio:.3f}", f"<= {goal}", "ok" if ratio <= goal else "MISSED"))
        memory = max(r.rss for r in runs[mine])
        rows.append((mine, "memory", f"{memory:.0f} MB", "< 400 MB", "ok" if memory < 400 else "MISSED"))
    print()
    common.table([(name, f"{figure(name, 'cpu'):.1f}", f"{figure(name, 'wall'):.1f}", f"{max(r.rss for r in done):.0f}")
                  for name, done in runs.items()], ("command", "CPU s", "wall s", "MB"))
    print()
    common.table(rows, ("line", "what", "figure", "goal", ""))
    common.clean(options)


if __name__ == "__main__":
    main()
