#!/usr/bin/env python3
"""The same commands on several systems: what FFmpeg's versions change in bytes, pictures and time.

    Benchmarks/run versions 5.1=PROGRAM 7.1=PROGRAM… [--rounds 3] [--markdown FILE]

A PROGRAM is a clipfit, or a script that starts one in another system. Clips are made by this machine's ffmpeg out of the samples in
Media. The first system is what the others are compared with: method, bytes, the lowest PSNR of a frame against the first one's output,
and CPU as a ratio.
"""
import argparse
import json
import os
import re
import shutil
import sys
import tempfile

import common
from common import median, run

SAMPLES = os.path.join(common.ROOT, "Media", "samples")
SONG = os.path.join(common.ROOT, "Media", "music", "kopi-pagi-92bpm.m4a")
X265 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:keyint=30:open-gop=1", "-tag:v", "hvc1"]
CLIPS = {
    "hevc.mp4": X265,
    "hlg.mov": [*X265, "-pix_fmt", "yuv420p10le", "-colorspace", "bt2020nc", "-color_primaries", "bt2020", "-color_trc", "arib-std-b67"],
    "av1.mkv": ["-c:v", "libsvtav1", "-preset", "10", "-g", "30"],
    "vp9.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "30", "-c:a", "libopus"],
    "prores.mov": ["-c:v", "prores_ks", "-profile:v", "1"],
    "mpeg2.ts": ["-c:v", "mpeg2video", "-g", "15", "-bf", "2", "-q:v", "4", "-c:a", "mp2"],
}
ROWS = [
    ("copy, H.264", "kopi.mp4", "-s 20 -d 6 --method copy", "mp4"),
    ("smart cut, H.264", "kopi.mp4", "-s 20.3 -d 6", "mp4"),
    ("smart cut, HEVC", "hevc.mp4", "-s 2.3 -d 4", "mp4"),
    ("smart cut, HEVC HLG 10-bit", "hlg.mov", "-s 2.3 -d 4", "mov"),
    ("smart cut, AV1", "av1.mkv", "-s 2.3 -d 4", "mkv"),
    ("smart cut, VP9", "vp9.webm", "-s 2.3 -d 4", "webm"),
    ("copy, ProRes", "prores.mov", "-s 2.3 -d 4", "mov"),
    ("re-encode, MPEG-2", "mpeg2.ts", "-s 2.3 -d 4", "mp4"),
    ("re-encode, H.264", "kopi.mp4", "-s 20.3 -d 6 --method encode", "mp4"),
    ("post: look, music, captions", "kopi.mp4", f"-s 20 -d 6 --for tiktok --look warm-cafe --music {SONG} --captions words.srt", "mp4"),
    ("post of HLG", "hlg.mov", "-s 1 -d 4 --for reels", "mp4"),
]


def make(scratch):
    shutil.copy(os.path.join(SAMPLES, "kopi-landscape.mp4"), os.path.join(scratch, "kopi.mp4"))
    with open(os.path.join(scratch, "words.srt"), "w", encoding="utf-8") as file:
        file.write("1\n00:00:20,500 --> 00:00:23,000\nKopi pagi, dari Yogyakarta\n\n2\n00:00:23,200 --> 00:00:26,000\nกาแฟตอนเช้า\n")
    for name, words in CLIPS.items():
        sound = [] if "-c:a" in words else ["-c:a", "aac"]
        done = run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-t", "8", "-i", os.path.join(scratch, "kopi.mp4"), "-pix_fmt",
                    "yuv422p10le" if "prores" in name else "yuv420p", *words, *sound, os.path.join(scratch, name)])
        if done.code:
            sys.exit(f"{name}: {done.err.decode()[-300:]}")


def lowest_psnr(one, other):
    """The lowest PSNR of a frame, in dB; None where the counts of frames differ."""
    filters = "[0:v]settb=1/90000,setpts=N*1000[a];[1:v]settb=1/90000,setpts=N*1000[b];[a][b]psnr=stats_file=-:shortest=1"
    done = run(["ffmpeg", "-nostdin", "-v", "error", "-i", one, "-i", other, "-filter_complex", filters, "-an", "-f", "null", "-"])
    values = [float(value) for value in re.findall(r"psnr_avg:([\d.]+|inf)", done.out.decode())]
    counts = [run(["ffprobe", "-v", "error", "-count_packets", "-select_streams", "v", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0",
                   path]).out for path in (one, other)]
    return min(values) if values and counts[0] == counts[1] and done.code == 0 else None


def measured(programs, rounds, scratch):
    """{row: {system: (method, bytes, CPU, path)}}"""
    found = {}
    for title, clip, words, ending in ROWS:
        found[title] = {name: [] for name in programs}
        for turn in range(rounds):
            for name, program in programs.items() if turn % 2 == 0 else reversed(programs.items()):
                output = f"{name}-{ROWS.index((title, clip, words, ending))}.{ending}"
                done = run([program, "trim", clip, *words.split(), "--json", "--overwrite", "-o", output], cwd=scratch)
                if done.code:
                    sys.exit(f"{name}, {title}: exit {done.code}: {done.err.decode()[-400:]}")
                record = json.loads(done.out)
                found[title][name].append((record, done.cpu, os.path.join(scratch, output)))
    return found


def described(record):
    copied, made = record.get("copiedFrames") or 0, record.get("reencodedFrames") or 0
    return f"{record['method']}, {copied} + {made}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("systems", nargs="+", metavar="NAME=PROGRAM")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", metavar="FILE", help="also write the table here")
    options = parser.parse_args()
    programs = dict(system.split("=", 1) for system in options.systems)
    scratch = tempfile.mkdtemp(prefix="clipfit-versions-")
    make(scratch)
    rows, first = [], next(iter(programs))
    head = ["", *(f"{name}: {what}" for name in programs for what in ("frames copied + made", "bytes", *(["dB", "CPU"] if name != first else ["CPU s"])))]
    for title, results in measured(programs, options.rounds, scratch).items():
        row, base = [title], median([cpu for _, cpu, _ in results[first]])
        for name in programs:
            record, _, path = results[name][-1]
            cpu = median([cpu for _, cpu, _ in results[name]])
            row += [described(record), str(os.path.getsize(path))]
            if name == first:
                row.append(f"{cpu:.2f}")
            else:
                score = lowest_psnr(results[first][-1][2], path)
                row += ["frames differ" if score is None else "same" if score == float("inf") else f"{score:.1f}", f"{cpu / base:.2f}"]
        rows.append(row)
    common.table(rows, head)
    if options.markdown:
        with open(options.markdown, "w", encoding="utf-8") as file:
            for line in (head, ["---"] * len(head), *rows):
                file.write(f"| {' | '.join(line)} |\n")
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
