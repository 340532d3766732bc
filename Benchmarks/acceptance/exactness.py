#!/usr/bin/env python3
"""clipfit's probe and trim against what FFmpeg and GStreamer decode, over every clip of real/ and derived/."""

import fnmatch
import json
import math
import os
import random
import shlex
import sys
import time
from fractions import Fraction

import numpy

import common
import oracle
from common import run

EPSILON = Fraction(1, 1_000_000)  # JSON numbers are doubles
MILLISECOND = Fraction(1, 1000)
EDGE, ENCODED = 40, 30            # dB
QUIET = 0.01                      # -40 dBFS: below it codecs make their own noise
REST = Fraction(1, 5)             # without a new frame for longer, the one before it is what is seen
JITTER = Fraction(5, 1000)        # of a source's sound, at most this much is forgiven
COARSE = {".mkv", ".webm"}        # containers that keep milliseconds


class Verdict:
    """What is wrong with one row, and what is worth a remark."""

    def __init__(self):
        self.wrong, self.notes = [], []

    def need(self, truth, complaint):
        if not truth:
            self.wrong.append(complaint)
        return truth

    def __str__(self):
        return "FAIL" if self.wrong else "ok"


def milliseconds(value):
    return "-" if value is None else f"{float(value) * 1000:+.2f}"


# --- probe

def check_probe(options, name, path, clip):
    """One row: clipfit's durations against the packets'. A difference of up to one frame is 'near', and passes."""
    verdict, row = Verdict(), {"clip": name}
    done = run([options.clipfit, "probe", "--json", path], limit=60)
    if not verdict.need(done.code == 0, f"probe exit {done.code}: {done.err.decode(errors='replace').strip()[:100]}"):
        return row, verdict, None
    told = json.loads(done.out)
    deep = run([options.clipfit, "probe", "--json", "--deep", path], limit=600)
    counted = json.loads(deep.out) if deep.code == 0 else {}
    verdict.need(deep.code == 0, f"probe --deep exit {deep.code}")
    verdict.need(told.get("schema") == "clipfit.probe/1", "schema")
    frame = clip.video.usual
    sound = max((s.usual for s in clip.audios), default=Fraction(0))
    if clip.video.codec and clip.audios:
        sound = max(sound, Fraction(1024, int(clip.audios[0].facts["sample_rate"])))
    for key, mine, truth, near in (
            ("duration", told.get("duration"), clip.duration, max(frame, sound)),
            ("video", (told.get("video") or {}).get("duration"), clip.video.end - clip.video.start, frame),
            ("start", told.get("start"), clip.start, sound)):
        row[key] = mine
        if not verdict.need(mine is not None, f"{key} is null"):
            continue
        away = Fraction(mine) - truth
        row[key + "Off"] = float(away)
        if abs(away) > 2 * MILLISECOND:
            verdict.need(abs(away) <= near + MILLISECOND, f"{key} {mine:.6f}, packets say {float(truth):.6f}")
            verdict.notes.append(f"{key} near ({milliseconds(away)} ms)")
    truth = len(clip.frames())
    row["frames"] = counted.get("frames") or (counted.get("video") or {}).get("frames")
    verdict.need(row["frames"] == truth, f"deep frames {row['frames']}, decoded {truth}")
    quick = (told.get("video") or {}).get("frames")
    if quick not in (None, truth):
        verdict.need(False, f"frames {quick} without --deep, decoded {truth}")
    keys = counted.get("keyframes")
    if keys is not None:
        real = sum("K" in p["flags"] and "D" not in p["flags"] for p in clip.video.packets)
        row["keyframes"], row["packetKeyframes"] = len(keys), real
        if len(keys) != real:
            verdict.notes.append(f"{len(keys)} keyframes, packets flag {real}")
    rotation = (told.get("video") or {}).get("rotation")
    if rotation is not None and (int(rotation) - clip.rotation) % 360 and (int(rotation) + clip.rotation) % 360:
        verdict.need(False, f"rotation {rotation}, ffprobe {clip.rotation}")
    return row, verdict, told


# --- trim

def windows(clip, dice, count):
    """Random (start, duration) in milliseconds that lie inside the picture, then one from the very start of the file."""
    if clip.video is None:
        return []
    begin, length = clip.video.start - clip.start, clip.video.end - clip.video.start
    if length < Fraction(8, 10) or count < 1:
        return []

    def lasting():
        longest = min(Fraction(15), length * Fraction(8, 10))
        return round(dice.uniform(float(min(Fraction(1), length * Fraction(3, 10))), float(longest)), 3)

    chosen = []
    for _ in range(count):
        lasts = lasting()
        starts = round(dice.uniform(float(begin), float(begin + length) - lasts - 0.002), 3)
        chosen.append((max(0.0, starts), lasts))
    return chosen + [(0.0, lasting())]


def check_trim(options, name, clip, told, starts, lasts, extension):
    """One row: a trim compared with the source's decoded pictures and sound."""
    verdict = Verdict()
    row = {"clip": name, "start": starts, "length": lasts, "container": extension}
    output = os.path.join(options.scratch, "out" + extension)
    if os.path.exists(output):
        os.remove(output)
    command = [options.clipfit, "trim", clip.path, "-s", f"{starts:.3f}", "-d", f"{lasts:.3f}", "-o", output, "--json", *options.extra]
    done = run(command, limit=900)
    row.update(exit=done.code, wall=round(done.wall, 2), cpu=round(done.cpu, 2), rss=round(done.rss))
    if done.code == 65 and extension != clip.extension and extension != ".mp4":
        row["method"] = "refused"
        verdict.notes.append(done.err.decode(errors="replace").strip()[:120])
        verdict.need(not os.path.exists(output), "a file was left by a refusal")
        return row, verdict
    if not verdict.need(done.code == 0, f"exit {done.code}: {done.err.decode(errors='replace').strip()[:200]}"):
        return row, verdict
    report = json.loads(done.out.splitlines()[0])
    row.update(method=report.get("method"), reasons=report.get("reasons") or [], deviations=report.get("deviations") or [],
               frames=report.get("frames"), copied=report.get("copiedFrames"), reencoded=report.get("reencodedFrames"))
    try:
        result = oracle.Clip(output)
        if verdict.need(result.video is not None, "no picture in the output"):
            check_pictures(options, clip, told, result, report, row, verdict, starts, lasts)
            check_facts(clip, result, row, verdict)
            check_sound(options, clip, result, row, verdict)
            check_playback(result, row, verdict, options)
    except oracle.OracleError as error:
        verdict.need(False, f"oracle: {error}")
    finally:
        if not options.keep:
            os.remove(output)
    return row, verdict


def check_pictures(options, clip, told, result, report, row, verdict, starts, lasts):
    if row["method"] == "encode" and any("interlaced becomes progressive" in line for line in row["deviations"]):
        clip = clip.deinterlaced
    frames = clip.frames()
    # Where the two disagree about the start by less than a sound frame, the probe row says so; here clipfit's own counts.
    zero = clip.start
    if told and told.get("start") is not None and abs(Fraction(told["start"]) - zero) < Fraction(3, 100):
        away = Fraction(told["start"]) - zero
        zero = zero if abs(away) < MILLISECOND else Fraction(told["start"])
    window = report["window"]
    begin, end = zero + Fraction(window["start"]), zero + Fraction(window["end"])
    asked = zero + Fraction(round(starts * 1000), 1000)
    first = next((f[0] for f in frames if f[0] >= asked - EPSILON), None)
    held = max((f for f in frames if f[0] < asked), default=None) if first is None or first - asked > REST else None
    if held:
        first, frames = asked, [(asked, *held[1:]), *(f for f in frames if f[0] > asked)]
    verdict.need(first is not None and abs(begin - first) <= EPSILON * 3,
                 f"window starts {float(begin - zero):.6f}, the first frame at or after {starts} is {float((first or 0) - zero):.6f}")
    expected_end = begin + Fraction(round(lasts * 1000), 1000)
    # A last frame that lies less than half inside is left out.
    times = [f[0] for f in frames]
    last = max((t for t in times if t < expected_end - EPSILON), default=None)
    after = min((t for t in times if t >= expected_end - EPSILON), default=clip.video.end)
    if last is not None and last > begin and after - last <= REST and 2 * (expected_end - last) < after - last - EPSILON:
        expected_end = last
    if abs(end - expected_end) > EPSILON * 3:
        verdict.need(end >= clip.video.end - EPSILON and expected_end > end, f"window is {float(end - begin):.6f} long, asked {lasts}")
    wanted = [f for f in frames if begin - EPSILON <= f[0] < end - EPSILON]
    got = result.frames()
    row["pictures"] = len(got)
    row["_window"] = (begin, end)
    verdict.need(not result.frame_errors, f"decoder: {result.frame_errors[:120]}")
    verdict.need(result.video.hidden == 0, f"{result.video.hidden} hidden pictures (edit list)")
    verdict.need(report.get("frames") == len(got), f"report says {report.get('frames')} frames, {len(got)} decoded")
    copied, reencoded = report.get("copiedFrames") or 0, report.get("reencodedFrames") or 0
    verdict.need(copied + reencoded == len(got), f"copied {copied} + re-encoded {reencoded} is not {len(got)}")
    if not got or not wanted:
        verdict.need(False, "no picture")
        return
    slack = MILLISECOND if {clip.extension, result.extension} & COARSE else Fraction(1, 90000) + EPSILON
    if result.extension in COARSE:
        slack += MILLISECOND / 10
    if len(got) != len(wanted):
        times = [f[0] - wanted[0][0] for f in wanted]
        common_md5 = {f[2] for f in wanted} & {f[2] for f in got}
        extra = [float(g[0] - got[0][0]) for g in got if abs(times[oracle.nearest(times, g[0] - got[0][0])] - (g[0] - got[0][0])) > slack]
        verdict.need(False, f"{len(got)} pictures, {len(wanted)} wanted; {len(common_md5)} equal; first strangers at {extra[:3]}")
        return
    drift = max(abs((g[0] - got[0][0]) - (w[0] - wanted[0][0])) for g, w in zip(got, wanted))
    row["drift"] = float(drift)
    verdict.need(drift <= slack, f"presentation times differ by {milliseconds(drift)} ms")
    compared = oracle.compare_pictures(clip, wanted, result, got)
    scores = list(compared.scores.values())
    row.update(identical=compared.identical, minimum=round(min(scores), 2) if scores else None,
               mean=round(sum(scores) / len(scores), 2) if scores else None)
    verdict.need(compared.identical >= copied, f"{copied} copied but {compared.identical} identical")
    floor = EDGE if row["method"] == "smart" and copied else ENCODED
    # What was HDR has other colours, as is told.
    is_toned = any("becomes BT.709" in line for line in row["deviations"])
    low = [] if is_toned else sorted(i for i, score in compared.scores.items() if score < floor)
    verdict.need(not low, f"{len(low)} pictures under {floor} dB, first at {low[:4]}")
    suspects = len(compared.moved)
    verdict.need(suspects <= compared.moving * 0.1, f"{suspects} of {compared.moving} moving pictures are nearer to a neighbour")
    if result.extension != ".ts":
        verdict.need(abs(got[0][0]) <= MILLISECOND, f"picture starts at {milliseconds(got[0][0])} ms")
    else:
        verdict.need(abs(got[0][0] - result.start) <= Fraction(26, 1000), f"picture starts {milliseconds(got[0][0] - result.start)} ms late")


def check_facts(clip, result, row, verdict):
    """What a player needs beside the samples."""
    old, new = clip.video.facts, result.video.facts
    for key in ("width", "height"):
        verdict.need(old.get(key) == new.get(key), f"{key} {new.get(key)}, was {old.get(key)}")
    ratios = [facts.get("sample_aspect_ratio") or "1:1" for facts in (old, new)]
    ratios = ["1:1" if ratio in ("0:1", "N/A") else ratio for ratio in ratios]
    a, b = (Fraction(ratio.replace(":", "/")) for ratio in ratios)
    verdict.need(abs(a / b - 1) < Fraction(1, 100), f"pixel aspect {ratios[1]}, was {ratios[0]}")
    if result.extension in (".mp4", ".mov", ".mkv"):
        verdict.need(clip.rotation == result.rotation, f"rotation {result.rotation}, was {clip.rotation}")
    for key in ("color_range", "color_space", "color_transfer", "color_primaries", "pix_fmt"):
        before, after = old.get(key), new.get(key)
        if before not in (None, "unknown") and before != after and not (before == "tv" and after is None):
            verdict.notes.append(f"{key} {after}, was {before}")
    verdict.need((clip.audio is None) == (result.audio is None) or clip.audio.end <= row["_window"][0] + Fraction(1, 10)
                 or clip.audio.start >= row["_window"][1] - Fraction(1, 10), "sound is missing" if clip.audio else "sound came from nowhere")
    verdict.need(len(result.audios) <= 1, f"{len(result.audios)} audio tracks kept without --all-audio")
    row["codecs"] = "+".join(s.codec for s in (result.video, result.audio) if s)


def check_sound(options, clip, result, row, verdict):
    begin, end = row.pop("_window")
    if not clip.audio or not result.audio:
        return
    pad = Fraction(2, 10)
    zero = result.frames()[0][0]
    made = oracle.sound(result.path, result.audio, options.scratch)
    if not verdict.need(made is not None, "sound decodes to nothing"):
        return
    best = None
    for track in clip.audios:
        original = oracle.sound(clip.path, track, options.scratch, begin - pad, end + pad, rate=None)
        if original is None:
            continue
        if made.rate != original.rate:
            made = oracle.sound(result.path, result.audio, options.scratch, rate=original.rate)
        found = compare_sound(original, made, begin, end, zero)
        if best is None or (found[1] or 0) > (best[1] or 0) + 0.05:
            best = (*found, original, track)
        if found[1] is None or found[1] > 0.8:
            break
    if best is None:
        return
    away, likeness, loud, original, track = best
    if away is not None and loud < QUIET and likeness < 0.8:
        verdict.notes.append(f"sound is too quiet to be compared ({20 * math.log10(loud):.0f} dBFS, alike by {likeness:.2f})")
        away = None
    row.update(soundOff=away, likeness=likeness)
    if away is not None:
        # Where the source's own times jitter, nobody can say better than that where a sample belongs.
        verdict.need(abs(away) <= max(MILLISECOND, min(original.jitter, JITTER)), f"sound is {milliseconds(away)} ms off")
        verdict.need(likeness >= 0.5, f"sound is alike by {likeness:.2f} only")
        if likeness < 0.8:
            verdict.notes.append(f"sound is alike by {likeness:.2f}")
    if track is not clip.audio:
        verdict.need(False, f"audio track {track.index} kept, the default one is {clip.audio.index}")
    frame = max(track.usual, result.audio.usual, Fraction(1024, made.rate))
    loose = frame if result.extension == ".ts" else max(MILLISECOND, min(original.jitter, JITTER)) + Fraction(2, made.rate)
    starts = made.told - zero
    expected = max(Fraction(0), original.heard_from(begin) - begin)
    row["soundStart"] = float(starts)
    # What was encoded anew may hold silence for the time before the source's sound begins.
    silent = made.samples[:max(0, round(expected * made.rate) - 2 * made.rate // 1000)]
    is_lead = -loose <= starts < expected and silent.size > 0 and float(numpy.sqrt((silent ** 2).mean())) < QUIET
    verdict.need(is_lead or abs(starts - expected) <= loose, f"sound starts at {milliseconds(starts)} ms, expected {milliseconds(expected)}")
    # What FFmpeg decodes past a short last packet does not count.
    ends = min(made.end, result.audio.end) - zero
    expected = min(end, track.end) - begin
    row["soundEnd"] = float(ends - expected)
    verdict.need(abs(ends - expected) <= frame + MILLISECOND, f"sound ends {milliseconds(ends - expected)} ms from where it should")


def compare_sound(original, made, begin, end, zero):
    """(worst offset, likeness, loudness) over the whole window, its first and its last two seconds; None for silence."""
    rate = original.rate
    count = round((end - begin) * rate)
    lines = []
    for source, reference in ((original, begin), (made, zero)):
        line = numpy.zeros(count, numpy.float32)
        at = round((source.start - reference) * rate)
        skip, place = max(0, -at), max(0, at)
        part = source.samples[skip:skip + count - place] if place < count else source.samples[:0]
        line[place:place + part.size] = part
        lines.append(line)
    lead = round(Fraction(25, 1000) * rate)
    one, other = (line[lead:max(lead, count - lead)] for line in lines)
    whole = oracle.offset(one, other, rate)
    if whole is None:
        return None, None, None
    worst = whole[0]
    for part in (slice(0, 2 * rate), slice(-2 * rate, None)):
        found = oracle.offset(one[part], other[part], rate)
        if found and found[1] > 0.6 and abs(found[0]) > abs(worst):
            worst = found[0]
    return worst, whole[1], whole[2]


def check_playback(result, row, verdict, options):
    done = run(["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", "file:" + result.path,
                "-vsync", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"])
    verdict.need(done.code == 0 and not done.err.strip(), f"ffmpeg -xerror: exit {done.code} {done.err.decode(errors='replace').strip()[:120]}")
    count = len(result.frames())
    if result.video.codec == "hevc" and common.shutil.which("libde265-dec265"):
        others = oracle.libde265_frames(result.path)
        verdict.need(others == count, f"libde265: {others} of {count} frames")
    if not options.gstreamer:
        return
    counts = []
    for independent in (False, True):
        pictures, complaint = oracle.gstreamer_frames(result.path, result.audio is not None, independent)
        counts.append(len(pictures))
        which = "gstreamer (independent decoder)" if independent else "gstreamer"
        good = len(pictures) == count and not complaint
        if not good and independent and not options.strict and not plays_source(options, row):
            verdict.notes.append(f"{which} cannot play the source either")
            good = True
        verdict.need(good, f"{which}: {len(pictures)} of {count} frames {complaint}")
    row["gst"] = "/".join(str(n) for n in counts)


def plays_source(options, row):
    """Whether the independent decoder plays the whole source: else it proves nothing."""
    name = row["clip"]
    if name not in options.playable:
        clip = options.clips[name]
        pictures, complaint = oracle.gstreamer_frames(clip.path, clip.audio is not None, True)
        options.playable[name] = len(pictures) == len(clip.frames()) and not complaint
    return options.playable[name]


# --- the run

def main():
    options = common.parser(__doc__)
    options.add_argument("--only", default="*", metavar="GLOB", help="clips by name, as in 'real/ax_*'")
    options.add_argument("--windows", type=int, default=3, metavar="N")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--containers", action="store_true", help="each clip's first window also into other containers")
    options.add_argument("--no-probe", action="store_true")
    options.add_argument("--no-gstreamer", dest="gstreamer", action="store_false")
    options.add_argument("--strict", action="store_true", help="an independent decoder that cannot play the source fails too")
    options.add_argument("--keep", action="store_true", help="keep the last output in the scratch folder")
    options.add_argument("--extra", default="", metavar="FLAGS", help="passed on to trim, as in --extra='--method encode'")
    options = common.prepare(options.parse_args())
    options.extra = shlex.split(options.extra)
    if options.gstreamer and not common.shutil.which("gst-launch-1.0"):
        sys.exit("gst-launch-1.0 is missing (see README.md), or say --no-gstreamer")
    options.clips, options.playable = {}, {}
    paths = sorted(os.path.join(folder, name) for folder in ("real", "derived")
                   for name in os.listdir(os.path.join(options.media, folder)) if not name.startswith("."))
    paths = [p for p in paths if fnmatch.fnmatch(p, options.only) or fnmatch.fnmatch(os.path.basename(p), options.only)]
    failed, probes, trims, began = 0, [], [], time.monotonic()
    for path in paths:
        name = os.path.splitext(os.path.basename(path))[0]
        clip = options.clips[name] = oracle.Clip(os.path.join(options.media, path), options.scratch)
        if clip.video is None:
            print(f"{name}: skipped, the oracle finds no times in it")
            continue
        row, verdict, told = check_probe(options, name, clip.path, clip)
        if not options.no_probe:
            probes.append({**row, "verdict": str(verdict), "wrong": verdict.wrong, "notes": verdict.notes})
            failed += bool(verdict.wrong)
            show_probe(probes[-1])
        dice = random.Random(f"{options.seed} {name}")
        for number, (starts, lasts) in enumerate(windows(clip, dice, options.windows)):
            for extension in extensions(clip, options.containers and number == 0):
                row, verdict = check_trim(options, name, clip, told, starts, lasts, extension)
                row.pop("_window", None)
                trims.append({**row, "verdict": str(verdict), "wrong": verdict.wrong, "notes": verdict.notes})
                failed += bool(verdict.wrong)
                show_trim(trims[-1])
        clip.forget()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"seed": options.seed, "probe": probes, "trim": trims}, file, indent=1)
    failed += bool(common.media_touched(options))
    summary(probes, trims, failed, time.monotonic() - began)
    common.clean(options)
    sys.exit(1 if failed else 0)


def extensions(clip, others):
    own = clip.extension if clip.extension in (".mp4", ".mov", ".mkv", ".webm", ".ts") else ".mp4"
    if not others:
        return [own]
    if clip.extension in (".webm",):
        return [own, ".mkv", ".mp4"]
    return [own] + [e for e in (".mp4", ".mov", ".mkv", ".ts") if e != own]


def show_probe(row):
    print(f"probe {row['clip']:<34} duration {row.get('duration')}  off ms: all {milliseconds(row.get('durationOff'))}"
          f" video {milliseconds(row.get('videoOff'))} start {milliseconds(row.get('startOff'))}  frames {row.get('frames')}  {row['verdict']}",
          flush=True)
    explain(row)


def show_trim(row):
    cells = (f"{row['clip'][:30]:<30}", f"{row['start']:>8.3f}+{row['length']:<6.3f}", f"{row['container']:<5}",
             f"{row.get('method') or '-':<7}", f"{row.get('pictures', '-')!s:>4} fr", f"{row.get('copied', '-')!s:>4} cp",
             f"{row.get('reencoded', '-')!s:>4} re", f"{row.get('identical', '-')!s:>4} id",
             f"min {lowest(row):>6} dB",
             f"av {milliseconds(row.get('soundOff'))}", f"end {milliseconds(row.get('soundEnd'))}", f"gst {row.get('gst', '-')}",
             f"{row.get('cpu', 0):.1f} s", row["verdict"])
    print("  ".join(cells), flush=True)
    explain(row)


def lowest(row):
    if row.get("minimum") is not None:
        return f"{row['minimum']:.2f}"
    return "inf" if row.get("identical") else "-"


def explain(row):
    for line in row["wrong"]:
        print(f"    wrong: {common.printable(line)}", flush=True)
    for line in row["notes"] + row.get("reasons", []) + row.get("deviations", []):
        print(f"    note: {common.printable(line)}", flush=True)


def summary(probes, trims, failed, seconds):
    methods = {}
    for row in trims:
        methods[row.get("method")] = methods.get(row.get("method"), 0) + 1
    lows = [row["minimum"] for row in trims if row.get("minimum") is not None and row.get("copied")]
    offsets = [abs(row["soundOff"]) for row in trims if row.get("soundOff") is not None]
    print(f"\n{len(probes)} probes, {len(trims)} trims {methods}; {sum(row.get('copied') or 0 for row in trims)} frames copied, "
          f"{sum(row.get('identical') or 0 for row in trims)} identical, {sum(row.get('reencoded') or 0 for row in trims)} re-encoded; "
          f"lowest smart edge {min(lows, default='-')} dB; largest sound offset {max(offsets, default=0) * 1000:.2f} ms; "
          f"{failed} failed; {seconds:.0f} s")


if __name__ == "__main__":
    main()
