#!/usr/bin/env python3
"""From a clip to a post, as a marketing person would go, in an empty folder and on an empty library: music add, trends import,
suggest, trim --music auto --look auto --for tiktok. Then the file is measured: the suggested music is audible in it (its decoded sound correlates with
the track's, and with no other's), and the look is visible on it (colours beside the same clip without
a look)."""

import json
import os
import subprocess
import sys

import numpy

import common
from common import run

RATE = 8000


def sound(path, start=0.0, length=None):
    command = ["ffmpeg", "-nostdin", "-v", "error", "-ss", str(start), "-i", path] + (["-t", str(length)] if length else [])
    raw = subprocess.run(command + ["-vn", "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"], capture_output=True, check=True).stdout
    return numpy.frombuffer(raw, numpy.float32).astype(float)


def correlation(output, track):
    """How far the highest cross-correlation of the track with the output stands out, over all lags, in standard deviations. Both are
    whitened (phase transform), so that steady tones of the clip itself do not hide the music."""
    looped = numpy.tile(track, 1 + (len(output) * 2) // len(track))
    size = 1 << (len(looped) + len(output)).bit_length()
    spectrum = numpy.fft.rfft(looped, size) * numpy.conj(numpy.fft.rfft(output, size))
    product = numpy.fft.irfft(spectrum / numpy.maximum(numpy.abs(spectrum), 1e-12), size)[:len(looped)]
    return float(numpy.abs(product).max() / product.std())


def colours(path):
    """Mean of luma, Cb and Cr."""
    done = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-an", "-vf", "fps=2,scale=64:64,format=yuv444p", "-f",
                           "rawvideo", "-"], capture_output=True, check=True)
    return numpy.frombuffer(done.stdout, numpy.uint8).reshape(-1, 3, 4096).mean((0, 2))


def main():
    options = common.parser(__doc__)
    options.add_argument("clips", nargs="*", help="default: the samples of Media")
    options = common.prepare(options.parse_args())
    media = os.path.join(common.ROOT, "Media")
    clips = options.clips or [os.path.join(media, "samples", name) for name in ("kopi-landscape.mp4", "batik-portrait.mp4")]
    os.environ.update(XDG_DATA_HOME=os.path.join(options.scratch, "data"), XDG_CACHE_HOME=os.path.join(options.scratch, "cache"))
    songs = {name.rsplit("-", 1)[0]: os.path.join(media, "music", name) for name in sorted(os.listdir(os.path.join(media, "music")))
             if name.endswith((".m4a", ".ogg"))}

    def step(*words):
        done = run([options.clipfit, *words], limit=600)
        if done.code:
            sys.exit(f"{' '.join(words)}: {done.code} {common.printable(done.err)}")
        return done.out

    own = os.path.join(options.scratch, "own.m4a")
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", "-i", songs["pasar-malam"], "-af", "asetrate=44100,aresample=48000", own],
                   check=True)
    step("music", "add", own, "--licence", "owned", "--mood", "calm,warm", "--title", "Own Song", "--artist", "Us")
    songs["own"] = own
    board = os.path.join(options.scratch, "songs.csv")
    with open(board, "w", encoding="utf-8") as file:
        file.write("date,rank,song,artist\n2026-11-15,3,Own Song,Us\n2026-11-22,1,Own Song,Us\n2026-11-22,2,Somebody Else,Them\n")
    step("trends", "import", board, "--region", "ID", "--source", "tiktok")
    rows, failed = [], 0
    for clip in clips:
        name = os.path.basename(clip).rsplit(".", 1)[0]
        advice = json.loads(step("suggest", clip, "--for", "tiktok", "--json"))
        out = os.path.join(options.scratch, name)
        common_words = ["-l", "10", "--for", "tiktok", "--speed", "ultrafast", "--overwrite", "-q"]
        step("trim", clip, *common_words, "--music", "auto", "--look", "auto", "-o", out + ".mp4")
        step("trim", clip, *common_words, "-o", out + "-plain.mp4")
        with open(out + ".post.json", encoding="utf-8") as file:
            post = json.load(file)
        heard = sound(out + ".mp4")
        found = {song: correlation(heard, sound(path)) for song, path in songs.items()}
        chosen = found.pop(post["music"]["id"])
        shift = colours(out + ".mp4") - colours(out + "-plain.mp4")
        isHeard, isSeen = chosen > 2 * max(found.values()), float(numpy.abs(shift).max()) > 1
        failed += not (isHeard and isSeen and any(s["id"] == post["music"]["id"] for s in advice["music"]))
        rows.append((name, post["music"]["id"], f"{chosen:.1f}", f"{max(found.values()):.1f}", post["look"]["id"],
                     " ".join(f"{v:+.1f}" for v in shift), "ok" if isHeard and isSeen else "FAILED"))
    common.table(rows, ("clip", "music", "correlation", "others", "look", "Y Cb Cr", ""))
    common.clean(options)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
