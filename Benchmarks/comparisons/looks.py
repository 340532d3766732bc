#!/usr/bin/env python3
"""clipfit's table of colours beside FFmpeg's lut3d in float: the same cubes on frames of real clips, PSNR in dB.

The reference never leaves float, so that all of the difference is the table's: its cells, its quarters of a code, 8
bits of output, and that it keeps what lies a little outside black and white (`worst`). Needs numpy, and the helper:
`swift build -c release`.
"""

import json
import os
import subprocess
import sys

import numpy as np

import common

CLIPS = [
    ("real/intel_bottle.mp4", 5), ("real/mdn_crystal.mp4", 1), ("real/intel_person.mp4", 10), ("real/sk_bikes.mp4", 3),
    ("real/bbb_480p_51.mp4", 5), ("real/m4p_foreman_hevc.mp4", 2), ("derived/reel_1080p30_60s.mp4", 5),
]
SIZE = (854, 480)
LUMA = np.array([0.2126, 0.7152, 0.0722])


def saturated(rgb, amount):
    grey = (rgb @ LUMA)[..., None]
    return grey + (rgb - grey) * amount


def teal_and_orange(rgb):
    """A strong grade: hard S, cold shadows, warm lights, vivid."""
    curved = np.where(rgb < 0.5, (2 * rgb) ** 1.7 / 2, 1 - (2 - 2 * rgb) ** 1.7 / 2)
    grey = (curved @ LUMA)[..., None]
    return saturated(curved + (grey - 0.5) * np.array([0.16, 0.0, -0.2]), 1.4)


CUBES = {
    "identity": (17, lambda rgb: rgb),
    "warm": (33, lambda rgb: rgb ** np.array([0.88, 1.0, 1.12])),
    "faded": (33, lambda rgb: saturated(0.08 + 0.84 * rgb, 0.7)),
    "strong (teal and orange)": (33, teal_and_orange),
    "channels turned": (17, lambda rgb: rgb[..., [1, 2, 0]]),
    "negative": (65, lambda rgb: 1 - rgb),
}


def write_cube(path, size, function):
    steps = np.linspace(0, 1, size)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    nodes = np.clip(function(np.stack([red, green, blue], -1).reshape(-1, 3)), 0, 1)
    with open(path, "w") as file:
        file.write(f"LUT_3D_SIZE {size}\n")
        file.writelines(f"{r:.7f} {g:.7f} {b:.7f}\n" for r, g, b in nodes)


def run(command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def frames(clip, start):
    """Three frames a second apart as 8-bit 4:2:0, BT.709, limited."""
    return run(["ffmpeg", "-v", "error", "-ss", str(start), "-i", clip, "-frames:v", "3", "-vf",
                f"fps=1,scale={SIZE[0]}:{SIZE[1]}:out_color_matrix=bt709:out_range=tv,format=yuv420p",
                "-f", "rawvideo", "-"], b"")


def planes(data):
    """Luma and both chromas of each frame of 8-bit 4:2:0."""
    width, height = SIZE
    frame = np.frombuffer(data, np.uint8).astype(float).reshape(-1, width * height * 3 // 2)
    luma, u, v = np.split(frame, [width * height, width * height * 5 // 4], axis=1)
    return luma.reshape(-1, height, width), *(x.reshape(-1, height // 2, width // 2) for x in (u, v))


def reference(data, cube):
    """Chroma repeated, to RGB by BT.709-6, FFmpeg's lut3d in float, back, chroma averaged.

    swscale makes none of the conversions: its float RGB is off by one part in 256.
    """
    width, height = SIZE
    luma, u, v = planes(data)
    luma = (luma - 16) / 219
    cb, cr = (((x - 128) / 224).repeat(2, axis=1).repeat(2, axis=2) for x in (u, v))
    red, blue = luma + 1.5748 * cr, luma + 1.8556 * cb
    green = (luma - LUMA[0] * red - LUMA[2] * blue) / LUMA[1]
    raw = np.stack([green, blue, red], axis=1).astype("<f4").tobytes()
    out = run(["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "gbrpf32le", "-s", f"{width}x{height}", "-i", "-",
               "-vf", f"lut3d=file={cube}", "-f", "rawvideo", "-pix_fmt", "gbrpf32le", "-"], raw)
    green, blue, red = np.frombuffer(out, "<f4").astype(float).reshape(-1, 3, height, width).swapaxes(0, 1)
    luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue
    chroma = (128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748)
    return 16 + 219 * luma, *(x.reshape(-1, height // 2, 2, width // 2, 2).mean(axis=(2, 4)) for x in chroma)


def flat(parts):
    return parts[0].ravel(), np.concatenate([parts[1].ravel(), parts[2].ravel()])


def decibels(left, right):
    error = np.mean((left - right) ** 2)
    return float("inf") if error == 0 else 10 * np.log10(255 ** 2 / error)


def main():
    options = common.parser(__doc__)
    options.add_argument("--helper", default=os.path.join(common.ROOT, "Benchmarks", ".build", "release", "LookBenchmark"))
    options = options.parse_args()
    options.clipfit = options.helper
    common.prepare(options)
    sources = [(clip, frames(os.path.join(options.media, clip), start)) for clip, start in CLIPS]
    results = []
    for name, (size, function) in CUBES.items():
        cube = os.path.join(options.scratch, "cube.cube")
        write_cube(cube, size, function)
        for clip, data in sources:
            want = flat(reference(data, cube))
            ours = run([options.clipfit, "convert", cube, "bt709", "tv", *map(str, SIZE)], data)
            got = flat(planes(ours))
            worst = max(np.abs(a - b).max() for a, b in zip(want, got))
            both = decibels(np.concatenate(want), np.concatenate(got))
            results.append({"cube": name, "clip": clip, "luma": decibels(want[0], got[0]),
                            "chroma": decibels(want[1], got[1]), "all": both, "worst": float(worst)})
            print("{cube:26} {clip:32} luma {luma:5.1f}  chroma {chroma:5.1f}  all {all:5.1f} dB  worst {worst:5.1f}"
                  .format(**results[-1]), flush=True)
    least = min(row["all"] for row in results)
    print(f"{len(results)} comparisons, the least {least:.1f} dB; 45 are asked for")
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    sys.exit(0 if least >= 45 else 1)


if __name__ == "__main__":
    main()
