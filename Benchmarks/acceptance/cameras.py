#!/usr/bin/env python3
"""Makes clips as phones, cameras, browsers and screen recorders write them, for `Benchmarks/run exactness --media FOLDER --windows 20`.

None holds anybody's footage: the pictures are those of a sample of this repository, the sound is a sweep."""

import argparse
import os
import subprocess

import common
import paff

SAMPLE = os.path.join(common.ROOT, "Media", "samples", "kopi-landscape.mp4")
SECONDS = 40
# A camera's clock is not even: each frame comes up to 3 ms early or late.
JITTER = "settb=1/90000,setpts=PTS+270*(2*random(1)-1)"
# Two moments of a picture of 50 a second become one frame, the upper lines first.
FIELDS = "fps=50,scale=720:576,setsar=16/15,tinterlace=interleave_top,fieldorder=tff,format=yuv420p"
SMALL = (160, 128)
HLG = "range=limited:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
VARIABLE = ["-vsync", "passthrough", "-enc_time_base", "1/90000"]
QUICK = ["-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M", "-g", "100"]
SWEEP = ["-f", "lavfi", "-t", str(SECONDS), "-i", "aevalsrc=0.3*sin(2*PI*(200+40*t)*t):s=48000"]
AAC = ["-c:a", "aac", "-ac", "2"]
AC3 = ["-c:a", "ac3", "-b:a", "192k"]


def x265(pixels, words):
    return ["-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", pixels, "-tag:v", "hvc1", "-x265-params", "log-level=none:" + words]


def x264(words, *more):
    return ["-c:v", "libx264", "-preset", "veryfast", "-x264-params", words, *more]


# Name: (how the pictures are made, the codecs and the container).
KINDS = {
    # A CRA each second with leading pictures, HLG in 10 bits; turned, and with a hidden beginning, below.
    "iphone.mov": ("fps=30,scale=1280:720", x265("yuv420p10le", "keyint=30:min-keyint=30:scenecut=0:open-gop=1:bframes=3:" + HLG) + AAC),
    "samsung.mp4": ("fps=30,scale=1280:720," + JITTER, x265("yuv420p", "keyint=30:min-keyint=30:scenecut=0:open-gop=0:bframes=0") + VARIABLE + AAC),
    "gopro.mp4": ("fps=60000/1001,scale=1280:720:out_range=full",
                  x264("keyint=30:scenecut=0:bframes=0:fullrange=1", "-pix_fmt", "yuvj420p", "-timecode", "10:00:00;00") + AAC),
    "dvd.vob": (FIELDS, ["-c:v", "mpeg2video", "-b:v", "5M", "-maxrate", "8M", "-bufsize", "1835k", "-g", "15", "-bf", "2",
                         "-flags", "+ildct+ilme", "-top", "1", "-aspect", "4:3", *AC3, "-f", "dvd"]),
    "avchd-mbaff.mts": (FIELDS, x264("keyint=12:open-gop=1:bframes=2:tff=1", "-flags", "+ildct+ilme", "-mpegts_m2ts_mode", "1") + AC3),
    "browser-vp8.webm": ("fps=30,scale=640:360," + JITTER,
                         ["-c:v", "libvpx", *QUICK, *VARIABLE, "-c:a", "libopus", "-live", "1"]),
    "browser-vp9.webm": ("fps=30,scale=640:360," + JITTER,
                         ["-c:v", "libvpx-vp9", *QUICK, *VARIABLE, "-c:a", "libopus", "-live", "1"]),
    "browser-h264.mkv": ("fps=30,scale=640:360," + JITTER, x264("keyint=90:bframes=0", *VARIABLE, "-c:a", "libopus", "-live", "1")),
    # At rest for up to three seconds, where nothing is recorded.
    "screen.mp4": ("fps=30,scale=1280:720,select='lt(mod(t\\,7)\\,4)+not(mod(n\\,41))'", x264("keyint=250", *VARIABLE) + AAC),
    "old.avi": ("fps=15,scale=640:480", ["-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj422p", "-c:a", "pcm_u8", "-ar", "11025"]),
}


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", *words], check=True)


def fields_apart(path):
    """A clip whose fields are coded apart: their H.264 is ours (see paff.py)."""
    width, height = SMALL
    made = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-t", str(SECONDS), "-i", SAMPLE,
                           "-vf", FIELDS.replace("720:576", f"{width}:{height}"), "-f", "rawvideo", "-"], check=True, stdout=subprocess.PIPE)
    size = width * height * 3 // 2
    frames = [made.stdout[at:at + size] for at in range(0, len(made.stdout), size)]
    bare = path + ".h264"
    with open(bare, "wb") as file:
        file.writelines(paff.stream(frames[:(len(frames) - 1) // 3 * 3 + 1], width, height))
    ffmpeg("-f", "h264", "-i", bare, *SWEEP, "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-bsf:v", paff.TIMES, *AC3, "-mpegts_m2ts_mode", "1", path)
    os.remove(bare)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", help="gets real/ and derived/, as exactness.py takes them")
    folder = options.parse_args().folder
    for name in ("real", "derived"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    for name, (picture, words) in KINDS.items():
        path = os.path.join(folder, "derived", name)
        ffmpeg("-t", str(SECONDS), "-i", SAMPLE, *SWEEP, "-map", "0:v", "-map", "1:a", "-vf", picture, *words, path)
    fields_apart(os.path.join(folder, "derived", "avchd-paff.mts"))
    iphone, turned = (os.path.join(folder, name) for name in ("derived/iphone.mov", "turned.mov"))
    ffmpeg("-ss", "0.4", "-i", iphone, "-c", "copy", "-metadata:s:v:0", "rotate=90", "-tag:v", "hvc1", turned)
    os.replace(turned, iphone)


if __name__ == "__main__":
    main()
