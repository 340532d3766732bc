#!/usr/bin/env python3
"""Clips whose picture or sound changes its form in mid-stream, through everything that reads clips: each cell is one change,
one container and one use, and what came out is judged with ffmpeg and ffprobe.

Pictures show four colours in their corners, red, green, blue and white, sound is a tone of 1000 Hz, before the change
and behind it. Violations: a signal, an exit code of 70 or other than 0, pictures of more than one size or of another than the first
ones', too many or too few, colours that are not where they belong (other memory, a wrong shape, range or matrix), a length that
is off by more than a frame, a tone of another pitch, a gap in it, or other sound over it."""

import json
import math
import os
import subprocess
import sys

import common

# The second half of a clip, beside 640x360, yuv420p, BT.709 of limited range, 48 kHz stereo. Options of the scale filter come first.
PICTURES = {
    "smaller": ("scale=320:180", []),
    "larger": ("scale=1280:720", []),
    "odd": ("scale=426:240", []),
    "upright": ("scale=202:360,setsar=1", []),
    "narrow-pixels": ("scale=480:360,setsar=4/3", []),
    "wide-pixels": ("scale=640:360,setsar=64/45", []),
    "yuv444p": ("format=yuv444p", ["-pix_fmt", "yuv444p"]),
    "10 bits": ("format=yuv420p10le", ["-pix_fmt", "yuv420p10le"]),
    "full range": ("scale=out_range=pc,format=yuvj420p", ["-pix_fmt", "yuvj420p", "-color_range", "pc"]),
    "bt601": ("scale=out_color_matrix=bt601", ["-colorspace", "smpte170m"]),
}
SOUNDS = {
    "44.1 kHz": ["-ar", "44100"], "32 kHz": ["-ar", "32000"], "mono": ["-ac", "1"], "5.1": ["-ac", "6"],
}
LENGTH = 2.4
RATE = 25
CONTAINERS = {
    "ts": (["libx264"], ["ac3", "aac", "mp2"]), "mp4": (["libx264"], ["ac3"]), "mov": (["libx264"], ["ac3"]),
    "mkv": (["libx264", "libvpx", "libvpx-vp9", "libx265"], ["ac3"]), "webm": (["libvpx", "libvpx-vp9"], []),
}
OUTPUTS = {"ts": "mp4", "mp4": "mp4", "mov": "mov", "mkv": "mkv", "webm": "webm"}
# Options, and the parts of the clip: start and length.
ACROSS, BEHIND = ("0.6", "3.2"), ("2.68", "1.6")
USES = {
    "smart": (["-s", "{start}", "-d", "{length}"], (ACROSS, BEHIND)),
    "copy": (["-s", "{start}", "-d", "{length}", "--method", "copy"], (ACROSS, BEHIND)),
    "encode": (["-s", "{start}", "-d", "{length}", "--method", "encode"], (ACROSS, BEHIND)),
    "mix": (["-s", "{start}", "-d", "{length}", "--loudness", "-20"], (ACROSS,)),
    "for": (["-s", "{start}", "-d", "{length}", "--for", "tiktok", "--reframe", "contain"], (ACROSS,)),
    "cover": (["-s", "{start}", "-d", "{length}", "--size", "360x360", "--reframe", "cover"], (ACROSS,)),
    "best": (["-l", "2", "--snap", "scene,beat,silence"], (ACROSS,)),
    "probe": (None, (ACROSS,)),
    "sheet": (None, (ACROSS,)),
}
COLOURS = [(235, 40, 40), (40, 200, 40), (40, 40, 220), (240, 240, 240)]
BLACK = (0, 0, 0)


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *words], check=True)


def half(path, codec, sound, picture=("null", []), options=()):
    """One half of a clip."""
    boxes = ",".join(
        f"drawbox=x={x}*iw/2:y={y}*ih/2:w=iw/2:h=ih/2:t=fill:color=0x{''.join(f'{c:02x}' for c in colour)}"
        for (x, y), colour in zip([(0, 0), (1, 0), (0, 1), (1, 1)], COLOURS))
    filters, words = picture
    if codec == "libvpx-vp9":
        # It takes none of the formats whose name says "full range", and ffmpeg would change the samples but not the word for them.
        filters, words = filters.replace("yuvj", "yuv"), [word.replace("yuvj", "yuv") for word in words]
    # All filters but those of the change work on what every half has in common.
    chain = f"format=gbrp,{boxes},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"
    if filters.startswith("scale=out"):
        chain = f"format=gbrp,{boxes},{filters}"
        if "matrix" not in filters:
            chain = chain.replace("scale=", "scale=out_color_matrix=bt709:", 1)
        if "yuv" not in filters:
            chain += ",format=yuv420p"
    elif filters.startswith("format="):
        chain = f"format=gbrp,{boxes},scale=out_color_matrix=bt709:out_range=tv,{filters}"
    elif filters != "null":
        # Scaled while it has no colours to blur but at the middle.
        chain += f",{filters}"
    matrix = "bt709"
    if codec == "libvpx":
        # VP8 has no word for it: its pictures are BT.601.
        chain, matrix = chain.replace("=bt709", "=bt601"), "smpte170m"
    quick = {"libx264": ["-preset", "ultrafast", "-bf", "2"], "libx265": ["-preset", "ultrafast", "-x265-params", "log-level=none"],
             "libvpx": ["-deadline", "realtime", "-cpu-used", "8"], "libvpx-vp9": ["-deadline", "realtime", "-cpu-used", "8"]}
    inputs = ["-f", "lavfi", "-i", f"color=c=black:s=640x360:r={RATE}:d={LENGTH}"]
    sounds = ["-an"]
    if sound:
        inputs += ["-f", "lavfi", "-i", f"sine=f=1000:r=48000:d={LENGTH}"]
        sounds = ["-c:a", sound, "-ac", "2", "-ar", "48000", "-af", "volume=4", *options]
    ffmpeg(*inputs, "-vf", chain, "-c:v", codec, *quick[codec], "-g", "12", "-b:v", "2M", "-colorspace", matrix, "-color_primaries", "bt709",
           "-color_trc", "bt709", "-color_range", "tv", "-pix_fmt", "yuv420p", *words, *sounds, path)


def joined(folder, path, codec, sound, picture=("null", []), options=()):
    """A clip of two halves, whose packets are those of the halves."""
    middle = "ts" if codec in ("libx264", "libx265") and sound in ("aac", None) or path.endswith(".ts") else "mkv"
    parts = [os.path.join(folder, f"half{n}.{middle}") for n in (1, 2)]
    half(parts[0], codec, sound)
    half(parts[1], codec, sound, picture, options)
    with open(os.path.join(folder, "halves.txt"), "w") as file:
        file.writelines(f"file '{part}'\n" for part in parts)
    ffmpeg("-f", "concat", "-safe", "0", "-i", file.name, "-c", "copy", path)


def pixels(path, size=(160, 90), extra=()):
    """All frames as small pictures of RGB, as ffmpeg shows the file's own."""
    run = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:v:0", *extra, "-vf",
                          f"scale={size[0]}:{size[1]}:flags=neighbor,format=rgb24", "-vsync", "passthrough", "-f", "rawvideo", "-"],
                         capture_output=True)
    step = size[0] * size[1] * 3
    return [run.stdout[at:at + step] for at in range(0, len(run.stdout), step)], run.stderr.decode()


def sizes(path):
    run = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=width,height,pix_fmt",
                          "-of", "json", path], capture_output=True)
    return [(f["width"], f["height"], f["pix_fmt"]) for f in json.loads(run.stdout or b"{}").get("frames", [])]


def tone(path):
    """What is wrong with the tone: its pitch, a gap, or what else is heard, in tenths of a second."""
    run = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-af", "pan=mono|c0=FL", "-ar", "48000", "-f", "s16le", "-"],
                         capture_output=True)
    samples = memoryview(run.stdout).cast("h") if len(run.stdout) % 2 == 0 else []
    if len(samples) < 24000:
        run = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"],
                             capture_output=True)
        samples = memoryview(run.stdout).cast("h")
    if len(samples) < 24000:
        return ["no sound"], 0
    wrong = []
    for at in range(4800, len(samples) - 9600, 4800):
        part = samples[at:at + 4800]
        power = sum(v * v for v in part) / len(part)
        if power < 100 * 100:
            wrong.append(f"silence at {at / 48000:.1f} s")
            continue
        real = sum(v * math.cos(2 * math.pi * n / 48) for n, v in enumerate(part))
        imaginary = sum(v * math.sin(2 * math.pi * n / 48) for n, v in enumerate(part))
        share = (real * real + imaginary * imaginary) * 2 / len(part) ** 2 / power
        if share < 0.8:
            wrong.append(f"only {share:.2f} of the sound is the tone at {at / 48000:.1f} s")
    # A seam may cost one tenth; two that follow each other are no seam.
    return (wrong if len(wrong) > 1 else []), len(samples) / 48000


def corners(change, is_behind, shape=(160, 90)):
    """Where the four colours are in a picture of 160x90: the middles of its quarters."""
    left, top, width, height = 0, 0, shape[0], shape[1]
    ratio = {"upright": 202 / 360, "wide-pixels": 16 / 9 * 64 / 45}.get(change, 16 / 9) if is_behind else 16 / 9
    if ratio < shape[0] / shape[1] * 0.98:
        width = height * ratio
        left = (shape[0] - width) / 2
    elif ratio > shape[0] / shape[1] * 1.02:
        height = width / ratio
        top = (shape[1] - height) / 2
    places = [(int(left + width * (1 + 2 * x) / 4), int(top + height * (1 + 2 * y) / 4)) for y in (0, 1) for x in (0, 1)]
    # Between the picture and the edge it is black.
    return places + ([(int(left / 2), shape[1] // 2)] if left > 6 else []) + ([(shape[0] // 2, int(top / 2))] if top > 6 else [])


def judge_picture(path, change, part, use):
    wrong = []
    found = sizes(path)
    first = {"for": (1080, 1920), "cover": (360, 360)}.get(use, (640, 360))
    if {size[:2] for size in found} != {first} or len(set(found)) > 1:
        wrong.append(f"forms {sorted(set(found))}")
    wanted = round(float(part[1]) * RATE)
    if abs(len(found) - wanted) > 1 and use not in ("best", "copy"):
        wrong.append(f"{len(found)} pictures instead of {wanted}")
    shape = (90, 160) if use == "for" else (160, 90)
    frames, errors = pixels(path, shape)
    if errors:
        wrong.append("ffmpeg: " + errors.splitlines()[0])
    if use in ("best", "cover") or use == "copy" and len(found) != wanted:
        return wrong
    turn = round((LENGTH - float(part[0])) * RATE)
    bad = 0
    for number, frame in enumerate(frames):
        if abs(number - turn) <= 1:
            continue
        is_behind = number > turn
        places = corners(change, is_behind, shape)
        if use == "for":
            # The declared frame lies in the upright one, and what differs lies in that.
            inner = corners(change, is_behind, (90, 50))
            places = [(x, y + 55) for x, y in inner]
        for (x, y), colour in zip(places, COLOURS + [BLACK, BLACK]):
            at = (y * shape[0] + x) * 3
            if any(abs(a - b) > 14 for a, b in zip(frame[at:at + 3], colour)):
                bad += 1
                break
    if bad:
        wrong.append(f"{bad} of {len(frames)} pictures show something else")
    return wrong


def judge(options, path, change, part, use, has_sound):
    wrong = judge_picture(path, change, part, use)
    if has_sound:
        faults, length = tone(path)
        wrong += faults[:2]
        if use not in ("best", "copy") and abs(length - float(part[1])) > 0.1:
            wrong.append(f"{length:.2f} s of sound")
    return wrong


def cell(options, source, change, container, use, part, has_sound):
    """What is wrong with one use of a clip."""
    words, _ = USES[use]
    ending = "mp4" if use == "for" else OUTPUTS[container]
    out = os.path.join(options.scratch, f"out.{'png' if use == 'sheet' else ending}")
    if os.path.exists(out):
        os.remove(out)
    if use == "probe":
        command = ["probe", "--deep", "--json", source]
    elif use == "sheet":
        command = ["sheet", source, "-o", out]
    else:
        command = ["trim", source, "-o", out, *[word.format(start=part[0], length=part[1]) for word in words]]
    result = common.run([options.clipfit, *command], limit=300)
    if result.crashed:
        return [f"signal {result.code}"]
    if result.code != 0:
        line = result.err.decode(errors="replace").strip().splitlines()
        return [f"exit {result.code}: {line[0] if line else ''}"]
    if use == "probe":
        facts = json.loads(result.out)
        frames = facts["video"].get("frames")
        return [] if abs(frames - 2 * LENGTH * RATE) <= 2 else [f"{frames} frames"]
    if use == "sheet":
        return [] if os.path.getsize(out) > 0 else ["no sheet"]
    return judge(options, out, change, part, use, has_sound)


def clips(options):
    """Every change in every container that can hold it: its name, the container, the way to it, whether it has sound."""
    for container, (pictures, sounds) in CONTAINERS.items():
        for codec in pictures:
            for change, picture in PICTURES.items():
                if codec == "libvpx" and ("pix_fmt" in str(picture[1]) or "pixels" in change or "colorspace" in str(picture[1])):
                    continue
                if codec == "libvpx-vp9" and "pixels" in change:
                    continue
                if codec in ("libx265", "libvpx-vp9") and options.short:
                    continue
                sound = sounds[0] if sounds and codec == "libx264" else None
                yield f"{change} ({codec})", change, container, (codec, sound, picture, ()), sound
        for sound in sounds:
            for change, words in SOUNDS.items():
                if sound in ("mp2",) and change == "5.1":
                    continue
                yield f"{change} ({sound})", "", container, ("libx264", sound, ("null", []), words), sound
        yield "nothing", "", container, (pictures[0], sounds[0] if sounds else None), sounds[0] if sounds else None


def main():
    parser = common.parser(__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="leave HEVC and VP9 out")
    parser.add_argument("--only", metavar="TEXT", help="cells whose name has this in it")
    options = parser.parse_args()
    options.media = options.media or os.path.join(common.ROOT, "Media")
    common.prepare(options)
    rows, cells, violations = [], 0, []
    for name, change, container, how, sound in clips(options):
        if options.only and options.only not in f"{name} {container}":
            continue
        source = os.path.join(options.scratch, f"source.{container}")
        try:
            joined(options.scratch, source, *how)
        except subprocess.CalledProcessError:
            print(f"skipped: ffmpeg cannot put {name} into {container}", file=sys.stderr)
            continue
        row = [name, container]
        for use, (_, parts) in USES.items():
            wrong = []
            for part in parts:
                cells += 1
                faults = cell(options, source, change, container, use, part, sound is not None)
                wrong += faults
                violations += [(name, container, use, part[0], fault) for fault in faults]
            row.append("ok" if not wrong else "WRONG")
        rows.append(row)
        print("  ".join(row), file=sys.stderr, flush=True)
    common.table(rows, ["change", "in", *USES])
    for violation in violations:
        print("violation:", *violation)
    print(f"{cells} cells, {len(violations)} violations in {len({v[:4] for v in violations})} of them")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"cells": cells, "violations": violations}, file, indent=1)
    common.clean(options)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
