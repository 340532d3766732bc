#!/usr/bin/env python3
"""Where `--reframe auto` puts its crop, beside what people marked by hand (reframe-marks.json) and beside a crop in the middle.

A frame counts where the middle of its subject lies in the crop; `share` is how much of the subject does (of the crop where the subject is
wider). Marked faces count where all of a face lies in the crop. `--sheets FOLDER` draws crop (green) and subject or face (red) on the marked
frames of each clip."""

import bisect
import json
import os
import subprocess
import sys

import common

TOLERANCE = 0.0005


def seconds(time):
    ticks, scale = time.split("/")
    return int(ticks) / int(scale)


def eased(times, values, now):
    """A monotone cubic that is level at both ends (Fritsch and Carlson), reckoned apart from clipfit's own."""
    if now <= times[0]:
        return values[0]
    if now >= times[-1]:
        return values[-1]
    steps = [(b - a) / (t - s) for a, b, s, t in zip(values, values[1:], times, times[1:])]
    slopes = [0.0] + [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in zip(steps, steps[1:])] + [0.0]
    index = bisect.bisect_right(times, now) - 1
    length = times[index + 1] - times[index]
    t = (now - times[index]) / length
    return ((2 * t ** 3 - 3 * t ** 2 + 1) * values[index] + (t ** 3 - 2 * t ** 2 + t) * length * slopes[index]
            + (3 * t ** 2 - 2 * t ** 3) * values[index + 1] + (t ** 3 - t ** 2) * length * slopes[index + 1])


def crop(picture, now):
    """(left, width) in pixels of what is shown; None for all of the picture."""
    path = picture.get("path")
    if not path:
        return None if picture["reframe"] != "cover" else (picture["crop"]["x"], picture["crop"]["size"]["width"])
    stretch = path["stretches"][0]
    for one in path["stretches"]:
        if seconds(one["start"]) <= now + TOLERANCE:
            stretch = one
    points = stretch["points"]
    if not points:
        return None
    return eased([seconds(p["time"]) for p in points], [p["x"] for p in points], now), path["size"]["width"]


def reversals(picture, start, duration):
    """How often the crop turns round within a shot."""
    count = 0
    for number, stretch in enumerate((picture.get("path") or {"stretches": []})["stretches"]):
        places = [p["x"] for p in stretch["points"]]
        moves = [b - a for a, b in zip(places, places[1:]) if a != b]
        count += sum(a * b < 0 for a, b in zip(moves, moves[1:]))
    return count


def overlap(box, left, width):
    inside = max(0.0, min(box[1], left + width) - max(box[0], left))
    return inside / min(box[1] - box[0], width)


def sheet(path, boxes, places, width, output):
    """Draws a box at each time."""
    pictures = []
    for number, ((now, *box), place) in enumerate(zip(boxes, places)):
        draw = [f"drawbox=x=iw*{box[0]}:y=ih-6:w=iw*{box[1] - box[0]:.4f}:h=6:c=red:t=fill"]
        if place:
            draw.append(f"drawbox=x=iw*{place[0] / width:.5f}:y=0:w=iw*{place[1] / width:.5f}:h=ih:c=lime:t=3")
        picture = f"{output}.{number}.png"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-ss", f"{now:.3f}", "-i", path, "-frames:v", "1", "-vf",
                        "scale=380:214," + ",".join(draw), picture], check=True)
        pictures.append(picture)
    inputs = [word for picture in pictures for word in ("-i", picture)]
    layout = "|".join(f"{380 * (n % 5)}_{214 * (n // 5)}" for n in range(len(pictures)))
    subprocess.run(["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex", f"xstack=inputs={len(pictures)}:fill=black:layout={layout}",
                    "-frames:v", "1", output], check=True)
    for picture in pictures:
        os.remove(picture)


def planned(options, marks):
    """(plan, width of the picture, left and width of a crop in the middle as shares)"""
    path = os.path.join(options.media, marks["file"])
    run = common.run([options.clipfit, "trim", path, "-s", str(marks["start"]), "-d", str(marks["duration"]), "--size", "1080x1920", "--dry-run",
                      "--json", "-o", os.path.join(options.scratch, "out.mp4")])
    if run.code:
        sys.exit(f"{marks['file']}: {run.err}")
    plan = json.loads(run.out)
    width = int(subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width", "-of", "csv=p=0", path],
                               capture_output=True, check=True, text=True).stdout.strip().strip(","))
    picture = plan["picture"]
    size = (picture.get("path") or {}).get("size") or picture["crop"]["size"]
    return plan, width, (0.5 - size["width"] / width / 2, size["width"] / width)


def reason(plan):
    return next((r for r in plan["reasons"] if "crop" in r or "nothing stands out" in r), "")


def draw(options, marks, boxes, places, width, kind=""):
    if options.sheets:
        name = os.path.splitext(os.path.basename(marks["file"]))[0]
        sheet(os.path.join(options.media, marks["file"]), boxes, places, width, os.path.join(options.sheets, f"{name}{kind}.png"))


def faces(options, clips):
    """The share of marked faces that are whole in the crop, and in a crop in the middle."""
    sums, turns, length, results = [0, 0, 0], 0, 0.0, []
    print(f"\n{'clip':28} {'faces whole in the crop':>28}  what was done")
    for marks in clips:
        plan, width, middle = planned(options, marks)
        picture, found, places = plan["picture"], [0, 0, 0], []
        for now, left, right in marks["marks"]:
            place = crop(picture, now)
            places.append(place)
            start, wide = (place[0] / width, place[1] / width) if place else (0.0, 1.0)
            found[0] += start <= left and right <= start + wide
            found[1] += middle[0] <= left and right <= sum(middle)
            found[2] += place is None
        turned, count = reversals(picture, marks["start"], marks["duration"]), len(marks["marks"])
        turns, length = turns + turned, length + marks["duration"]
        print(f"{marks['file']:28} {found[0]:>3}/{count}, centre {found[1]:>2}/{count}, uncropped {found[2]}  {reason(plan)}", flush=True)
        results.append({"file": marks["file"], "whole": found[0], "centre": found[1], "uncropped": found[2], "of": count, "reversals": turned,
                        "reasons": plan["reasons"]})
        sums = [a + b for a, b in zip(sums, found)]
        draw(options, marks, marks["marks"], places, width, "-faces")
    count = sum(len(marks["marks"]) for marks in clips)
    print(f"faces whole in the crop {sums[0]}/{count} (centre crop {sums[1]}/{count}; {sums[2]} where all of the picture is shown), "
          f"{turns / length * 60:.2f} reversals a minute")
    return results, sums[0] >= sums[1]


def main():
    options = common.parser(__doc__)
    options.add_argument("--sheets", metavar="FOLDER")
    options = common.prepare(options.parse_args())
    with open(os.path.join(common.ROOT, "Benchmarks", "quality", "reframe-marks.json")) as file:
        marked = json.load(file)
    clips = marked["clips"]
    if options.sheets:
        os.makedirs(options.sheets, exist_ok=True)
    results, sums, turns, length = [], [0, 0, 0.0, 0.0], 0, 0.0
    print(f"{'clip':28} {'middle in crop':>22} {'share in crop':>20}  what was done")
    for marks in clips:
        plan, width, middle = planned(options, marks)
        picture = plan["picture"]
        places, found = [], [0, 0, 0.0, 0.0]
        for number, box in enumerate(marks["boxes"]):
            place = crop(picture, marks["start"] + (number + 0.5) * marks["duration"] / 10)
            places.append(place)
            left, wide = (place[0] / width, place[1] / width) if place else (0.0, 1.0)
            centre = (box[0] + box[1]) / 2
            found[0] += left <= centre <= left + wide
            found[1] += middle[0] <= centre <= sum(middle)
            found[2] += overlap(box, left, wide)
            found[3] += overlap(box, *middle)
        turned = reversals(picture, marks["start"], marks["duration"])
        turns, length = turns + turned, length + marks["duration"]
        print(f"{marks['file']:28} {found[0]:>3}/10, centre {found[1]:>2}/10  {found[2] / 10:>6.2f}, centre {found[3] / 10:.2f}  {reason(plan)}", flush=True)
        results.append({"file": marks["file"], "inside": found[0], "centre": found[1], "share": found[2] / 10, "centreShare": found[3] / 10,
                        "reversals": turned, "whole": sum(place is None for place in places), "reasons": plan["reasons"]})
        sums = [a + b for a, b in zip(sums, found)]
        boxes = [(marks["start"] + (number + 0.5) * marks["duration"] / 10, *box) for number, box in enumerate(marks["boxes"])]
        draw(options, marks, boxes, places, width)
    frames = 10 * len(clips)
    print(f"middle in the crop {sums[0]}/{frames} (centre crop {sums[1]}/{frames}), share {sums[2] / frames:.3f} (centre crop {sums[3] / frames:.3f}), "
          f"{turns / length * 60:.2f} reversals a minute")
    found, isBetter = faces(options, marked["faces"])
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"subjects": results, "faces": found}, file, indent=1)
    failed = sums[0] < sums[1] or not isBetter or bool(common.media_touched(options))
    common.clean(options)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
