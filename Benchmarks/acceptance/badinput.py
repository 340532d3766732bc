#!/usr/bin/env python3
"""Broken and hostile input, and outputs that cannot be: exit code, one clear line, bounded time and memory, nothing left behind."""

import base64
import fnmatch
import json
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys

import common
from common import run

SECONDS, MEGABYTES = 10, 500
GOOD = "private.mp4"          # a valid clip of 8 s
KNOWN = {0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 77, 78, 130, 141, 143}
LINE = re.compile(rb"^clipfit: (error|warning|note|hint): \S")


class Case:
    """One input. `probe` and `trim` are the exit codes that are right; `make(folder)` puts the file there and returns its name."""

    def __init__(self, name, probe, trim, make, **more):
        self.name, self.probe, self.trim, self.make = name, set(probe), set(trim), make
        self.beside = more.get("beside", ())        # canaries
        self.duration = more.get("duration")        # what probe must say, in seconds
        self.arguments = more.get("arguments")      # other ways to trim: [(flags, exit codes, words that stderr must hold)]
        self.nobody = more.get("nobody", False)
        self.dashed = more.get("dashed", False)     # also behind --
        self.remark = more.get("remark")            # what probe or trim must say on stderr when it succeeds


# --- files that are made here

def atoms(data, begin=0, end=None):
    """[(kind, begin, end of the header, end)] of one level of an MP4."""
    end, found = len(data) if end is None else end, []
    while begin + 8 <= end:
        size, head = struct.unpack(">I", data[begin:begin + 4])[0], 8
        if size == 1:
            size, head = struct.unpack(">Q", data[begin + 8:begin + 16])[0], 16
        if size < head:
            break
        found.append((data[begin + 4:begin + 8], begin, begin + head, min(begin + size, end)))
        begin += size
    return found


def walk(data, kind, begin=0, end=None):
    """Every atom of a kind, at any depth that MP4 nests them."""
    for name, start, inside, stop in atoms(data, begin, end):
        if name == kind:
            yield start, inside, stop
        if name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"):
            yield from walk(data, kind, inside, stop)


def patched(media, change):
    """The good clip with its bytes changed by `change(bytearray)`."""
    with open(os.path.join(media, "bad", GOOD), "rb") as file:
        data = bytearray(file.read())
    done = change(data)
    return bytes(done if done is not None else data)


def without_moov(data):
    for kind, start, _, stop in atoms(data):
        if kind == b"moov":
            return data[:start] + data[stop:]


def cut_in_moov(data):
    """The moov last, and half of it gone."""
    moov = next((a for a in atoms(data) if a[0] == b"moov"))
    body = data[moov[1]:moov[3]]
    return data[:moov[1]] + data[moov[3]:] + body[:len(body) // 2]


def zero_time_scale(data):
    for kind, place in ((b"mvhd", 12), (b"mdhd", 12)):
        for _, inside, _ in walk(data, kind):
            data[inside + place:inside + place + 4] = bytes(4)


def zero_media_time_scale(data):
    for _, inside, _ in walk(data, b"mdhd"):
        data[inside + 12:inside + 16] = bytes(4)


def billions_of_sizes(data):
    """stsz: one size for all of 4,294,967,280 samples."""
    for _, inside, _ in walk(data, b"stsz"):
        data[inside + 4:inside + 12] = struct.pack(">II", 1000, 0xFFFFFFF0)


def billions_claimed(data):
    """Every table claims 4 billion entries in a box of a few bytes."""
    for kind, place in ((b"stsz", 8), (b"stts", 4), (b"stsc", 4), (b"stco", 4), (b"ctts", 4), (b"stss", 4)):
        for _, inside, _ in walk(data, kind):
            data[inside + place:inside + place + 4] = struct.pack(">I", 0xFFFFFFF0)


def billions_of_times(data):
    """stts: the first entry stands for 2,147,483,632 samples."""
    for _, inside, _ in walk(data, b"stts"):
        data[inside + 8:inside + 12] = struct.pack(">I", 0x7FFFFFF0)


def huge_header(data):
    """tkhd and the sample entry say 65535 x 65535."""
    for _, inside, _ in walk(data, b"stsd"):
        entry = inside + 8
        if data[entry + 4:entry + 8] == b"avc1":
            data[entry + 32:entry + 36] = b"\xff\xff\xff\xff"
    for _, inside, _ in walk(data, b"tkhd"):
        if any(data[inside + 76:inside + 84]):
            data[inside + 76:inside + 84] = b"\xff\xff\0\0\xff\xff\0\0"


def endless_edit(data):
    """An edit list that claims to last for ages (where there is one), else a movie header that does."""
    for _, inside, _ in walk(data, b"mvhd"):
        data[inside + 16:inside + 20] = b"\x7f\xff\xff\xff"
    for _, inside, _ in walk(data, b"elst"):
        data[inside + 8:inside + 12] = b"\x7f\xff\xff\xff"


def outside(data):
    """Both tracks' data is said to lie in private.mp4 (an alias record, as QuickTime writes it). The index moves to the end."""
    path = b"/private.mp4"
    record = bytes(10) + b"\x01v" + bytes(26) + bytes(12) + b"\x0bprivate.mp4" + bytes(52) + bytes(16) + struct.pack(">HH", 1, 1) + bytes(16)
    record += struct.pack(">HH", 2, len(path)) + path + struct.pack(">HH", 0xFFFF, 0)
    alias = struct.pack(">I", 12 + len(record)) + b"alis" + bytes(4) + record

    def rebuilt(begin, end):
        made = b""
        for kind, start, inside, stop in atoms(data, begin, end):
            body = bytes(data[inside:stop])
            if kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
                body = rebuilt(inside, stop)
            elif kind == b"dref":
                body = bytes(4) + struct.pack(">I", 1) + alias
            made += struct.pack(">I", 8 + len(body)) + kind + body
        return made
    moov = next(a for a in atoms(data) if a[0] == b"moov")
    made = rebuilt(moov[1], moov[3])
    data[moov[1] + 4:moov[2]] = b"free"
    return bytes(data) + made


def huge_pictures(folder, name):
    """Motion JPEG whose every picture claims 65500 x 65500."""
    path = os.path.join(folder, name)
    done = run(["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=8", "-c:v", "mjpeg",
                "-f", "mov", path])
    if done.code:
        raise RuntimeError(common.printable(done.err))
    with open(path, "rb") as file:
        data = bytearray(file.read())
    place = -1
    while (place := data.find(b"\xff\xc0\x00\x11\x08", place + 1)) >= 0:
        data[place + 5:place + 9] = struct.pack(">HH", 65500, 65500)
    for _, inside, _ in walk(data, b"stsd"):
        data[inside + 8 + 32:inside + 8 + 36] = struct.pack(">HH", 65500, 65500)
    with open(path, "wb") as file:
        file.write(data)
    return name


def writes(name, data):
    def make(folder):
        with open(os.path.join(os.fsencode(folder), os.fsencode(name)), "wb") as file:
            file.write(data)
        return name
    return make


def makes(name, action):
    def make(folder):
        action(os.path.join(folder, name))
        return name
    return make


def cases(media):
    """Every case of bad/ and those made here."""
    with open(os.path.join(media, "bad", GOOD), "rb") as file:
        good = file.read()

    def given(name, probe, trim, **more):
        def make(folder):
            for other in (name, *more.get("beside", ())):
                shutil.copyfile(os.path.join(media, "bad", other), os.path.join(folder, other))
                os.chmod(os.path.join(folder, other), 0o644)
            return name
        return Case(name, probe, trim, make, **more)

    damage = rb"damag|corrupt|decod|broken|garbage|lost|discontin|jump"
    yield from (
        given("concat_private_rel.mp4", [65], [65], beside=("private.mp4",)),
        given("flip_mdat_500.mp4", [0], [65], arguments=[(["--on-damage", "keep", "-l", "5"], {0}, damage)]),
        given("flip_moov_200.mp4", [0, 65], [0, 65]),
        given("hls_http.mp4", [65], [65]),
        given("hls_private_rel.mp4", [65], [65], beside=("private.ts",)),
        given("html_renamed.mp4", [65], [65]),
        given("mdat_missing.mp4", [0, 65], [65]),
        given("mkv_nan_duration.mkv", [0], [0], duration=60.05),
        given("mkv_wrong_duration_10h.mkv", [0], [0], duration=60.05),
        given("mov_dref_external.mov", [0, 65], [0, 65], beside=("private.mp4",)),
        given("mp3_renamed.mp4", [0], [65]),
        given("one_byte.mp4", [65], [65]),
        given("png_renamed.mp4", [65], [65]),
        given("private.mp4", [0], [0]),
        given("private.ts", [0], [0]),
        given("stts_jump.mp4", [0, 65], [0, 65]),
        given("text_renamed.mp4", [65], [65]),
        given("trunc_40pct.mkv", [0], [0], remark=rb"trunc|early|ends|missing|short|incomplete|damag|claims"),
        given("trunc_40pct.ts", [0], [0, 65]),
        given("trunc_50pct_faststart.mp4", [0], [0], duration=20.9, remark=rb"trunc|early|ends|missing|short|incomplete|damag|claims",
              arguments=[(["-s", "12", "-d", "5"], {0}, rb"warning|note"), (["-s", "30", "-d", "5"], {65}, rb"error")]),
        given("ts_garbage_middle.ts", [0], [0, 65], arguments=[(["-s", "0", "-d", "8"], {0, 65}, damage),
                                                             (["-s", "0", "-d", "8", "--on-damage", "keep"], {0}, damage)]),
        given("ts_pts_jump.ts", [0, 65], [0, 65]),
        given("xbin_avi_gab2.avi", [65], [65]),
        given("zero.mp4", [65], [65]),
        given("zero_duration_headers.mp4", [0], [0], duration=42.4),
    )
    known = {"INDEX.md"} | {os.path.basename(n) for n in os.listdir(os.path.join(media, "bad"))}
    for name, change, probe, trim in (
            ("no_moov.mp4", without_moov, [65], [65]),
            ("cut_in_moov.mp4", cut_in_moov, [0, 65], [0, 65]),
            ("zero_time_scale.mp4", zero_time_scale, [0, 65], [0, 65]),
            ("zero_media_time_scale.mp4", zero_media_time_scale, [0, 65], [0, 65]),
            ("billions_of_sizes.mp4", billions_of_sizes, [0, 65], [0, 65]),
            ("billions_claimed.mp4", billions_claimed, [65], [65]),
            ("billions_of_times.mp4", billions_of_times, [0, 65], [0, 65]),
            ("huge_header.mp4", huge_header, [0, 65], [0, 65]),
            ("endless_header.mp4", endless_edit, [0], [0])):
        yield Case("made/" + name, probe, trim, writes(name, patched(media, change)))
    def elsewhere(folder):
        writes("private.mp4", good)(folder)
        return writes("data_elsewhere.mov", patched(media, outside))(folder)
    yield Case("made/data_elsewhere.mov", [0, 65], [65], elsewhere, beside=("private.mp4",))
    yield Case("made/huge_pictures.mov", [0, 65], [65], lambda folder: huge_pictures(folder, "huge_pictures.mov"))
    yield Case("made/random_1MB.mp4", [65], [65], writes("random_1MB.mp4", os.urandom(1 << 20)))
    yield Case("made/fifo.mp4", [65, 66], [65, 66], makes("fifo.mp4", os.mkfifo))
    yield Case("made/folder.mp4", [65, 66], [65, 66], makes("folder.mp4", os.mkdir))
    yield Case("made/dangling.mp4", [66], [66], makes("dangling.mp4", lambda p: os.symlink("nothing.mp4", p)))
    yield Case("made/loop.mp4", [66], [66], makes("loop.mp4", lambda p: os.symlink("loop.mp4", p)))
    yield Case("made/missing.mp4", [66], [66], lambda folder: "missing.mp4")
    yield Case("made/no_folder", [66], [66], lambda folder: "nowhere/missing.mp4")
    yield Case("made/dev_zero", [65, 66], [65, 66], lambda folder: "/dev/zero")
    yield Case("made/dev_null", [65, 66], [65, 66], lambda folder: "/dev/null")

    def unreadable(folder):
        writes("unreadable.mp4", good)(folder)
        os.chmod(os.path.join(folder, "unreadable.mp4"), 0)
        return "unreadable.mp4"
    yield Case("made/unreadable.mp4", [66], [66], unreadable, nobody=True)

    def link(folder):
        writes("real.mp4", good)(folder)
        os.symlink("real.mp4", os.path.join(folder, "link.mp4"))
        return "link.mp4"
    yield Case("made/link.mp4", [0], [0], link)
    for label, name in (("-dash.mp4", "-dash.mp4"), ("newline", "new\nline.mp4"), ("colon", "http:x.mp4"), ("file:", "file:x.mp4"),
                        ("concat:", "concat:private.mp4|x.mp4"), ("percent", "a%03d.mp4"), ("emoji", "\U0001f3ac\U0001f1ea\U0001f1fa.mp4"),
                        ("latin-1", b"caf\xe9.mp4"), ("escape", "red\x1b[31m.mp4"), ("spaces", "  two  spaces .mp4"),
                        ("long", "n" * 240 + ".mp4"), ("dots", "a..b.mp4"), ("upper", "CLIP.MP4")):
        yield Case("name/" + label, [0], [0], writes(name, good), dashed=label == "-dash.mp4")
    yield Case("name/unknown files", [], [], lambda folder: None, beside=tuple(sorted(known - GIVEN)))


GIVEN = {"INDEX.md", "concat_private_rel.mp4", "flip_mdat_500.mp4", "flip_moov_200.mp4", "hls_http.mp4", "hls_private_rel.mp4",
         "html_renamed.mp4", "mdat_missing.mp4", "mkv_nan_duration.mkv", "mkv_wrong_duration_10h.mkv", "mov_dref_external.mov",
         "mp3_renamed.mp4", "one_byte.mp4", "png_renamed.mp4", "private.mp4", "private.ts", "stts_jump.mp4", "text_renamed.mp4",
         "trunc_40pct.mkv", "trunc_40pct.ts", "trunc_50pct_faststart.mp4", "ts_garbage_middle.ts", "ts_pts_jump.ts",
         "xbin_avi_gab2.avi", "zero.mp4", "zero_duration_headers.mp4"}


# --- judging

class Bench:
    """Runs cases and keeps their rows."""

    def __init__(self, options):
        self.options, self.rows, self.failed = options, [], 0
        # nobody must be able to reach the binary.
        self.public = os.path.join(options.scratch, "clipfit-for-nobody")
        if os.path.exists(self.public):
            os.remove(self.public)
        shutil.copyfile(options.clipfit, self.public)
        os.chmod(self.public, 0o755)
        self.root = os.geteuid() == 0

    def fresh(self, label):
        folder = os.path.join(self.options.scratch, "case-" + re.sub(r"[^a-z0-9.]+", "-", label.lower()))
        subprocess.run(["umount", folder], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        return folder

    def add(self, label, probe, trim, runs, wrong, message=b""):
        seconds = max((r.wall for r in runs), default=0)
        memory = max((r.rss for r in runs), default=0)
        for done in runs:
            if done.late or done.wall > SECONDS:
                wrong.append(f"took {done.wall:.1f} s")
            if done.rss > MEGABYTES:
                wrong.append(f"{done.rss:.0f} MB")
            if done.crashed:
                wrong.append(f"crashed, exit {done.code}")
        first = next((line for line in (message or b"").splitlines() if line), b"")
        self.rows.append((label, probe, trim, f"{seconds:.2f}", f"{memory:.0f}", first[:90], "FAIL" if wrong else "ok"))
        self.failed += bool(wrong)
        print(f"{label:<34} probe {probe!s:<4} trim {trim!s:<9} {seconds:5.2f} s {memory:4.0f} MB  {'FAIL' if wrong else 'ok':<4} "
              f" {common.printable(first)[:110]}", flush=True)
        for line in dict.fromkeys(wrong):
            print(f"    wrong: {common.printable(line)}", flush=True)

    def as_nobody(self, command):
        return ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", self.public, *command[1:]]


def prefixed(name):
    """A leading dash needs a path before it; everything else is given as it is."""
    if isinstance(name, bytes):
        return name
    return "./" + name if name.startswith("-") else name


def look(folder):
    """{name: what it is} of a folder, to see what changed."""
    found = {}
    for entry in os.scandir(os.fsencode(folder)):
        facts = entry.stat(follow_symlinks=False)
        content = common.sha256(entry.path) if stat.S_ISREG(facts.st_mode) else ""
        found[entry.name] = (facts.st_mode, facts.st_size, facts.st_mtime_ns, content)
    return found


def message_fault(done, codes):
    """What is wrong with stderr and the exit code of one run."""
    wrong = []
    if done.code not in codes:
        wrong.append(f"exit {done.code}, right would be {sorted(codes)}" + (" (not in CLI.md)" if done.code not in KNOWN else ""))
    lines = [line for line in done.err.split(b"\n") if line]
    strange = [line for line in lines if not LINE.match(line)]
    errors = [line for line in lines if line.startswith(b"clipfit: error: ")]
    if done.code > 0 and len(errors) != 1:
        wrong.append(f"{len(errors)} error lines")
    if done.code == 0 and errors:
        wrong.append("an error line but exit 0")
    if strange:
        wrong.append(f"{len(strange)} strange lines on stderr, as {strange[0][:80]!r}")
    if sum(line.startswith(b"clipfit: hint: ") for line in lines) > 1:
        wrong.append("more than one hint")
    if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", done.err):
        wrong.append("control characters on stderr")
    if re.search(rb"Fatal error|Swift/|\.swift:\d", done.err):
        wrong.append("a Swift trap")
    return wrong


def output_fault(path, longest=5.0):
    """What is wrong with a file that a successful trim wrote."""
    told = run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries", "format=duration,size:stream=nb_read_packets",
                "-of", "json", "file:" + os.fsdecode(path)])
    if told.code:
        return ["the output cannot be probed"]
    facts = json.loads(told.out)
    duration = float(facts["format"].get("duration", 0))
    packets = int((facts.get("streams") or [{}])[0].get("nb_read_packets", 0))
    wrong = []
    if not 0.05 < duration <= longest + 0.15:
        wrong.append(f"the output lasts {duration:.3f} s")
    if not 0 < packets <= longest * 250:
        wrong.append(f"the output has {packets} frames")
    if int(facts["format"]["size"]) > 40_000_000:
        wrong.append(f"the output has {facts['format']['size']} bytes")
    played = run(["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", "file:" + os.fsdecode(path), "-f", "null", "-"], limit=60)
    if played.code or played.err.strip():
        wrong.append(f"the output does not play clean: {common.printable(played.err[:80])}")
    return wrong


def trimmed(bench, command, folder, codes, longest=5.0, clean=True):
    """One trim: what it left, what it said. Returns (result, faults)."""
    before = look(folder)
    done = run(command, cwd=folder, limit=15)
    after = look(folder)
    wrong = message_fault(done, codes)
    changed = [name for name in before if after.get(name) != before[name]]
    made = [name for name in after if name not in before]
    if changed:
        wrong.append(f"changed {changed[:3]}")
    if done.code != 0 and made:
        wrong.append(f"left {made[:3]}")
    if done.code == 0 and len(made) != 1:
        wrong.append(f"made {len(made)} files {made[:3]}")
    if done.code == 0 and made and clean:
        wrong += output_fault(os.path.join(os.fsencode(folder), made[0]), longest)
    for name in made:
        os.remove(os.path.join(os.fsencode(folder), name))
    return done, wrong


def run_case(bench, case):
    folder = bench.fresh(case.name)
    name = case.make(folder)
    if name is None:
        bench.add(case.name, "-", "-", [], [f"no rule here for {list(case.beside)}"] if case.beside else [])
        return
    clipfit, given = bench.options.clipfit, prefixed(name)
    wrap = bench.as_nobody if case.nobody else lambda command: command
    if case.nobody and not bench.root:
        wrap = lambda command: command  # not root: the mode bits do it
    if case.nobody:
        os.chmod(folder, 0o777)
    runs, wrong = [], []
    if stat_exists(folder, name) and case.nobody and bench.root and not shutil.which("setpriv"):
        bench.add(case.name, "-", "-", [], ["setpriv is missing"])
        return
    before = look(folder)
    probe = run(wrap([clipfit, "probe", given]), cwd=folder, limit=15)
    runs.append(probe)
    wrong += ["probe: " + w for w in message_fault(probe, case.probe)]
    told, machine = {}, run(wrap([clipfit, "probe", "--json", given]), cwd=folder, limit=15)
    runs.append(machine)
    wrong += json_fault(case, machine, probe, name, told)
    if look(folder) != before:
        wrong.append("probe changed the folder")
    trim, faults = trimmed(bench, wrap([clipfit, "trim", "-l", "5", "--pick", "start", given]), folder, case.trim, clean=not case.name.startswith(("flip", "ts_", "trunc_40pct.ts")))
    runs.append(trim)
    wrong += ["trim: " + w for w in faults]
    if trim.code == 0 and case.name.startswith("name/"):
        wrong += name_fault(bench, folder, given, name)
    said = (probe.err + probe.out + trim.err + machine.err).replace(os.fsencode(name), b"")  # the name itself says "trunc"
    if case.remark and not re.search(case.remark, said, re.I):
        wrong.append("the damage is not mentioned")
    for flags, codes, words in case.arguments or ():
        done, faults = trimmed(bench, wrap([clipfit, "trim", *flags, given]), folder, codes, longest=12, clean="keep" not in flags and not case.name.startswith("ts_"))
        runs.append(done)
        wrong += [f"trim {' '.join(flags)}: {w}" for w in faults]
        if words and done.code in codes and not re.search(words, (done.err + done.out).replace(os.fsencode(name), b""), re.I):
            wrong.append(f"trim {' '.join(flags)}: nothing said about it")
    if case.dashed:
        done, faults = trimmed(bench, [clipfit, "trim", "-l", "5", "--", name], folder, case.trim)
        runs.append(done)
        wrong += ["behind --: " + w for w in faults]
    if case.beside or case.name in ("hls_http.mp4", "xbin_avi_gab2.avi"):
        wrong += traced(bench, folder, given, case.beside)
    bench.add(case.name, probe.code, trim.code, runs, wrong, probe.err or trim.err)
    shutil.rmtree(folder, ignore_errors=True)


def stat_exists(folder, name):
    return os.path.lexists(os.path.join(os.fsencode(folder), os.fsencode(name)))


def json_fault(case, machine, probe, name, told):
    """probe --json: the same exit, an object that says the truth, or an error object on stderr."""
    wrong = []
    if machine.code != probe.code:
        wrong.append(f"probe --json exits {machine.code}, probe {probe.code}")
    try:
        if machine.code == 0:
            told.update(json.loads(machine.out))
        elif machine.code > 0:
            error = json.loads(machine.err.splitlines()[-1])
            if error.get("schema") != "clipfit.error/1" or error.get("exit") != machine.code or not error.get("message"):
                wrong.append(f"error object {common.printable(machine.err[:100])}")
            if machine.out:
                wrong.append("something on stdout beside the error")
    except (ValueError, IndexError):
        return wrong + ["probe --json: no JSON"]
    if machine.code == 0:
        if case.duration is not None and (told.get("duration") is None or abs(told["duration"] - case.duration) > 0.15):
            wrong.append(f"probe says {told.get('duration')} s, {case.duration} are there")
        if case.name == "mp3_renamed.mp4" and (told.get("video") or not told.get("audio")):
            wrong.append("an MP3 must be sound without picture")
        raw = os.fsencode(name)
        try:
            raw.decode()
        except UnicodeDecodeError:
            if base64.b64decode(told.get("pathBytes") or "") != raw:
                wrong.append("pathBytes is not the name")
    return wrong


def name_fault(bench, folder, given, name):
    """The output's name is the source's with -5s, byte for byte."""
    done = run([bench.options.clipfit, "trim", "-l", "5", given], cwd=folder, limit=15)
    stem, extension = os.path.splitext(os.fsencode(name))
    expected = stem + b"-5s" + extension
    names = set(os.listdir(os.fsencode(folder))) - {os.fsencode(name)}
    for made in names:
        if made not in (b"real.mp4",):
            os.remove(os.path.join(os.fsencode(folder), made))
    return [] if {expected, stem + b"-5s" + extension.lower()} & names else [f"named {sorted(names)}, not {expected} (exit {done.code})"]


def traced(bench, folder, given, canaries):
    """No canary is opened and no socket is made."""
    if not shutil.which("strace"):
        return []
    wrong, log = [], os.path.join(bench.options.scratch, "strace.log")
    for verb in (["probe"], ["probe", "--deep"], ["trim", "-l", "5"]):
        run(["strace", "-f", "-qq", "-s", "4096", "-e", "trace=open,openat,openat2,connect,socket", "-o", log,
             bench.options.clipfit, *verb, given], cwd=folder, limit=60)
        with open(log, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if not text:
            return ["strace saw nothing"]
        for canary in canaries:
            if re.search(rf'"[^"]*{re.escape(canary)}"', text):
                wrong.append(f"{verb[0]} opened {canary}")
        if re.search(r"socket\(AF_INET|connect\(", text):
            wrong.append(f"{verb[0]} made a socket")
        os.remove(log)
    for entry in os.listdir(folder):
        if "-5s" in entry:
            os.remove(os.path.join(folder, entry))
    return wrong


# --- outputs and signals

def outputs(bench):
    """Everything that can be wrong on the other side."""
    options, clipfit = bench.options, bench.options.clipfit
    # Copies: what is written beside the source by mistake must not land among the clips.
    sources = os.path.join(options.scratch, "sources")
    os.makedirs(sources, exist_ok=True)
    good, long = (shutil.copyfile(os.path.join(options.media, folder, name), os.path.join(sources, name))
                  for folder, name in (("bad", GOOD), ("derived", "reel_1080p30_60s.mp4")))
    beside = set(os.listdir(sources))

    def case(label, command, codes, **more):
        folder = more.pop("folder", None) or bench.fresh(label)
        source, checksum = more.pop("source", good), None
        checksum, before = common.sha256(source), look(folder)
        keep, allow = more.pop("keep", None), more.pop("allow", False)
        talk = more.pop("talk", True)
        done = run(command(folder), cwd=folder, limit=20, **more)
        wrong = message_fault(done, codes) if talk else ([] if done.code in codes else [f"exit {done.code}, right would be {sorted(codes)}"])
        after = look(folder)
        made = [name for name in after if name not in before]
        if made and not (allow or done.code == 0):
            wrong.append(f"left {made[:3]}")
        if allow:
            for name in made:
                wrong += output_fault(os.path.join(os.fsencode(folder), name), 15)
        for name in before:
            if not (keep is None and done.code == 0) and after.get(name) != before[name]:
                wrong.append(f"changed {name!r}")
        if common.sha256(source) != checksum:
            wrong.append("the source changed")
        for name in set(os.listdir(sources)) - beside:
            wrong.append(f"wrote {name} beside the source")
            os.remove(os.path.join(sources, name))
        bench.add(label, "-", done.code, [done], wrong, done.err)
        return folder, done

    trim = [clipfit, "trim", good, "-l", "5"]
    case("out/no such folder", lambda f: trim + ["-o", "nowhere/out.mp4"], {73})
    folder = bench.fresh("out/unwritable folder")
    os.chmod(folder, 0o555)
    mine = os.path.join(options.scratch, "readable.mp4")
    shutil.copyfile(good, mine)
    os.chmod(mine, 0o644)
    command = [clipfit, "trim", mine, "-l", "5", "-o", "out.mp4"]
    case("out/unwritable folder", lambda f: bench.as_nobody(command) if bench.root else command, {73}, folder=folder)
    os.chmod(folder, 0o755)

    folder = bench.fresh("out/exists")
    writes("out.mp4", b"precious")(folder)
    case("out/exists", lambda f: trim + ["-o", "out.mp4"], {73}, folder=folder, keep=True)
    folder = bench.fresh("out/exists, overwrite")
    writes("out.mp4", b"old")(folder)
    case("out/exists, overwrite", lambda f: trim + ["-o", "out.mp4", "--overwrite"], {0}, folder=folder)
    if output_fault(os.path.join(folder, "out.mp4")):
        bench.add("out/exists, overwrite, checked", "-", "-", [], output_fault(os.path.join(folder, "out.mp4")))
    folder = bench.fresh("out/exists, overwrite, bad source")
    writes("out.mp4", b"precious")(folder)
    writes("bad.mp4", b"no clip at all")(folder)
    case("out/exists, overwrite, bad source", lambda f: [clipfit, "trim", "bad.mp4", "-l", "5", "-o", "out.mp4", "--overwrite"], {65}, folder=folder,
         keep=True)
    for label, flags in (("out/is the source", []), ("out/is the source, overwrite", ["--overwrite"])):
        folder = bench.fresh(label)
        shutil.copyfile(good, os.path.join(folder, "clip.mp4"))
        case(label, lambda f, flags=flags: [clipfit, "trim", "clip.mp4", "-l", "5", "-o", "./clip.mp4", *flags], {64, 65, 73}, folder=folder, keep=True)
    folder = bench.fresh("out/hard link to the source")
    shutil.copyfile(good, os.path.join(folder, "clip.mp4"))
    os.link(os.path.join(folder, "clip.mp4"), os.path.join(folder, "other.mp4"))
    case("out/hard link, overwrite", lambda f: [clipfit, "trim", "clip.mp4", "-l", "5", "-o", "other.mp4", "--overwrite"], {0, 64, 65, 73}, folder=folder)
    folder = bench.fresh("out/is a dangling link")
    os.symlink("elsewhere.mp4", os.path.join(folder, "out.mp4"))
    case("out/is a dangling link", lambda f: trim + ["-o", "out.mp4"], {73}, folder=folder, keep=True)
    case("out/several to one", lambda f: [clipfit, "trim", good, good, "-l", "5", "-o", "out.mp4"], {64})
    case("out/unknown extension", lambda f: trim + ["-o", "out.xyz"], {64, 65})
    case("usage/unknown flag", lambda f: trim + ["--nonsense"], {64})
    case("usage/bad time", lambda f: [clipfit, "trim", good, "-s", "soon", "-l", "5", "-o", "o.mp4"], {64})
    case("usage/beyond the end", lambda f: [clipfit, "trim", good, "-s", "1000", "-l", "5", "-o", "o.mp4"], {65})
    case("usage/no file", lambda f: [clipfit, "trim"], {64})
    full_disk(bench, case, good)

    def close(*numbers):
        return lambda: [os.close(n) for n in numbers]
    case("stdout/closed, probe", lambda f: [clipfit, "probe", "--json", good], {74}, before=close(1))
    case("stdout/closed, trim --json", lambda f: trim + ["-o", "out.mp4", "--json"], {74}, before=close(1), allow=True)
    case("stdin+out+err closed, trim", lambda f: trim + ["-o", "out.mp4", "-q"], {0, 74}, before=close(0, 1, 2), allow=True, talk=False)
    with open("/dev/full", "wb") as full:
        case("stdout/full, probe", lambda f: [clipfit, "probe", "--json", good], {74}, stdout=full)
        case("stdout/full, probe text", lambda f: [clipfit, "probe", good], {74}, stdout=full)
        case("stdout/full, --version", lambda f: [clipfit, "--version"], {74}, stdout=full)
        case("stdout/full, trim --json", lambda f: trim + ["-o", "out.mp4", "--json"], {74}, stdout=full, allow=True)
    for label, command in (("probe", lambda f: [clipfit, "probe", "--json", *[good] * 400]),
                           ("trim --json", lambda f: trim + ["-o", "out.mp4", "--json"])):
        reader, writer = os.pipe()
        os.close(reader)
        # Python ignores SIGPIPE and children inherit that; both ways must end in 141.
        for way, action in (("default", signal.SIG_DFL), ("ignored", signal.SIG_IGN)):
            case(f"stdout/closed pipe, {label}, SIGPIPE {way}", command, {141, -signal.SIGPIPE}, stdout=writer, talk=False, allow=True,
                 before=lambda action=action: signal.signal(signal.SIGPIPE, action))
        os.close(writer)
    signals(bench, long)
    shrinking(bench, long)


def full_disk(bench, case, good):
    folder = bench.fresh("disk/full")
    # The sizes cross the header, the media and the index; the clip's 5 s need about 1.2 MB.
    if not bench.root:
        bench.add("disk/full", "-", "-", [], [], b"skipped: needs root for a tmpfs")
        return
    for size in ("16k", "300k", "1000k"):
        mounted = run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder])
        if mounted.code:
            bench.add("disk/full", "-", "-", [], [], b"skipped: no tmpfs: " + mounted.err)
            return
        try:
            case(f"disk/full at {size}", lambda f: [bench.options.clipfit, "trim", good, "-s", "0.4", "-d", "5", "-o", "out.mp4"], {75}, folder=folder)
        finally:
            subprocess.run(["umount", folder], check=False)


def signals(bench, long):
    """SIGINT and SIGTERM at several moments: 130 and 143, nothing left."""
    clipfit = bench.options.clipfit
    folder = bench.fresh("signal")
    command = [clipfit, "trim", long, "-s", "1.3", "-l", "15", "-o", os.path.join(folder, "out.mp4")]
    lasts = run(command, cwd=folder).wall
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        for part in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97):
            for name in os.listdir(folder):
                os.remove(os.path.join(folder, name))
            done = run(command, cwd=folder, limit=lasts + 20, kill_after=lasts * part, kill_with=number)
            made, wrong = os.listdir(folder), []
            if done.code == 0:
                wrong += ["finished but no output"] if made != ["out.mp4"] else output_fault(os.path.join(folder, "out.mp4"), 15)
            elif done.code not in (code, -number):
                wrong.append(f"exit {done.code}, right would be {code}")
            elif made:
                wrong.append(f"left {made}")
            done.wall = max(0.0, done.wall - lasts * part)
            if done.wall > 1.5 and done.code:
                wrong.append(f"stopped {done.wall:.1f} s after the signal")
            bench.add(f"signal/{number.name} at {part:.0%}", "-", done.code, [done], wrong, done.err)


def shrinking(bench, long):
    """A source that shrinks while it is read is an error, never a short success."""
    folder = bench.fresh("source/shrinks")
    source = os.path.join(folder, "clip.mp4")
    output = os.path.join(folder, "out.mp4")
    command = [bench.options.clipfit, "trim", source, "-s", "20.3", "-l", "30", "-o", output, "--method", "encode"]
    # One that is already short: the end of the window is beyond what is there.
    shutil.copyfile(long, source)
    child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        child.wait(timeout=1.5)
    except subprocess.TimeoutExpired:
        os.truncate(source, 9_000_000)
    try:
        error = child.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        child.kill()
        error = child.communicate()[1]
    wrong = []
    left = [name for name in os.listdir(folder) if name != "clip.mp4"]
    if child.returncode not in (65, 66, 74):
        wrong.append(f"exit {child.returncode}, right would be one of 65, 66, 74")
    if child.returncode and left:
        wrong.append(f"left {left}")
    bench.add("source/shrinks while read", "-", child.returncode, [], wrong, error)


def main():
    options = common.parser(__doc__)
    options.add_argument("--only", default="*", metavar="GLOB", help="cases by name, as in 'made/*'; 'outputs' for the other side")
    options = common.prepare(options.parse_args())
    bench = Bench(options)
    for case in cases(options.media):
        if fnmatch.fnmatch(case.name, options.only):
            try:
                run_case(bench, case)
            except Exception as error:  # one broken case must not hide the rest
                bench.add(case.name, "-", "-", [], [f"this script failed: {error!r}"])
    if options.only in ("*", "outputs"):
        outputs(bench)
    bench.failed += bool(common.media_touched(options))
    print()
    common.table([tuple(str(c) if not isinstance(c, bytes) else c for c in row) for row in bench.rows],
                 ("case", "probe", "trim", "s", "MB", "message", ""))
    print(f"\n{len(bench.rows)} cases, {bench.failed} failed; slowest {max((float(r[3]) for r in bench.rows), default=0):.2f} s, "
          f"most memory {max((float(r[4]) for r in bench.rows), default=0):.0f} MB")
    if options.json:
        keys = ("case", "probe", "trim", "seconds", "megabytes", "message", "verdict")
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump([{k: common.printable(v) for k, v in zip(keys, row)} for row in bench.rows], file, indent=1)
    common.clean(options)
    sys.exit(1 if bench.failed else 0)


if __name__ == "__main__":
    main()
