#!/usr/bin/env python3
"""clipfit beside ffmpeg, ffprobe and smartcut on the same clips in one run; CPU first, for wall time is noise on a shared machine."""

import json
import os
import shutil
import sys

import common
from common import median, run

QUIET = ["-nostdin", "-y", "-v", "error"]


class Board:
    """Collects runs by line and tool, and prints medians and ratios."""

    def __init__(self):
        self.lines, self.goals = {}, []

    def add(self, line, tool, done, frames=None):
        self.lines.setdefault(line, {}).setdefault(tool, []).append(done)
        if frames is not None:
            done.out = frames
        if done.code:
            print(f"    {tool} failed on '{line}': exit {done.code} {common.printable(done.err[:200])}", flush=True)

    def cpu(self, line, tool):
        runs = [r for r in self.lines.get(line, {}).get(tool, []) if r.code == 0]
        return median([r.cpu for r in runs]) if runs else None

    def rss(self, line, tool):
        return max((r.rss for r in self.lines.get(line, {}).get(tool, [])), default=None)

    def goal(self, words, value, limit, unit=""):
        """`limit` is the most that passes. A value that could not be had fails."""
        self.goals.append((words, value, limit, value is not None and value <= limit, unit))

    def ratio(self, line, tool, other, line_of_other=None):
        one, two = self.cpu(line, tool), self.cpu(line_of_other or line, other)
        return one / two if one is not None and two else None

    def show(self):
        rows = []
        for line, tools in self.lines.items():
            base = self.cpu(line, "clipfit")
            for tool, runs in tools.items():
                good = [r for r in runs if r.code == 0]
                if not good:
                    rows.append((line, tool, "failed", "", "", "", "", ""))
                    continue
                cpu = median([r.cpu for r in good])
                rows.append((line, tool, len(good), f"{cpu:.3f}", f"{min(r.cpu for r in good):.3f}-{max(r.cpu for r in good):.3f}",
                             f"{median([r.wall for r in good]):.2f}", f"{max(r.rss for r in good):.0f}",
                             f"{base / cpu:.3f}" if base and cpu else "", good[-1].out if isinstance(good[-1].out, int) else ""))
        rows = [tuple(row) + ("",) * (9 - len(row)) for row in rows]
        print()
        common.table(rows, ("line", "tool", "runs", "CPU s", "range", "wall s", "MB", "clipfit/it", "frames"))
        print()
        common.table([(words, "-" if value is None else f"{value:.3f}{unit}", f"<= {limit:g}{unit}", "ok" if good else "FAIL")
                      for words, value, limit, good, unit in self.goals], ("goal", "measured", "wanted", ""))


def frames_of(path):
    """How many picture packets a file presents."""
    if not os.path.exists(path):
        return 0
    done = run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=flags", "-of", "csv=p=0", path])
    return sum(1 for line in done.out.split() if b"D" not in line)


def ten_minutes(options, reel):
    """The reel ten times over, by stream copy."""
    path = os.path.join(options.scratch, "reel_600s.mp4")
    if os.path.exists(path):
        return path
    listing = os.path.join(options.scratch, "reel.txt")
    with open(listing, "w", encoding="utf-8") as file:
        file.write(f"file '{reel}'\n" * 10)
    done = run(["ffmpeg", *QUIET, "-f", "concat", "-safe", "0", "-i", listing, "-map", "0", "-c", "copy", path + ".part.mp4"])
    if done.code:
        sys.exit(f"could not make the ten minutes: {common.printable(done.err)}")
    os.rename(path + ".part.mp4", path)
    return path


def key_pair(path, after, least=8, most=20):
    """Two keyframes' times between which lie `least` to `most` seconds, as close to 15 as can be."""
    done = run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-read_intervals", f"{after}%+120", "-show_entries",
                "packet=pts_time,flags", "-of", "csv=p=0", path])
    keys = sorted(float(line.split(b",")[0]) for line in done.out.split() if b"K" in line.split(b",")[1])
    pairs = [(a, b) for i, a in enumerate(keys) for b in keys[i + 1:] if least <= b - a <= most and a >= after - 1]
    return min(pairs, key=lambda pair: abs(pair[1] - pair[0] - 15))


def trims(options, path, starts, lasts, tools):
    """The command lines of one window, by tool."""
    out = os.path.join(options.scratch, "peer-{}.mp4")
    all_tools = {
        "clipfit": [options.clipfit, "trim", path, "-s", str(starts), "-d", str(lasts), "-o", out.format("clipfit"), "--overwrite", "-q"],
        "ffmpeg copy": ["ffmpeg", *QUIET, "-ss", str(starts), "-i", path, "-t", str(lasts), "-c", "copy", out.format("copy")],
        "ffmpeg encode": ["ffmpeg", *QUIET, "-ss", str(starts), "-i", path, "-t", str(lasts), "-c:v", "libx264", "-preset", "veryfast",
                          "-c:a", "aac", out.format("encode")],
        "smartcut": [options.smartcut, path, out.format("smartcut"), "--keep", f"{starts},{starts + lasts}"],
    }
    files = {"clipfit": "clipfit", "ffmpeg copy": "copy", "ffmpeg encode": "encode", "smartcut": "smartcut"}
    return {tool: (all_tools[tool], out.format(files[tool])) for tool in tools if tool != "smartcut" or options.smartcut}


def bench_trims(options, board):
    reel = os.path.join(options.media, "derived", "reel_1080p30_60s.mp4")
    long = ten_minutes(options, reel)
    first, last = key_pair(long, 300)
    # The millisecond before a keyframe names it (the frame before is 33 ms away); ffmpeg, which seeks back, is told the one after it.
    key_start, key_length = int(first * 1000) / 1000, int((last - first) * 1000) / 1000
    every = ("clipfit", "ffmpeg copy", "ffmpeg encode", "smartcut")
    lines = {
        "301.3 +15, 10 min": trims(options, long, 301.3, 15, every),
        "306 +15, 10 min": trims(options, long, 306, 15, every),
        f"keyframes {key_start} +{key_length}": {
            **trims(options, long, key_start, key_length, ("clipfit",)),
            **trims(options, long, round(key_start + 0.001, 3), key_length, ("ffmpeg copy",)),
            **trims(options, long, first, last - first, ("smartcut",))},
        "1.3 +15, 1 min": trims(options, reel, 1.3, 15, ("clipfit", "ffmpeg encode", "smartcut")),
    }
    for number in range(options.rounds + 1):
        for line, tools in lines.items():
            for tool, (command, out) in tools.items():
                if number == 0 and tool != "clipfit":
                    continue  # one warm-up of the page cache and of clipfit
                done = run(command, limit=300)
                if number:
                    board.add(line, tool, done, frames_of(out))
        print(f"    trims: round {number} of {options.rounds} done", flush=True)
    names = list(lines)
    board.goal("301.3: clipfit / ffmpeg encode, CPU", board.ratio(names[0], "clipfit", "ffmpeg encode"), 0.5)
    if options.smartcut:
        board.goal("301.3: clipfit / smartcut, CPU", board.ratio(names[0], "clipfit", "smartcut"), 1)
    board.goal("306: clipfit / ffmpeg encode, CPU", board.ratio(names[1], "clipfit", "ffmpeg encode"), 1 / 3)
    board.goal("keyframes: clipfit / ffmpeg copy, CPU", board.ratio(names[2], "clipfit", "ffmpeg copy"), 1.3)
    board.goal("same window, 10 min / 1 min, CPU", board.ratio(names[0], "clipfit", "clipfit", names[3]), 1.2)
    board.goal("peak memory, all trims", max((board.rss(line, "clipfit") or 0 for line in names), default=None), 100, " MB")


def bench_probe(options, board):
    real = os.path.join(options.media, "real")
    clips = [os.path.join(real, name) for name in sorted(os.listdir(real)) if not name.startswith(".")]
    many = [clips[i % len(clips)] for i in range(1000)]
    told = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    single = next(c for c in clips if c.endswith("ae_example.mp4"))
    run([*told, single]), run([options.clipfit, "probe", "--json", single])
    for number in range(options.rounds):
        board.add("probe 1,000 files, one process", "clipfit", run([options.clipfit, "probe", "--json", *many]))
        sample = [run([*told, path]) for path in many[number % 10 * 100:][:100]]
        scaled = common.Result(max(r.code for r in sample), b"", b"", sum(r.wall for r in sample) * 10, sum(r.cpu for r in sample) * 10,
                               max(r.rss for r in sample), False)
        board.add("probe 1,000 files, one process", "ffprobe a file (100 x 10)", scaled)
        for _ in range(5):
            board.add("probe 1 file", "clipfit", run([options.clipfit, "probe", "--json", single]))
            board.add("probe 1 file", "ffprobe", run([*told, single]))
        print(f"    probe: round {number + 1} of {options.rounds} done", flush=True)
    ratio = board.ratio("probe 1,000 files, one process", "clipfit", "ffprobe a file (100 x 10)")
    board.goal("1,000 probes: clipfit / ffprobe a file, CPU", ratio, 1 / 30)
    board.goal("1 probe: clipfit / ffprobe, CPU", board.ratio("probe 1 file", "clipfit", "ffprobe"), 0.8)


def bench_copies(options, board):
    """Fifty keyframe-aligned copies: one process against one ffmpeg a file."""
    folder, results = (os.path.join(options.scratch, name) for name in ("fifty", "fifty-out"))
    names = ("ae_example.mp4", "bbb_480p_51.mp4", "mdn_crystal.mp4", "intel_cars.mp4", "mp_chaplin.mp4", "intel_bottle.mp4",
             "io_cockatoo.mp4", "sk_bikes.mp4", "mdn_elf.mp4", "ae_greenscreen.mp4")
    os.makedirs(folder, exist_ok=True)
    clips = [os.path.join(folder, f"{i:02}-{names[i % len(names)]}") for i in range(50)]
    for i, clip in enumerate(clips):
        if not os.path.exists(clip):
            shutil.copyfile(os.path.join(options.media, "real", names[i % len(names)]), clip)
    for number in range(options.rounds):
        shutil.rmtree(results, ignore_errors=True)
        os.makedirs(results)
        board.add("50 copies of 5 s", "clipfit",
                  run([options.clipfit, "trim", "--method", "copy", *clips, "-d", "5", "-o", results + "/", "-q"]), None)
        made = len(os.listdir(results))
        if made != 50:
            print(f"    clipfit made {made} of 50 files", flush=True)
        runs = [run(["ffmpeg", *QUIET, "-i", clip, "-t", "5", "-c", "copy", os.path.join(results, f"f{i}.mp4")])
                for i, clip in enumerate(clips)]
        board.add("50 copies of 5 s", "ffmpeg copies",
                  common.Result(max(r.code for r in runs), b"", b"", sum(r.wall for r in runs), sum(r.cpu for r in runs),
                                max(r.rss for r in runs), False))
        print(f"    copies: round {number + 1} of {options.rounds} done", flush=True)
    board.goal("50 copies: clipfit / ffmpeg, CPU", board.ratio("50 copies of 5 s", "clipfit", "ffmpeg copies"), 0.25)


def main():
    options = common.parser(__doc__)
    options.add_argument("--rounds", type=int, default=5, metavar="N")
    options.add_argument("--smartcut", default=shutil.which("smartcut"), metavar="PATH", help="left out when not found")
    options.add_argument("--only", choices=("trims", "probe", "copies"))
    options = common.prepare(options.parse_args())
    board = Board()
    for name, bench in (("trims", bench_trims), ("probe", bench_probe), ("copies", bench_copies)):
        if options.only in (None, name):
            bench(options, board)
    board.show()
    failed = sum(not good for _, _, _, good, _ in board.goals) + bool(common.media_touched(options))
    if not options.smartcut and options.only in (None, "trims"):
        print("smartcut was not found: pip install smartcut, or --smartcut PATH")
    print(f"\n{len(board.goals)} goals, {failed} missed; medians of {options.rounds} rounds, interleaved; load now {os.getloadavg()[0]:.1f}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"goals": board.goals, "lines": {line: {tool: [[r.code, r.cpu, r.wall, r.rss] for r in runs]
                       for tool, runs in tools.items()} for line, tools in board.lines.items()}}, file, indent=1)
    common.clean(options)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
