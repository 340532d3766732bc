"""Clips with a white flash and a beep at once every second: how far apart are they after clipfit?"""

import os
import subprocess

import common
import numpy

SAMPLES = 48000
# name, frames a second, options of the encoder, options of the muxer, extension
SHAPES = [
    ("plain30", "30", ["-bf", "0"], [], "mp4"),
    ("bframes30", "30", ["-bf", "3", "-x264-params", "b-pyramid=normal:keyint=45"], [], "mp4"),
    ("opengop25", "25", ["-bf", "2", "-x264-params", "open-gop=1:keyint=40"], [], "mp4"),
    ("ntsc", "30000/1001", ["-bf", "2"], [], "mp4"),
    ("film", "24000/1001", ["-bf", "2"], [], "mov"),
    ("fps50", "50", ["-bf", "2"], [], "mp4"),
    ("fps60", "60", ["-bf", "2"], [], "mp4"),
    ("rotated", "30", ["-bf", "2"], ["rotate"], "mp4"),
    ("sound-late", "30", ["-bf", "2"], ["late", "0.5"], "mp4"),
    ("sound-early", "30", ["-bf", "2"], ["late", "-0.3"], "mp4"),
    ("ts", "25", ["-bf", "2"], ["-muxpreload", "2", "-muxdelay", "2"], "ts"),
    ("mkv", "30", ["-bf", "2"], [], "mkv"),
    ("fragmented", "30", ["-bf", "2"], ["-movflags", "frag_keyframe+empty_moov+default_base_moof"], "mp4"),
    ("variable", "30", ["-bf", "2"], ["variable"], "mp4"),
]
LENGTH = 14
CALLS = {
    "rendered": ["--for", "tiktok,reels,shorts", "-s", "1.7", "-l", "6"],
    "from the start": ["--for", "tiktok,reels,shorts", "-l", "6", "--pick", "start"],
    "smart cut": ["-s", "1.7", "-l", "6"],
    "packets": ["-s", "1.7", "-l", "6", "--method", "copy"],
}


def make(folder, name, rate, encoder, muxer, extension):
    """Writes the clip. Flashes last two frames; a beep begins at the time of its flash's first frame."""
    top, bottom = (list(map(int, rate.split("/"))) + [1])[:2]
    fps = top / bottom
    flashes = [round((0.5 + second) * fps) for second in range(LENGTH)]
    lit = {n for flash in flashes for n in (flash, flash + 1)}
    count = int(LENGTH * fps)
    picture, sound = os.path.join(folder, "picture.gray"), os.path.join(folder, "sound.f32")
    with open(picture, "wb") as file:
        noise = numpy.random.default_rng(7).integers(0, 24, (count, 180, 320), dtype=numpy.uint8)
        for n in range(count):
            file.write((noise[n] + (220 if n in lit else 0)).tobytes())
    late = float(muxer[1]) if muxer[:1] == ["late"] else 0.0
    wave = numpy.zeros(LENGTH * SAMPLES, numpy.float32)
    tone = 0.5 * numpy.sin(2 * numpy.pi * 1000 * numpy.arange(int(0.06 * SAMPLES)) / SAMPLES)
    for flash in flashes:
        at = round((flash / fps - late) * SAMPLES)
        if 0 <= at and at + len(tone) <= len(wave):
            wave[at:at + len(tone)] = tone
    wave.tofile(sound)
    path = os.path.join(folder, f"sync-{name}.{extension}")
    base = os.path.join(folder, "base." + extension)
    filters = ["-vf", "select='not(eq(mod(n\\,7)\\,3))'", "-vsync", "vfr"] if muxer == ["variable"] else []
    offset = ["-itsoffset", str(late)] if late else []
    plain = [word for word in muxer if muxer[0].startswith("-")]
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "320x180", "-r", rate, "-i", picture,
                    *offset, "-f", "f32le", "-ar", str(SAMPLES), "-ac", "1", "-i", sound, *filters, "-map", "0:v", "-map", "1:a",
                    "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", *encoder, "-c:a", "aac", *plain, base], check=True)
    if muxer == ["rotate"]:
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", base, "-c", "copy", "-metadata:s:v:0", "rotate=90", path], check=True)
    else:
        os.replace(base, path)
    return path, fps


def flashes(path):
    """Presentation times of the first frames of flashes, on the file's clock, edit lists obeyed."""
    run = subprocess.run(["ffmpeg", "-v", "info", "-i", path, "-map", "0:v:0", "-vf", "crop=iw/4:ih/8,scale=8:8:flags=area,showinfo",
                          "-vsync", "passthrough", "-copyts", "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=True)
    times = [float(line.split("pts_time:")[1].split()[0]) for line in run.stderr.decode().splitlines()
             if "pts_time:" in line and "showinfo" in line]
    levels = numpy.frombuffer(run.stdout, numpy.uint8).reshape(-1, 64).mean(axis=1)
    bright = levels > 120
    return [t for n, t in enumerate(times) if bright[n] and (n == 0 or not bright[n - 1]) and n > 0]


def beeps(path):
    """Times at which beeps begin, on the same clock."""
    info = subprocess.run(["ffmpeg", "-v", "info", "-i", path, "-map", "0:a:0", "-copyts", "-af", "ashowinfo", "-f", "null", "-"],
                          capture_output=True, check=True).stderr.decode()
    start = next(float(line.split("pts_time:")[1].split()[0]) for line in info.splitlines() if "pts_time:" in line)
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", str(SAMPLES), "-f", "f32le", "-"],
                         capture_output=True, check=True).stdout
    wave = numpy.abs(numpy.frombuffer(raw, numpy.float32))
    loud = wave > wave.max() * 0.4
    places = numpy.flatnonzero(loud)
    first = [p for n, p in enumerate(places) if n == 0 or p - places[n - 1] > SAMPLES // 4]
    return [start + p / SAMPLES for p in first if p > 0.01 * SAMPLES]


def apart(path):
    """The beep minus its flash in seconds, for each flash that has one."""
    heard = beeps(path)
    seen = flashes(path)
    pairs = [min((b - f for b in heard), key=abs) for f in seen] if heard else []
    return [pair for pair in pairs if abs(pair) < 0.4], len(seen)


def check(options):
    rows, results, bad = [], [], 0
    folder = os.path.join(options.scratch, "sync")
    os.makedirs(folder, exist_ok=True)
    for name, rate, encoder, muxer, extension in SHAPES:
        path, fps = make(folder, name, rate, encoder, muxer, extension)
        own, _ = apart(path)
        for call, words in CALLS.items():
            output = os.path.join(folder, f"{name}-{call.replace(' ', '-')}.{'mp4' if '--for' in words else extension}")
            run = common.run([options.clipfit, "trim", path, *words, "--speed", options.speed, "--overwrite", "-o", output])
            if run.code == 65 and call == "packets":
                rows.append([name, call, "", "", "", "refused: " + run.err.decode(errors="replace").split(": ")[3].split("\n")[0][:60]])
                continue
            if run.code:
                rows.append([name, call, "", "", "", run.err.decode(errors="replace").strip()[:120]])
                bad += 1
                continue
            found, seen = apart(output)
            worst = max(found, key=abs, default=float("nan"))
            is_good = len(found) >= 4 and len(found) >= seen - 1 and abs(worst) <= 1 / fps
            bad += not is_good
            rows.append([name, call, str(len(found)), f"{max(own, key=abs, default=0) * 1000:+.1f}", f"{worst * 1000:+.1f}",
                         "ok" if is_good else f"more than {1000 / fps:.1f} ms, or {seen} flashes"])
            print(f"{name}, {call}: {worst * 1000:+.1f} ms", flush=True)
            results.append({"shape": name, "call": call, "pairs": len(found), "worst": worst, "ok": is_good})
    print()
    common.table(rows, ["shape", "call", "pairs", "source ms", "worst ms", "verdict"])
    print(f"sync: {len(rows) - bad} of {len(rows)} within one frame\n")
    return results, bad
