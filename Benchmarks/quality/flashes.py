#!/usr/bin/env python3
"""Flashes that `check --deep` counts, on both sides of each limit of WCAG 2.3.1, in clips that are made here; then those of real clips.

`--real` also counts every clip of the media folder, and tells which are over. `--cost CLIP` tells the CPU time of counting beside that of
making a post of 15 s. Needs FFmpeg's command with ffv1; the clips that are made are lossless."""

import glob
import json
import os
import subprocess
import sys

import common

WIDTH, HEIGHT = 90, 160
BLACK, WHITE, GREY = 0.0, 1.0, 0.2


def gamma(linear):
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def codes(colour):
    """Y, U, V of BT.709 in limited range, of a relative luminance or of linear red, green and blue."""
    red, green, blue = (gamma(part) for part in (colour if isinstance(colour, tuple) else (colour,) * 3))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return round(16 + 219 * luma), round(128 + 224 * (blue - luma) / 1.8556), round(128 + 224 * (red - luma) / 1.5748)


def picture(colour, share, size, ground=GREY):
    """Rows from the top in one colour, the others in another."""
    width, height = size
    planes = b""
    for plane, (w, h) in enumerate(((width, height), (width // 2, height // 2), (width // 2, height // 2))):
        rows = round(h * share)
        planes += bytes([codes(colour)[plane]]) * (w * rows) + bytes([codes(ground)[plane]]) * (w * (h - rows))
    return planes


def make(path, states, rate, extra=(), size=(WIDTH, HEIGHT)):
    command = ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}", "-r", str(rate), "-i", "-",
               *extra, "-c:v", "ffv1", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv", path]
    subprocess.run(command, input=b"".join(states), check=True)


def blinking(one, other, times, rate=30, share=1.0, seconds=2, start=0.0, end=99.0, size=(WIDTH, HEIGHT)):
    pictures = [picture(colour, share, size) for colour in (one, other)]
    return [pictures[int(2 * times * time) % 2] if start <= time < end else pictures[1]
            for time in ((frame + 0.5) / rate for frame in range(int(seconds * rate)))]


def cases():
    """Name, whether it is over, its pictures, rate, options of ffmpeg's, size."""
    def case(name, over, states, rate=30, extra=(), size=(WIDTH, HEIGHT)):
        return name, over, states, rate, extra, size

    for rate in (24, 25, 30, 50, 60):
        yield case(f"3 a second, {rate} fps", False, blinking(WHITE, BLACK, 3, rate), rate)
        yield case(f"4 a second, {rate} fps", True, blinking(WHITE, BLACK, 4, rate), rate)
    yield case("change of 9 %", False, blinking(0.29, 0.2, 5))
    yield case("change of 11 %", True, blinking(0.31, 0.2, 5))
    yield case("darker state 83 %", False, blinking(0.99, 0.83, 5))
    yield case("darker state 77 %", True, blinking(0.93, 0.77, 5))
    # A quarter of a square of three quarters of the width is 10.5 % in rows; cells are 3 % high.
    yield case("9 % of the picture", False, blinking(WHITE, BLACK, 5, share=0.09))
    yield case("12 % of the picture", True, blinking(WHITE, BLACK, 5, share=0.12))
    red, even = (1.0, 0.0, 0.0), 0.2126
    yield case("red, 3 a second", False, blinking(red, even, 3))
    yield case("red, 4 a second", True, blinking(red, even, 4))
    yield case("red, 75 % saturated", False, blinking((0.75, 0.125, 0.125), 0.258, 5))
    yield case("red, 85 % saturated", True, blinking((0.85, 0.075, 0.075), 0.24, 5))
    yield case("red, 9 % of the picture", False, blinking(red, even, 5, share=0.09))
    yield case("red, 12 % of the picture", True, blinking(red, even, 5, share=0.12))
    for count, over in ((3, False), (4, True)):
        yield case(f"{count} in the first second", over, blinking(WHITE, BLACK, 8, 60, start=0.125, end=0.125 + count / 8 - 0.01), 60)
        yield case(f"{count} in the last half second", over, blinking(WHITE, BLACK, 8, 60, start=2 - count / 8), 60)
    yield case("one a frame, 30 fps", True, blinking(WHITE, BLACK, 15))
    yield case("half a second of 3 a second", False, blinking(WHITE, BLACK, 3, seconds=0.5))
    yield case("one frame", False, blinking(WHITE, BLACK, 3, seconds=0.034))
    yield case("half speed, 3 a second", False, blinking(WHITE, BLACK, 6, 60), 60, ("-vf", "setpts=2*PTS", "-fps_mode", "passthrough"))
    # Slower in its second half: over in the first.
    yield case("variable rate, 6 a second", True, blinking(WHITE, BLACK, 6, 60), 60,
               ("-vf", "setpts=PTS+if(gt(N\\,60)\\,(N-60)*0.4/TB/60\\,0)", "-fps_mode", "passthrough"))
    yield case("wide, with bars, 3 a second", False, blinking(WHITE, BLACK, 3), extra=("-vf", "pad=284:160:98:0"))
    yield case("wide, with bars, 4 a second", True, blinking(WHITE, BLACK, 4), extra=("-vf", "pad=284:160:98:0"))


def flashes(options, path):
    run = common.run([options.clipfit, "check", path, "--for", "tiktok", "--deep", "--json"])
    if run.code not in (0, 1):
        return None, run
    return json.loads(run.out)["flashes"], run


def generated(options):
    wrong = 0
    for name, over, states, rate, extra, size in cases():
        path = os.path.join(options.scratch, "case.mkv")
        make(path, states, rate, extra, size)
        found, run = flashes(options, path)
        isWrong = found is None or found["overLimit"] != over
        wrong += isWrong
        told = common.printable(run.err[-200:]) if found is None else f"general {found['general']}, red {found['red']}"
        print(f"{'WRONG' if isWrong else 'right':5}  {name:32} {'over' if over else 'kept':5} {told}", flush=True)
    return wrong


def softened(options):
    """Clips that are over, of many areas and kinds, with --soften-flashes: none of them stays over."""
    wrong = 0
    red = ((1.0, 0.0, 0.0), 0.2126)
    for name, (one, other), share, times in (("white", (WHITE, BLACK), 0.12, 5), ("white", (WHITE, BLACK), 0.4, 6), ("white", (WHITE, BLACK), 1.0, 8),
                                             ("faint", (0.35, 0.2), 0.15, 5), ("red", red, 0.15, 5), ("red", red, 0.2, 5), ("red", red, 0.5, 6),
                                             ("red", red, 1.0, 5)):
        path, output = os.path.join(options.scratch, "case.mkv"), os.path.join(options.scratch, "soft.mp4")
        make(path, blinking(one, other, times, share=share, seconds=3), 30)
        run = common.run([options.clipfit, "trim", path, "-s", "0", "--size", "180x320", "--speed", "ultrafast", "--soften-flashes", "-o", output,
                          "--overwrite", "--json", "-q"])
        found = json.loads(run.out)["proof"]["flashes"]
        wrong += found["overLimit"]
        print(f"{'WRONG' if found['overLimit'] else 'right':5}  softened: {name}, {times} a second, {100 * share:.0f} %  general {found['general']}, "
              f"red {found['red']}", flush=True)
    return wrong


def real(options):
    over = []
    paths = sorted(glob.glob(os.path.join(options.media, "real", "*")) + glob.glob(os.path.join(options.media, "derived", "*")))
    cpu = 0.0
    for path in paths:
        found, run = flashes(options, path)
        cpu += run.cpu
        if found and found["general"] + found["red"]:
            print(f"{os.path.basename(path):36} general {found['general']}, red {found['red']}{', over' if found['overLimit'] else ''}", flush=True)
        if found and found["overLimit"]:
            over.append(os.path.basename(path))
    print(f"{len(paths)} real clips, {len(over)} over: {', '.join(over)}; {cpu:.0f} CPU s")


def cost(options, clip):
    post = os.path.join(options.scratch, "post.mp4")
    made = common.run([options.clipfit, "trim", clip, "-s", "0", "-l", "15", "--for", "tiktok", "-o", post, "--overwrite", "-q"])
    deep = common.run([options.clipfit, "check", post, "--for", "tiktok", "--deep"])
    plain = common.run([options.clipfit, "check", post, "--for", "tiktok"])
    count = deep.cpu - plain.cpu
    print(f"counting and listening {count:.2f} CPU s of {made.cpu:.2f} for the post, {100 * count / made.cpu:.1f} %")


def main():
    options = common.parser(__doc__)
    options.add_argument("--real", action="store_true")
    options.add_argument("--cost", metavar="CLIP")
    options = common.prepare(options.parse_args())
    wrong = generated(options) + softened(options)
    print(f"{wrong} wrong")
    if options.real:
        real(options)
    if options.cost:
        cost(options, options.cost)
    common.clean(options)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
