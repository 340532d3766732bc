#!/usr/bin/env python3
"""Writes eight small clips and a form, to try on phones what cannot be tried here: Apple's and Android's hardware decoders.

    Benchmarks/run device_kit FOLDER [--clipfit PATH] [--dolby CLIP]

Each clip is one that clipfit cut, with a clock and a frame counter in the picture and a tone on every second. The form says what is in
it and where its splice is. CLIP is a recording with Dolby Vision, e.g. an iPhone's; without it that clip is left out. Needs ffmpeg
with libx264, libx265, libvpx-vp9 and an AV1 encoder. Exits with 1 if a clip is not what the form says."""
import argparse
import html
import json
import os
import subprocess
import sys

import common

PICTURE = "testsrc2=size=1280x720:rate=30:duration=8"
SOUND = "aevalsrc=0.2*sin(2*PI*880*t)*lt(mod(t\\,1)\\,0.1):s=48000:d=8"
HLG = "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
PQ = ("colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:hdr10=1:max-cll=1000,400:"
      "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)")
X265 = ["-c:v", "libx265", "-preset", "fast", "-crf", "24", "-tag:v", "hvc1", "-x265-params"]
# Name, what is tried, the source's encoder, its file, options of `trim`, what the result must be: method, codec, copied frames or none.
CLIPS = [
    ("1-bla-entry.mp4", "HEVC as iPhones write it: the splice enters at an open group (BLA picture), with two parameter sets",
     [*X265, "keyint=30:min-keyint=30:open-gop=1:bframes=4:log-level=error"], "mov", [], ("smart", "hevc", True)),
    ("2-two-sets.mp4", "HEVC as Samsungs write it: closed groups, two parameter sets",
     [*X265, "keyint=30:min-keyint=30:open-gop=0:bframes=0:log-level=error"], "mp4", [], ("smart", "hevc", True)),
    ("3-hlg.mp4", "HEVC, 10 bits, HLG: bright, not washed out; HDR on a phone that shows it",
     ["-pix_fmt", "yuv420p10le", *X265, f"keyint=30:min-keyint=30:open-gop=1:log-level=error:{HLG}"], "mov", [], ("smart", "hevc", True)),
    ("4-hdr10.mp4", "HEVC, 10 bits, HDR10: bright, not washed out; HDR on a phone that shows it",
     ["-pix_fmt", "yuv420p10le", *X265, f"keyint=30:min-keyint=30:open-gop=0:log-level=error:{PQ}"], "mp4", [], ("smart", "hevc", True)),
    ("5-dolby-removed.mp4", "Dolby Vision 8.4, re-encoded at the splice: its HLG base remains", None, None, [], (None, "hevc", None)),
    ("6-av1.mp4", "AV1 in MP4, re-encoded", ["-c:v", "libsvtav1", "-preset", "10", "-crf", "35", "-g", "30"], "mp4", [], (None, "av1", False)),
    ("7-vp9.webm", "VP9 in WebM", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "2M", "-g", "30"], "webm", [],
     (None, "vp9", None)),
    ("8-h264.mp4", "H.264: the splice between copied and re-encoded frames", ["-c:v", "libx264", "-preset", "fast", "-g", "30"], "mp4", [],
     ("smart", "h264", True)),
]
QUESTIONS = ["plays at all", "smooth at the splice", "colours right", "sound in time", "seeking works", "plays after upload"]
FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><title>clipfit on this phone</title>
<style>body{{font:16px sans-serif;margin:2em;max-width:70em}}table{{border-collapse:collapse}}td,th{{border:1px solid #888;padding:.4em;text-align:left}}</style>
<h1>clipfit on this phone</h1><p>Phone and system: ______________________ &nbsp; App: ______________________ &nbsp; Date: ____________</p>
<p>Copy the clips to the phone (not through a messenger: it re-encodes them), open each in Photos or Gallery, and in the apps you post with. The
picture counts frames and seconds; a short tone sounds when the second changes.</p>
<table><tr><th>Clip<th>What is in it<th>Splice at{heads}</tr>{rows}</table></html>
"""


def run(words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"error: {' '.join(words[:3])}: {done.stderr.strip()[-400:]}")
    return done.stdout


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder")
    words.add_argument("--clipfit", default=common.BINARY)
    words.add_argument("--dolby", metavar="CLIP")
    words = words.parse_args()
    os.makedirs(words.folder, exist_ok=True)
    rows, wrong = [], 0
    for name, about, encoder, kind, options, (method, codec, copies) in CLIPS:
        source, output = words.dolby, os.path.join(words.folder, name)
        if encoder:
            source = os.path.join(words.folder, f"source.{kind}")
            sound = ["-c:a", "libopus" if kind == "webm" else "aac"]
            run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND, *encoder, *sound, source])
        elif not source:
            print(f"{name}: left out, no --dolby")
            continue
        # Off the keyframes, and long enough for a copied middle.
        length = "5" if encoder else "1.5"
        found = json.loads(run([words.clipfit, "trim", source, "-s", "1.3", "-d", length, "-o", output, "--overwrite", "--json", *options]))
        if encoder:
            os.remove(source)
        copied, edges = found["copiedFrames"], found["reencodedFrames"]
        good = (method or found["method"]) == found["method"] and found["codec"] == codec and (copies is None or (copied > 0) == copies)
        wrong += not good
        print(f"{name}: {found['method']}, {found['codec']}, {copied} copied, {edges} re-encoded{'' if good else ', NOT WHAT THE FORM SAYS'}")
        splice = "none" if not copied or not edges else "0.5 to 1 s"
        rows.append(f"<tr><td>{html.escape(name)}<td>{html.escape(about)}<td>{splice}" + "<td>" * len(QUESTIONS) + "</tr>")
    with open(os.path.join(words.folder, "form.html"), "w") as file:
        file.write(FORM.format(heads="".join(f"<th>{one}" for one in QUESTIONS), rows="\n".join(rows)))
    sys.exit(1 if wrong else 0)


main()
