#!/usr/bin/env python3
"""Posts joined of several sources (`trim --join`): mixed sets of real clips and of photos made from their frames (JPEG, PNG,
WebP; upright and turned by Exif), with music and without. ffmpeg and ffprobe judge the results: frames, size, loudness, black
frames, and whether the middle of each part shows the source that the report names. Exit code 1 where something is wrong."""

import json
import os
import random
import re
import struct
import subprocess
import sys

import common

PHOTOS = [("jpg", 1), ("jpg", 6), ("png", 1), ("jpg", 3), ("webp", 1), ("jpg", 8)]
# What phones and cameras make, and what people download: rotation, HDR, variable rate, odd sizes, 5.1, no sound.
CLIPS = ["ax_pixel7_rot180.mp4", "ax_portrait_hevc10_hlg_editlist.mp4", "ax_rot270.mp4", "ax_hdr10_av1_portrait.mp4",
         "ax_emulator_vfr_360p.mp4", "ax_1080p50_pcm.mov", "ax_shorter_audio.mp4", "ax_vp9_642.webm", "bbb_480p_51.mp4",
         "intel_bottle.mp4", "intel_cars.mp4", "intel_person.mp4", "io_cockatoo.mp4", "m4p_foreman_hevc.mp4", "mdn_crystal.mp4",
         "mdn_elf.mp4", "mdn_rabbit.webm", "mp_chaplin.mp4", "sk_bikes.mp4", "ax_bpyramid.mp4", "de_pancake.mkv",
         "ax_superslow_vfr.mp4"]


def output_of(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.stdout, done.stderr.decode("utf-8", "replace")


def seconds(path):
    out, _ = output_of(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path])
    return float(out.split()[0])


def photo(clip, path, kind, orientation):
    """A frame of a clip as a photo of 12 megapixels or less; its pixels are turned where Exif turns them back."""
    upright = path + ".upright.png"
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", "-ss", str(seconds(clip) * 0.4), "-i", clip, "-frames:v", "1",
                    "-vf", "scale=-2:2400", upright], check=True)
    turn = {1: "", 3: ",hflip,vflip", 6: ",transpose=cclock", 8: ",transpose=clock"}[orientation]
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", "-i", upright, "-vf", f"format=yuv420p{turn}", "-q:v", "3", path],
                   check=True)
    if kind == "jpg" and orientation != 1:
        exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", orientation, 0) + b"\0\0\0\0"
        with open(path, "r+b") as file:
            data = file.read()
            file.seek(0)
            file.write(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    return path


def grey(path, time, height, keeps_shape=True):
    """One frame, small and grey, as rows of numbers."""
    size = f"-2:{height}" if keeps_shape else f"{height * 9 // 16}:{height}"
    out, _ = output_of(["ffmpeg", "-nostdin", "-v", "error", "-ss", f"{max(0, time):.3f}", "-i", path, "-frames:v", "1",
                        "-vf", f"scale={size},format=gray", "-f", "image2pipe", "-c:v", "pgm", "-"])
    fields = out.split(b"\n", 3)
    if len(fields) < 4:
        return None
    width, rows = (int(v) for v in fields[1].split())
    return [list(fields[3][row * width:(row + 1) * width]) for row in range(rows)]


def alike(small, large):
    """The best correlation of `small` with any part of `large` of its size."""
    best = -1.0
    rows, columns = len(small), len(small[0])
    flat = [v for row in small for v in row]
    mean = sum(flat) / len(flat)
    flat = [v - mean for v in flat]
    power = sum(v * v for v in flat) or 1
    for y in range(0, len(large) - rows + 1):
        for x in range(0, len(large[0]) - columns + 1):
            other = [v for row in large[y:y + rows] for v in row[x:x + columns]]
            middle = sum(other) / len(other)
            other = [v - middle for v in other]
            best = max(best, sum(a * b for a, b in zip(flat, other)) / ((power * (sum(v * v for v in other) or 1)) ** 0.5))
    return best


def likeness(result, at, source, time):
    """How alike the middle of a part and its source are, whether the source fills the frame or is shown whole."""
    shown = grey(result, at, 32, keeps_shape=False)
    plain = grey(source, time, 32)
    if shown is None or plain is None:
        return -1
    # A picture of one tone, such as a lens that is covered, correlates with nothing.
    tones = [sorted(v for row in rows for v in row) for rows in (shown, plain)]
    if all(values[-1] - values[0] < 12 for values in tones):
        return 1 if abs(tones[0][len(tones[0]) // 2] - tones[1][len(tones[1]) // 2]) < 12 else 0
    best = -1.0
    for height in (32, 36, 40, 48):
        frame = grey(source, time, height)
        if frame and len(frame[0]) >= 18:
            best = max(best, alike(shown[4:28], frame))
    # Shown whole: as wide as the frame, in its middle.
    frame = grey(source, time, 32)
    if frame:
        width = len(frame[0])
        height = max(2, round(32 * 18 / width / 2) * 2)
        if height <= 32:
            whole = grey(source, time, height)
            if whole and len(whole[0]) <= 19:
                cut = [row[:len(whole[0])] for row in shown]
                inner = [row[1:-2] for row in whole[1:-1]] if height > 6 else whole
                best = max(best, alike(inner, cut))
    return best


def black_spans(path):
    """Where a file is black or nearly so: (start, end) in seconds."""
    _, log = output_of(["ffmpeg", "-nostdin", "-i", path, "-vf", "blackdetect=d=0.03:pix_th=0.06", "-an", "-f", "null", "-"])
    return [(float(a), float(b)) for a, b in re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", log)]


def brightness(path, start, end):
    """The greatest mean luma, from 0 to 255, in a part of a file; nothing without pictures."""
    out, _ = output_of(["ffmpeg", "-nostdin", "-v", "error", "-ss", f"{max(0, start):.3f}", "-i", path, "-t", f"{end - start:.3f}", "-vf",
                        "fps=10,scale=64:64,format=gray", "-f", "rawvideo", "-"])
    frames = [out[at:at + 4096] for at in range(0, len(out), 4096)]
    return max((sum(frame) / len(frame) for frame in frames if len(frame) == 4096), default=None)


def black_seconds(path, sources):
    """How long a result is black where its source is not: a dark clip is no fault."""
    lost = 0.0
    for start, end in black_spans(path):
        for source in sources:
            offset = source["range"]["start"] - source["at"]
            left, right = max(start, source["at"]), min(end, source["range"]["end"] - offset)
            if right - left < 0.02:
                continue
            still = source["kind"] == "photo"
            file = source["path"] + (".upright.png" if still else "")
            shown = brightness(file, 0 if still else left + offset, 1 if still else right + offset)
            # blackdetect's own threshold is 15: tone-mapping and scaling move the mean by less than the rest.
            if shown is None or shown > 25:
                lost += right - left
    return lost


def measured(path):
    out, _ = output_of(["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries",
                        "stream=width,height,r_frame_rate,nb_read_frames", "-of", "json", path])
    video = json.loads(out)["streams"][0]
    _, log = output_of(["ffmpeg", "-nostdin", "-i", path, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"])
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", log)
    top, bottom = (int(v) for v in video["r_frame_rate"].split("/"))
    return {"frames": int(video["nb_read_frames"]), "size": f"{video['width']}x{video['height']}", "rate": top / bottom,
            "loudness": float(loudness[-1]) if loudness else None}


def sets(options, folder):
    draw = random.Random(options.seed)
    clips = [os.path.join(options.media, "real", name) for name in CLIPS]
    clips = [clip for clip in clips if os.path.exists(clip)]
    if len(clips) < 6:
        sys.exit("the media folder holds too few of the clips")
    photos = []
    for number, (kind, orientation) in enumerate(PHOTOS):
        photos.append(photo(draw.choice(clips), os.path.join(folder, f"photo{number}.{kind}"), kind, orientation))
    music = [os.path.join(common.ROOT, "Media", "music", name) for name in ("kopi-pagi-92bpm.m4a", "pasar-malam-120bpm.m4a")]
    for number in range(options.sets):
        chosen = draw.sample(clips, draw.randint(2, 4)) + draw.sample(photos, draw.randint(1, 2))
        draw.shuffle(chosen)
        yield number, chosen, draw.choice([12, 15, 15, 20]), music[number % 2] if number % 2 else None


def judge(report, path, length, music):
    """The facts of a result, and what is wrong with it."""
    facts, wrong = measured(path), []
    if facts["frames"] != int((length + 0.001) * facts["rate"] + 0.5):
        wrong.append(f"{facts['frames']} frames")
    if facts["size"] != "1080x1920":
        wrong.append(facts["size"])
    # What cannot be reached, as sound below -54 LUFS, is reported.
    is_stated = any("loudness is" in text for text in report["deviations"])
    if facts["loudness"] is not None and facts["loudness"] > -60 and abs(facts["loudness"] + 14) > 1.05 and not is_stated:
        wrong.append(f"{facts['loudness']} LUFS")
    facts["black"] = black_seconds(path, report["sources"])
    if facts["black"]:
        wrong.append(f"{facts['black']:.2f} s black")
    facts["likeness"] = []
    for source in report["sources"]:
        start, end = (source["range"][key] for key in ("start", "end"))
        middle = (end - start) / 2
        still = source["kind"] == "photo"
        facts["likeness"].append(likeness(path, source["at"] + middle, source["path"] + (".upright.png" if still else ""),
                                          0 if still else start + middle))
    facts["beats"] = next((text for text in report["reasons"] if "lie on beats" in text), "") if music else ""
    return facts, wrong


def tell(row, header):
    """Prints a set's row as it comes: a run that is interrupted has its figures."""
    print(", ".join(f"{name} {value}" for name, value in zip(header, row) if value != ""), flush=True)


def main():
    options = common.parser(__doc__)
    options.add_argument("--sets", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options = common.prepare(options.parse_args())
    rows, records, failed = [], [], 0
    header = ("set", "sources", "s", "frames", "fps", "alike", "LUFS", "black", "wall", "notes")
    for number, sources, length, music in sets(options, options.scratch):
        path = os.path.join(options.scratch, f"set{number:02}.mp4")
        command = [options.clipfit, "trim", *sources, "--join", "-l", str(length), "--for", "tiktok", "--soften-flashes", "--json", "-o", path,
                   "--overwrite"] + (["--music", music] if music else [])
        done = common.run(command, limit=1800)
        # Sources that are too short for the drawn length are refused, with the length that they have.
        shorter = re.search(rb"a shorter post: -l (\d+)", done.err) if done.code == 65 else None
        if shorter:
            length = int(shorter.group(1))
            command[command.index("-l") + 1] = str(length)
            done = common.run(command, limit=1800)
        if done.code:
            failed += 1
            rows.append((number, len(sources), length, "-", "-", "-", "-", "-", f"{done.wall:.0f}", common.printable(done.err[-300:])))
            tell(rows[-1], header)
            continue
        report = json.loads(done.out.splitlines()[-1])
        facts, wrong = judge(report, path, length, music)
        failed += bool(wrong) or len(report["sources"]) != len(sources)
        shown = sum(value >= 0.8 for value in facts["likeness"])
        rows.append((number, len(sources), length, facts["frames"], f"{facts['rate']:.3g}", f"{shown}/{len(sources)}", facts["loudness"],
                     f"{facts['black']:.2f}", f"{done.wall:.0f}",
                     "; ".join(wrong) or facts["beats"].replace("on beats of the music", "on beats")))
        records.append({"set": number, "sources": [os.path.basename(s) for s in sources], "wall": done.wall, "cpu": done.cpu,
                        "rss": done.rss, **facts, "wrong": wrong})
        tell(rows[-1], header)
        print(f"    {' '.join(os.path.basename(s) for s in sources)}: least likeness {min(facts['likeness']):.2f}, "
              f"{done.cpu:.0f} CPU s, {done.rss:.0f} MB", flush=True)
        if options.json:
            with open(options.json, "w", encoding="utf-8") as file:
                json.dump(records, file, indent=1)
    common.table(rows, header)
    touched = common.media_touched(options)
    common.clean(options)
    sys.exit(1 if failed or touched else 0)


if __name__ == "__main__":
    main()
