#!/usr/bin/env python3
"""Compares `clipfit check` with rules that are written out by hand here and measured with ffprobe.

    Benchmarks/run check CLIPFIT FOLDER...

Five platforms; every rule that both know has to come out the same for every file. Prints the disagreements and how many
verdicts were compared; exits 1 where there is one.
"""
import json, os, struct, subprocess, sys
from fractions import Fraction


def probe(path, *what):
    run = subprocess.run(["ffprobe", "-v", "error", "-of", "json", *what, path], capture_output=True)
    return json.loads(run.stdout or b"{}")


def boxes(data, start, end):
    """Name, start and end of the content of each MP4 box; the file is read as it lies on the disk."""
    at = start
    while at + 8 <= end:
        data.seek(at)
        head = data.read(16)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head[:8])
        skip = 8
        if size == 1 and len(head) == 16:
            size, skip = struct.unpack(">Q", head[8:16])[0], 16
        elif size == 0:
            size = end - at
        if size < skip:
            return
        yield name, at + skip, min(end, at + size)
        at += size


def layout(path):
    """Whether moov comes before mdat, and whether a track has an edit list; None for other containers."""
    size = os.path.getsize(path)
    with open(path, "rb") as data:
        top = list(boxes(data, 0, size))
        names = [name for name, _, _ in top]
        if b"moov" not in names:
            return None
        first = b"mdat" not in names or names.index(b"moov") < names.index(b"mdat")
        _, start, end = top[names.index(b"moov")]
        edits = False
        for name, s, e in boxes(data, start, end):
            if name == b"trak":
                for inner, s2, e2 in boxes(data, s, e):
                    if inner == b"edts":
                        edits |= any(n == b"elst" for n, _, _ in boxes(data, s2, e2))
        return first, edits


def container(path, name):
    if name.startswith("mov"):
        with open(path, "rb") as data:
            head = data.read(12)
        brand = head[8:12] if head[4:8] == b"ftyp" else b"qt  "
        return "mov" if brand == b"qt  " else "3gp" if brand[:2] == b"3g" else "mp4"
    if name.startswith("matroska"):
        with open(path, "rb") as data:
            return "webm" if b"webm" in data.read(64) else "matroska"
    return name.split(",")[0]


def facts(path):
    found = probe(path, "-show_format", "-show_streams")
    streams = found.get("streams", [])
    moving = [s for s in streams if s["codec_type"] == "video" and not s["disposition"]["attached_pic"]
              and s.get("width", 0) > 0]
    video = next((s for s in moving if s["disposition"]["default"]), moving[0] if moving else None)
    sounds = [s for s in streams if s["codec_type"] == "audio" and s.get("channels", 0) > 0]
    if video is None:
        return None
    packets = {}
    for p in probe(path, "-show_packets", "-show_entries",
                   "packet=stream_index,pts,dts,duration,flags").get("packets", []):
        time = p.get("pts", p.get("dts"))
        if time is not None and "D" not in p["flags"]:
            packets.setdefault(p["stream_index"], []).append((int(time), int(p.get("duration", 0)), "K" in p["flags"]))
    base = lambda s: Fraction(s["time_base"])
    shown = packets.get(video["index"], [])
    if not shown:
        return None
    heard = [s for s in sounds if packets.get(s["index"])]
    starts, ends = [], []
    for s in [video] + heard:
        times = packets[s["index"]]
        starts.append(min(t for t, _, _ in times) * base(s))
        ends.append(max(t + d for t, d, _ in times) * base(s))
    sound = next((s for s in heard if s["disposition"]["default"]), heard[0] if heard else None)
    turn = next((abs(int(d["rotation"])) for d in video.get("side_data_list", []) if "rotation" in d), 0)
    width, height = video["width"], video["height"]
    aspect = Fraction(video.get("sample_aspect_ratio", "1:1").replace(":", "/").replace("/0", "/1")) or 1
    wide, high = int(width * aspect + Fraction(1, 2)), height
    if turn % 180:
        width, height, wide, high = height, width, high, wide
    order = sorted(t for t, _, _ in shown)
    steps = [b - a for a, b in zip(order, order[1:]) if b > a]
    keys = sorted(t for t, _, k in shown if k)
    open_groups = False
    for number, (t, _, k) in enumerate(shown):
        if k and number and any(u < t for u, _, _ in shown[number + 1:number + 33]):
            open_groups = True
    groups = [(b - a) * base(video) for a, b in zip(keys, keys[1:] + [max(t + d for t, d, _ in shown)])]
    rate = lambda key: Fraction(video[key]) if video[key] not in ("0/0",) else None
    size = os.path.getsize(path)
    length = max(ends) - min(starts)
    return dict(
        container=container(path, found["format"]["format_name"]), layout=layout(path), size=size, length=length,
        bits=size * 8 / length if length else 0, codec=video["codec_name"], profile=video.get("profile"),
        pixels=video.get("pix_fmt", ""), interlaced=video.get("field_order", "progressive") in ("tt", "bb", "tb", "bt"),
        width=width, height=height, ratio=wide / high, rate=rate("avg_frame_rate") or rate("r_frame_rate"),
        even=not steps or max(steps) - min(steps) <= max(1, min(steps) // 50), open=open_groups,
        group=max(groups) if groups else None, sound=sound)


def sound(f, test):
    return test(f["sound"]) if f["sound"] else None


def box(f, place):
    return f["layout"][place] if f["layout"] else None


def same_shape(f):
    return 0.99 * 9 / 16 <= f["ratio"] <= 1.01 * 9 / 16


FOUR_TWO_ZERO = lambda f: "420" in f["pixels"] or f["pixels"].startswith(("nv12", "p010"))
# What the platforms' tables say, by hand: a rule is true where the file keeps to it, None where it does not apply.
RULES = {
    "tiktok": {
        "containers": lambda f: f["container"] in ("mp4", "mov", "webm"),
        "videoCodecs": lambda f: f["codec"] in ("h264", "hevc", "vp8", "vp9"),
        "minimumLength": lambda f: f["length"] >= 3, "maximumLength": lambda f: f["length"] <= 600,
        "minimumSide": lambda f: min(f["width"], f["height"]) >= 360,
        "maximumSide": lambda f: max(f["width"], f["height"]) <= 4096,
        "minimumFrameRate": lambda f: f["rate"] >= 23, "maximumFrameRate": lambda f: f["rate"] <= 60,
        "maximumBytes": lambda f: f["size"] <= 4e9,
    },
    "reels": {
        "containers": lambda f: f["container"] in ("mp4", "mov"),
        "indexFirst": lambda f: box(f, 0), "noEditList": lambda f: not box(f, 1),
        "videoCodecs": lambda f: f["codec"] in ("h264", "hevc"), "progressive": lambda f: not f["interlaced"],
        "subsampling": FOUR_TWO_ZERO, "closedGroups": lambda f: not f["open"],
        "maximumWidth": lambda f: f["width"] <= 1920,
        "minimumLength": lambda f: f["length"] >= 3, "maximumLength": lambda f: f["length"] <= 900,
        "minimumFrameRate": lambda f: f["rate"] >= 23, "maximumFrameRate": lambda f: f["rate"] <= 60,
        "maximumBytes": lambda f: f["size"] <= 300e6, "maximumBitsPerSecond": lambda f: f["bits"] <= 25e6,
        "audioCodecs": lambda f: sound(f, lambda s: s["codec_name"] == "aac"),
        "maximumSampleRate": lambda f: sound(f, lambda s: int(s["sample_rate"]) <= 48000),
        "maximumChannels": lambda f: sound(f, lambda s: s["channels"] <= 2),
    },
    "shorts": {
        "shape": lambda f: f["ratio"] <= 1.01, "maximumLength": lambda f: f["length"] <= 180,
        "containers": lambda f: f["container"] == "mp4", "indexFirst": lambda f: box(f, 0),
        "videoCodecs": lambda f: f["codec"] == "h264", "videoProfiles": lambda f: f["profile"] == "High",
        "progressive": lambda f: not f["interlaced"], "subsampling": FOUR_TWO_ZERO,
        "closedGroups": lambda f: not f["open"],
        "audioCodecs": lambda f: sound(f, lambda s: s["codec_name"] == "aac"),
        "sampleRate": lambda f: sound(f, lambda s: int(s["sample_rate"]) == 48000),
    },
    "facebook": {
        "containers": lambda f: f["container"] == "mp4",
        "videoCodecs": lambda f: f["codec"] in ("h264", "hevc", "vp9", "av1"),
        "progressive": lambda f: not f["interlaced"], "subsampling": FOUR_TWO_ZERO,
        "constantFrameRate": lambda f: f["even"], "closedGroups": lambda f: not f["open"],
        "longestGroup": lambda f: f["group"] is not None and f["group"] <= Fraction(5001, 1000),
        "shape": same_shape, "minimumSide": lambda f: min(f["width"], f["height"]) >= 540,
        "minimumLength": lambda f: f["length"] >= 3, "maximumLength": lambda f: f["length"] <= 90,
        "minimumFrameRate": lambda f: f["rate"] >= 24, "maximumFrameRate": lambda f: f["rate"] <= 60,
        "audioCodecs": lambda f: sound(f, lambda s: s["codec_name"] == "aac"),
        "audioProfiles": lambda f: sound(f, lambda s: s.get("profile") == "LC"),
        "sampleRate": lambda f: sound(f, lambda s: int(s["sample_rate"]) == 48000),
        "channels": lambda f: sound(f, lambda s: s["channels"] == 2),
    },
    "whatsapp": {
        "containers": lambda f: f["container"] == "mp4", "maximumLength": lambda f: f["length"] <= 60,
        "maximumBytes": lambda f: f["size"] <= 16e6,
    },
}


def compare(path, checked):
    """Disagreements about one file, and how many verdicts were compared."""
    measured, wrong, count = facts(path), [], 0
    if measured is None or not checked["picture"]:
        return ([] if measured is None and not checked["picture"] else ["one sees a picture, one does not"]), 1
    for platform in checked["platforms"]:
        mine = RULES[platform["platform"]]
        theirs = {rule["rule"]: rule for rule in platform["rules"] if not (rule["rule"] == "shape" and rule["advised"])}
        for name, rule in mine.items():
            kept = rule(measured)
            if name not in theirs:
                if kept is not None:
                    wrong.append(f"{platform['platform']} {name}: not checked")
                continue
            if theirs[name]["verdict"] == "unknown":
                continue
            count += 1
            if kept is None or kept != (theirs[name]["verdict"] == "met"):
                wrong.append(f"{platform['platform']} {name}: {theirs[name]['verdict']} ({theirs[name]['found']}), here {kept}")
    return wrong, count


def main(clipfit, folders):
    total = bad = files = unusable = 0
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            run = subprocess.run([clipfit, "check", "--json", "-q", "--for", ",".join(RULES), path], capture_output=True)
            if run.returncode not in (0, 1, 65, 66):
                print(f"{path}: exit {run.returncode}: {run.stderr.decode(errors='replace')[:200]}")
                bad += 1
            files += 1
            if not run.stdout:
                unusable += 1
                continue
            wrong, count = compare(path, json.loads(run.stdout))
            total += count
            bad += len(wrong)
            for line in wrong:
                print(f"{path}: {line}")
    print(f"{files} files ({unusable} unusable), {total} verdicts compared, {bad} disagreements")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
