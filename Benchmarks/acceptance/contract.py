#!/usr/bin/env python3
"""Holds finished files for platforms against the output contract, clause by clause, with other tools.

    Benchmarks/run contract [clips] [sync] [canaries] [--speed ultrafast] [--only GLOB]

`clips`: every clip of real/ and derived/ that is long enough, through `trim --for tiktok,reels,shorts -l 15`, then
ffprobe, a reader of boxes, and ffmpeg's ebur128 on what it decodes to. `--short` takes the shorter clips too.
`sync`: clips with a flash and a beep every second, of several shapes, made here; both must come within one frame.
`canaries`: clips with unique words planted wherever a file can hold them; neither exiftool nor a search of the
bytes may find one in what is made of them.
"""
import fnmatch
import glob
import json
import os
import subprocess
import sys

import boxes
import canaries
import common
import loudness
import sync

CLAUSES = ["size", "codec", "colour", "frames", "rate", "keyframes", "sound", "starts", "sound-end", "length", "index first",
            "edit list", "tags", "handlers", "SEI", "encoder", "loudness", "peak", "decodes"]


def ffprobe(path, *words):
    run = subprocess.run(["ffprobe", "-v", "error", "-of", "json", *words, path], capture_output=True, check=True)
    return json.loads(run.stdout)


def units(path):
    """(type, bytes) of each NAL unit of the picture, in the order of decoding."""
    data = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-map", "0:v:0", "-c", "copy", "-bsf:v", "h264_mp4toannexb", "-f", "h264", "-"],
        capture_output=True, check=True).stdout
    return [(part[0] & 31, part) for part in data.split(b"\0\0\1")[1:] if part]


def faults(path, asked, frames=None):
    """{clause: what is wrong} of one file.

    `asked` is the length in seconds; `frames` of a shorter clip, whose length nobody asked for."""
    wrong = {}
    facts = ffprobe(path, "-show_streams", "-show_format")
    streams = {s["codec_type"]: s for s in facts["streams"]}
    top = boxes.read(path)
    tracks = {track.kind: track for track in boxes.tracks(top)}
    if sorted(s["codec_type"] for s in facts["streams"]) != ["audio", "video"] or sorted(tracks) != ["soun", "vide"]:
        return {"codec": f"streams {[s['codec_type'] for s in facts['streams']]}, tracks {sorted(tracks)}"}
    check_picture(wrong, streams["video"])
    check_frames(wrong, streams["video"], tracks["vide"], asked, frames)
    check_sound(wrong, streams["audio"], tracks)
    check_boxes(wrong, top, tracks, asked if frames is None else None)
    check_stream(wrong, path)
    return wrong


def check_picture(wrong, video):
    if (video["width"], video["height"]) != (1080, 1920) or video.get("sample_aspect_ratio", "1:1") != "1:1" or video.get("side_data_list"):
        wrong["size"] = f"{video['width']}x{video['height']} {video.get('sample_aspect_ratio')} {video.get('side_data_list', '')}"
    kind = (video["codec_name"], video["profile"], video["pix_fmt"], video.get("field_order"))
    if kind != ("h264", "High", "yuv420p", "progressive"):
        wrong["codec"] = " ".join(map(str, kind))
    colour = tuple(video.get(key) for key in ("color_space", "color_primaries", "color_transfer", "color_range"))
    if colour[:3] != ("bt709",) * 3 or colour[3] != "tv":
        wrong["colour"] = " ".join(map(str, colour))


def check_frames(wrong, video, track, asked, frames):
    top, bottom = map(int, video["r_frame_rate"].split("/"))
    if frames is None:
        # A last frame that lies less than half inside is left out: 15 s at 29.97 hold 449.55 frames, so 450.
        frames = int((asked + 0.001) * top / bottom + 0.5)
    if len(track.times) != frames:
        wrong["frames"] = f"{len(track.times)}, not {frames}"
    if video["avg_frame_rate"] != video["r_frame_rate"]:
        wrong["rate"] = f"{video['r_frame_rate']} and {video['avg_frame_rate']}"
    shown = sorted(track.times)
    step = track.scale * bottom / top
    uneven = [n for n, t in enumerate(shown) if t != round(n * step)]
    if uneven or step != int(step):
        wrong["rate"] = f"{len(uneven)} frames off the grid of {step} ticks"
    if set(track.durations) != {int(step)}:
        wrong["rate"] = f"durations {sorted(set(track.durations))[:4]} instead of {step}"
    keys = [track.times[n - 1] / track.scale for n in track.syncs]
    ends = keys[1:] + [track.end / track.scale]
    if keys[:1] != [0] or max(b - a for a, b in zip(keys, ends)) > 2.0001:
        wrong["keyframes"] = f"at {[round(key, 3) for key in keys[:6]]}"
    for number, until in zip(track.syncs, track.syncs[1:] + [len(track.times) + 1]):
        if min(track.times[number - 1:until - 1]) < track.times[number - 1]:
            wrong["keyframes"] = f"frames before the keyframe at {track.times[number - 1] / track.scale:.3f} s follow it"


def check_sound(wrong, sound, tracks):
    kind = (sound["codec_name"], sound.get("profile"), sound["sample_rate"], sound["channels"])
    if kind != ("aac", "LC", "48000", 2):
        wrong["sound"] = " ".join(map(str, kind))
    first = {kind: min(track.times) for kind, track in tracks.items()}
    if first != {"vide": 0, "soun": 0} or float(sound["start_time"]) != 0:
        wrong["starts"] = f"{first}, sound at {sound['start_time']} s"
    gap = tracks["vide"].end / tracks["vide"].scale - tracks["soun"].end / tracks["soun"].scale
    if not -1e-9 <= gap <= 1024 / 48000 + 1e-9:
        wrong["sound-end"] = f"{gap * 1000:.1f} ms before the picture"


def check_boxes(wrong, top, tracks, asked):
    kinds = [box.kind for box in top.children]
    if b"moov" not in kinds or b"mdat" in kinds[:kinds.index(b"moov")] or b"moof" in kinds:
        wrong["index first"] = " ".join(kind.decode("latin-1") for kind in kinds)
    paths = [box.path for box in top.all()]
    if edits := [path for path in paths if path.endswith(("edts", "elst"))]:
        wrong["edit list"] = " ".join(edits)
    known = {b"ftyp", b"free", b"moov", b"mdat"}
    tags = [path for path in paths if path.split("/")[-1] in ("uuid", "ilst", "rest", "tref", "gmhd")]
    tags += [box.path for box in top.all() if box.kind in (b"udta", b"meta") and not is_empty(box)]
    tags += [kind.decode("latin-1") for kind in kinds if kind not in known]
    for box in top.all():
        if box.kind in (b"mvhd", b"tkhd", b"mdhd") and boxes.times(box)[:2] != (0, 0):
            tags.append(f"{box.path} times {boxes.times(box)[:2]}")
        if box.kind == b"free" and any(box.body):
            tags.append(f"{box.path} holds bytes")
    tags += [f"language {t.language:#x}" for t in tracks.values() if t.language != 0x55C4]
    if tags:
        wrong["tags"] = ", ".join(tags)
    names = {kind: track.handler.rstrip(b"\0") for kind, track in tracks.items()}
    if names != {"vide": b"VideoHandler", "soun": b"SoundHandler"}:
        wrong["handlers"] = str(names)
    _, _, scale, duration = boxes.times(top.find("moov/mvhd"))
    ends = [track.end / track.scale for track in tracks.values()]
    if asked is not None and max([duration / scale] + ends) > asked + 1e-9:
        wrong["length"] = f"{duration / scale:.4f} s by its header, {max(ends):.4f} s by its tracks"


def is_empty(box):
    """A udta or meta that holds no tag: ffmpeg's muxer writes one with an empty list into every MP4."""
    if box.kind == b"udta":
        return all(child.kind == b"meta" and is_empty(child) for child in box.children)
    inner = boxes.parse(box.body, 4, len(box.body), box.path)
    return all(child.kind == b"hdlr" and not any(child.body[20:]) or child.kind == b"ilst" and not child.body for child in inner)


def check_stream(wrong, path):
    parts = units(path)
    users = [part for kind, part in parts if kind == 6 and part[1] == 5]
    with open(path, "rb") as file:
        data = file.read()
    words = [word for word in (b"x264", b"Lavf", b"Lavc") if word in data]
    if users:
        wrong["SEI"] = f"{len(users)} of user data"
    if words:
        wrong["encoder"] = f"named in the bytes: {words}"
    if not any(kind == 5 for kind, _ in parts):
        wrong["keyframes"] = "no IDR"
    decoded = subprocess.run(["ffmpeg", "-v", "warning", "-xerror", "-i", path, "-f", "null", "-"], capture_output=True, text=True)
    if decoded.returncode or decoded.stderr.strip():
        wrong["decodes"] = decoded.stderr.strip()[:120]


def check_loudness(wrong, path, is_silent):
    level, peak, _ = loudness.measure(path)
    if not (is_silent and level <= -69) and abs(level + 14) > 0.5:
        wrong["loudness"] = f"{level:.1f} LUFS"
    if peak > -1:
        wrong["peak"] = f"{peak:.1f} dBTP"
    return level, peak


def source_facts(path):
    """(length in s, it has sound that can be heard)."""
    facts = ffprobe(path, "-show_entries", "format=duration:stream=codec_type")
    has_sound = any(s["codec_type"] == "audio" for s in facts["streams"])
    loudest = ""
    if has_sound:
        loudest = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-t", "15", "-i", path, "-map", "0:a:0", "-af", "volumedetect",
                                  "-f", "null", "-"], capture_output=True, text=True).stderr
    quiet = "max_volume: -91" in loudest or "max_volume: -inf" in loudest
    return float(facts["format"].get("duration", 0)), has_sound and not quiet


def run_clips(options):
    rows, results = [], []
    paths = sorted(glob.glob(f"{options.media}/real/*") + glob.glob(f"{options.media}/derived/*"))
    for path in (p for p in paths if fnmatch.fnmatch(os.path.basename(p), options.only)):
        length, is_heard = source_facts(path)
        if length < options.length and not options.short:
            continue
        name = os.path.basename(path)
        output = os.path.join(options.scratch, name.replace(".", "-") + ".mp4")
        run = common.run([options.clipfit, "trim", path, "--for", options.platforms, "-l", str(options.length), "--speed", options.speed,
                          "--json", "--progress", "none", "--overwrite", "-o", output])
        if run.code:
            wrong, heard = {"made": run.err.decode(errors="replace").strip()[:300]}, ("", "")
            if length < options.length and run.code == 65 and b"takes clips from" in run.err:
                wrong = {}
        else:
            report = json.loads(run.out)
            wrong = faults(output, options.length, report["frames"] if length < options.length else None)
            heard = check_loudness(wrong, output, not is_heard)
            if wrong and report["deviations"]:
                wrong["told"] = "; ".join(report["deviations"])
        rows.append([name, f"{length:.1f}", *map(str, heard), f"{run.wall:.1f}", ", ".join(wrong) or "ok"])
        results.append({"clip": name, "faults": wrong, "loudness": heard[0], "peak": heard[1]})
        print(f"{name}: {wrong or 'ok'}", flush=True)
    print()
    common.table(rows, ["clip", "s", "LUFS", "dBTP", "took s", "clauses that fail"])
    counted = {c: sum(c in r["faults"] for r in results) for c in ["made"] + CLAUSES + ["told"]}
    common.table([[c, str(n)] for c, n in counted.items()], ["clause", "fails"])
    print("`told`: clips of which clipfit itself says that something is not as asked")
    bad = sum(bool(r["faults"]) for r in results)
    print(f"clips: {len(results) - bad} of {len(results)} keep to the contract\n")
    return results, bad + (not results)


def main():
    options = common.parser(__doc__)
    options.add_argument("what", nargs="*", metavar="PART", help="clips, sync, canaries (default: all)")
    options.add_argument("--platforms", default="tiktok,reels,shorts")
    options.add_argument("--length", type=float, default=15)
    options.add_argument("--speed", default="veryfast")
    options.add_argument("--only", default="*", metavar="GLOB", help="these clips alone")
    options.add_argument("--short", action="store_true", help="shorter clips too, whole")
    options = options.parse_args()
    if unknown := set(options.what) - {"clips", "sync", "canaries"}:
        sys.exit(f"unknown part: {', '.join(sorted(unknown))}")
    options = common.prepare(options)
    parts = {"clips": run_clips, "sync": sync.check, "canaries": canaries.check}
    results, bad = {}, 0
    for name, part in parts.items():
        if not options.what or name in options.what:
            results[name], wrong = part(options)
            bad += wrong
    bad += len(common.media_touched(options))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    common.clean(options)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
