#!/usr/bin/env python3
"""Where music lies in the mixes of `clipfit trim --music`: its gain by least squares against both sources, decoded by ffmpeg.

    Benchmarks/run mix SONG CLIP… [--clipfit PATH] [--window 10]

Without speech the music's gain is compared with the one that brings the music alone to -14 LUFS: at most 1 dB apart. With
speech the music lies 10 to 14 LU below the clip's own sound while somebody speaks (by `probe --deep`). Needs numpy and ffmpeg.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

import common

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("song")
parser.add_argument("clips", nargs="+")
parser.add_argument("--clipfit", default=common.BINARY)
parser.add_argument("--window", type=float, default=10)
options = parser.parse_args()
RATE = 48000


def decoded(path, start=0.0, length=None):
    words = ["ffmpeg", "-v", "error", "-i", path, "-vn", "-ss", str(start)] + (["-t", str(length)] if length else [])
    raw = subprocess.run(words + ["-ac", "2", "-ar", str(RATE), "-f", "f32le", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32).reshape(-1, 2).astype(np.float64)


def loudness(samples):
    """Integrated, by ffmpeg's ebur128."""
    run = subprocess.run(
        ["ffmpeg", "-hide_banner", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "-", "-af", "ebur128", "-f", "null", "-"],
        input=samples.astype(np.float32).tobytes(), capture_output=True)
    return float(run.stderr.decode().rsplit("I:", 1)[1].split()[0])


def aligned(a, b):
    """How many samples b comes later than a, within 50 ms."""
    size = 1 << (len(a) + len(b)).bit_length()
    product = np.fft.irfft(np.fft.rfft(b.mean(1), size) * np.conj(np.fft.rfft(a.mean(1), size)), size)
    near = np.concatenate([product[-2400:], product[:2400]])
    return int(np.argmax(np.abs(near))) - 2400


def shifted(samples, lag, length):
    if lag < 0:
        samples, lag = samples[-lag:], 0
    samples = np.concatenate([np.zeros((lag, 2)), samples])[:length]
    return np.concatenate([samples, np.zeros((length - len(samples), 2))])


def gains(mix, sources):
    columns = np.stack([source.ravel() for source in sources], 1)
    return np.linalg.lstsq(columns, mix.ravel(), rcond=None)[0]


def main():
    failed = False
    song = decoded(options.song)
    for clip in options.clips:
        probe = json.loads(subprocess.check_output([options.clipfit, "probe", "--deep", "--json", clip]))
        speech = (probe.get("speech") or {}).get("parts", [])
        start = max(0, speech[0]["start"] - 2) if speech else 0
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.mp4")
            run = subprocess.run(
                [options.clipfit, "trim", "--json", clip, "-s", str(start), "-l", str(options.window), "--music", options.song, "--music-from", "0",
                 "--loudness", "-14", "--true-peak", "0", "-o", out, "--speed", "ultrafast"], capture_output=True, text=True)
            if run.returncode:
                print(f"{os.path.basename(clip):40} trim ended with {run.returncode}: {run.stderr.strip()[:90]}")
                failed = True
                continue
            report = json.loads(run.stdout)
            mix = decoded(out)
        window = report["window"]
        count = len(mix)
        own = np.zeros((count, 2))
        if probe["audio"]:
            own = decoded(clip, window["start"] + probe["start"], window["end"] - window["start"])
        music = shifted(song, aligned(song[:count], mix), count)
        rest = mix - gains(mix, [music])[0] * music
        own = shifted(own, aligned(own, rest) if np.abs(own).max() > 1e-3 else 0, count)
        inside = np.zeros(count, bool)
        for part in speech:
            a, b = (int((part[key] - window["start"]) * RATE) for key in ("start", "end"))
            inside[max(0, a):max(0, b)] = True
        mine = report.get("mix", {})
        if inside.sum() > RATE // 2:
            by_music, by_own = gains(mix[inside], [music[inside], own[inside]])
            below = loudness(own[inside] * by_own) - loudness(music[inside] * by_music)
            verdict = 10 <= below <= 14
            text = f"music {below:5.1f} LU below speech"
        else:
            by_music = gains(mix, [music, own])[0]
            off = 20 * np.log10(abs(by_music)) - (-14 - loudness(music))
            verdict = abs(off) <= 1
            text = f"music {off:+5.2f} dB from alone at -14 LUFS"
        failed |= not verdict
        print(f"{os.path.basename(clip):40} {text}  {'ok' if verdict else 'WRONG'}  {json.dumps(mine)}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
