#!/usr/bin/env python3
"""kill -9 at many points of one trim: under the final name there is nothing, or all of it."""

import json
import os
import signal
import sys

import common
from common import median, run


def state(path):
    """(frames, complaint) of a finished file."""
    done = run(["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", path, "-map", "0", "-f", "null", "-"])
    told = run(["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of",
                "csv=p=0", path])
    return (told.out.decode().strip().strip(","), (done.err.decode(errors="replace").strip() or ("" if done.code == 0 else f"exit {done.code}")))


def main():
    options = common.parser(__doc__)
    options.add_argument("--points", type=int, default=100, metavar="N")
    options.add_argument("--clip", metavar="FILE", help="default: derived/reel_1080p30_60s.mp4")
    options.add_argument("--window", nargs=2, default=["1.3", "15"], metavar=("START", "LENGTH"))
    options = common.prepare(options.parse_args())
    clip = os.path.abspath(options.clip or os.path.join(options.media, "derived", "reel_1080p30_60s.mp4"))
    folder = os.path.join(options.scratch, "killed")
    common.shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    final = os.path.join(folder, "out.mp4")
    command = [options.clipfit, "trim", clip, "-s", options.window[0], "-d", options.window[1], "-o", final, "-q"]
    before, walls = common.sha256(clip), []
    for _ in range(3):
        if os.path.exists(final):
            os.remove(final)
        done = run(command)
        if done.code:
            sys.exit(f"the trim itself fails: exit {done.code} {common.printable(done.err[:300])}")
        walls.append(done.wall)
    whole, complaint = state(final)
    if complaint:
        sys.exit(f"the undisturbed output does not play: {complaint}")
    leftovers_at_rest = sorted(set(os.listdir(folder)) - {"out.mp4"})
    lasts, old, wrong, rows = median(walls), os.path.join(options.scratch, "old.bin"), [], []
    with open(old, "wb") as file:
        file.write(b"what stood there before\n" * 100)
    old_sum = common.sha256(old)
    counts = {"nothing": 0, "complete": 0, "the old file": 0, "finished": 0, "part": 0}
    for number in range(options.points):
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        over = number % 2 == 1  # every other time a file stands there already
        if over:
            common.shutil.copyfile(old, final)
        at = lasts * 1.02 * (number + 0.5) / options.points
        done = run(command + (["--overwrite"] if over else []), kill_after=at, kill_with=signal.SIGKILL)
        if done.code == 0:
            counts["finished"] += 1
        elif done.code != -signal.SIGKILL:
            wrong.append(f"at {at:.3f} s: exit {done.code} {common.printable(done.err[:150])}")
        parts = sorted(set(os.listdir(folder)) - {"out.mp4"})
        counts["part"] += bool(parts)
        if not os.path.exists(final):
            found = "nothing"
            if over:
                wrong.append(f"at {at:.3f} s: the old file is gone and there is no new one")
        elif over and common.sha256(final) == old_sum:
            found = "the old file"
        else:
            frames, complaint = state(final)
            found = "complete"
            if frames != whole or complaint:
                found = "torn"
                wrong.append(f"at {at:.3f} s: {frames} of {whole} frames under the final name; {complaint[:100]}")
        if done.code == 0 and found != "complete":
            wrong.append(f"at {at:.3f} s: exit 0 but {found}")
        counts[found] = counts.get(found, 0) + 1
        rows.append({"at": round(at, 4), "over": over, "exit": done.code, "found": found, "leftovers": parts})
    # Leftovers of the last kill stay: the next run must cope with them.
    if os.path.exists(final):
        os.remove(final)
    done = run(command)
    after = state(final) if done.code == 0 and os.path.exists(final) else ("-", f"exit {done.code} {common.printable(done.err[:150])}")
    if after != (whole, ""):
        wrong.append(f"the run after the sweep: {after}")
    if common.sha256(clip) != before:
        wrong.append("the source changed")
    if common.media_touched(options):
        wrong.append("the media folder changed")
    if leftovers_at_rest:
        wrong.append(f"an undisturbed run leaves {leftovers_at_rest}")
    names = sorted({name for row in rows for name in row["leftovers"]})
    print(f"trim of {lasts:.2f} s, {whole} frames; {options.points} kills at 0-102 % of it, every other over an existing file")
    common.table([(key, str(value)) for key, value in counts.items()], ("under the final name", "times"))
    print(f"temporary files left by a kill: {counts['part']} times" + (f", as {', '.join(names[:5])}" if names else ""))
    for line in wrong:
        print("wrong: " + line)
    print(f"{'FAIL' if wrong else 'ok'}: {options.points} points, {len(wrong)} wrong; the next run {'works' if after == (whole, '') else 'fails'}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"seconds": lasts, "counts": counts, "wrong": wrong, "points": rows}, file, indent=1)
    common.clean(options)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
