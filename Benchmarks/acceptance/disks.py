#!/usr/bin/env python3
"""trim, batch, sheet and render on disks of several kinds, each killed (-9) at many points: under a final name there is all of a
file or nothing, what stood there before is never lost, and the next run leaves nothing behind and makes nothing twice."""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from common import BINARY, printable, run, sha256, table

MINE = b"a file of the user's, which is in the way\n" * 50


# Disks

def tool(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextlib.contextmanager
def on_image(scratch, make, mount, size="96M"):
    image, place = os.path.join(scratch, "image"), os.path.join(scratch, "disk")
    os.makedirs(place, exist_ok=True)
    tool("truncate", "-s", size, image)
    tool(*make, image)
    loop = subprocess.run(["losetup", "-f", "--show", image], check=True, capture_output=True, text=True).stdout.strip()
    try:
        tool(*mount, loop, place)
        try:
            yield place
        finally:
            tool("umount", place)
    finally:
        tool("losetup", "-d", loop)
        os.remove(image)


@contextlib.contextmanager
def fuse(scratch):
    below, place = os.path.join(scratch, "below"), os.path.join(scratch, "disk")
    for folder in (below, place):
        os.makedirs(folder, exist_ok=True)
    tool("bindfs", below, place)
    try:
        yield place
    finally:
        tool("umount", place)
        shutil.rmtree(below)


@contextlib.contextmanager
def tmpfs(scratch):
    place = os.path.join(scratch, "disk")
    os.makedirs(place, exist_ok=True)
    tool("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", place)
    try:
        yield place
    finally:
        tool("umount", place)


@contextlib.contextmanager
def plain(scratch):
    place = os.path.join(scratch, "disk")
    os.makedirs(place, exist_ok=True)
    yield place
    shutil.rmtree(place)


DISKS = {
    "plain": plain,
    "tmpfs": tmpfs,
    "fuse": fuse,
    "exfat": lambda scratch: on_image(scratch, ["mkfs.exfat"], ["mount.exfat-fuse"]),
    "vfat": lambda scratch: on_image(scratch, ["mkfs.vfat", "-F", "32"], ["mount", "-t", "vfat"]),
}


# Verbs

class Verb:
    """One command, and the files that it makes below a folder."""

    def __init__(self, bench, name, folder):
        self.name, self.folder, program = name, folder, bench.clipfit
        out = lambda *parts: os.path.join(folder, *parts)
        look = ["--speed", "ultrafast", "--aspect", "1:1"]
        if name == "trim":
            self.command, self.files = [program, "trim", bench.clip, "-s", "0.5", "-d", "3", *look, "-o", out("out.mp4"), "-q"], ["out.mp4"]
        elif name == "batch":
            self.command = [program, "batch", bench.clips, "-o", out("all"), "--pick", "start", "-l", "2", *look, "--cover", "auto",
                            "--jobs", "1", "--json"]
            self.files = [f"all/{stem}-2s{ending}" for stem in "abc" for ending in (".mp4", ".cover.jpg")]
        elif name == "sheet":
            self.command, self.files = [program, "sheet", bench.clip, "-o", out("sheet.png"), "-q"], ["sheet.png"]
        else:
            plan = run([program, "trim", bench.clip, "-s", "1", "-d", "3", *look, "-o", out("plan.mp4"), "--dry-run", "--json"])
            path = os.path.join(bench.scratch, "plan.json")
            with open(path, "wb") as file:
                file.write(plan.out)
            self.command, self.files = [program, "render", path, "-q"], ["plan.mp4"]

    def path(self, name):
        return os.path.join(self.folder, name)

    def clear(self):
        for name in os.listdir(self.folder):
            path = os.path.join(self.folder, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

    def strangers(self):
        """Files that are none of those that it makes."""
        found = []
        for place, folders, names in os.walk(self.folder):
            if ".clipfit" in folders:
                folders.remove(".clipfit")
            found += [os.path.relpath(os.path.join(place, name), self.folder) for name in names]
        return sorted(set(found) - set(self.files))


def complaint(path):
    """Why a picture or a video is not whole; "" where it is."""
    done = run(["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", path, "-map", "0", "-f", "null", "-"])
    return done.err.decode(errors="replace").strip()[:100] or ("" if done.code == 0 else f"exit {done.code}")


def frames(path):
    told = run(["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of",
                "csv=p=0", path])
    return told.out.decode().strip().strip(",")


# Trials

class Trial:
    def __init__(self, bench, disk, verb):
        self.bench, self.disk, self.verb = bench, disk, verb
        self.wrong, self.counts = [], {"nothing": 0, "whole": 0, "the old file": 0, "empty, to be replaced": 0, "hidden left": 0}

    def fault(self, what):
        self.wrong.append(f"{self.disk} {self.verb.name}: {what}")

    def undisturbed(self):
        self.verb.clear()
        done = run(self.verb.command)
        if done.code:
            self.fault(f"undisturbed: exit {done.code} {printable(done.err[:200])}")
            return None
        self.whole = {name: frames(self.verb.path(name)) for name in self.verb.files}
        if self.verb.strangers():
            self.fault(f"undisturbed: it leaves {self.verb.strangers()}")
        return done.wall

    def written(self):
        """Bytes that are written in the folder for a byte of the outputs: an index in front takes two, what is encoded twice four."""
        if not shutil.which("strace"):
            return None
        self.verb.clear()
        log = os.path.join(self.bench.scratch, "log")
        run(["strace", "-f", "-y", "-qq", "-o", log, "-e", "trace=write,pwrite64", *self.verb.command])
        total = 0
        with open(log, errors="replace") as file:
            for line in file:
                match = re.match(r"\d+\s+p?write(?:64)?\(\d+<([^>]*)>.*= (\d+)$", line)
                if match and match[1].startswith(self.verb.folder) and "/.clipfit/" not in match[1]:
                    total += int(match[2])
        size = sum(os.path.getsize(self.verb.path(name)) for name in self.verb.files)
        if total > 3 * size:
            self.fault(f"{total} bytes are written for {size}: something is made twice")
        return total / size

    def kill(self, at, over):
        verb = self.verb
        verb.clear()
        command = list(verb.command)
        if over:
            for name in verb.files:
                os.makedirs(os.path.dirname(verb.path(name)), exist_ok=True)
                with open(verb.path(name), "wb") as file:
                    file.write(MINE)
            command.append("--overwrite")
        done = run(command, kill_after=at, kill_with=signal.SIGKILL)
        here = f"at {at:.3f} s{' over files' if over else ''}: "
        if done.code not in (0, -signal.SIGKILL):
            self.fault(here + f"exit {done.code} {printable(done.err[:150])}")
        before = {name: self.found(name, here, over) for name in verb.files}
        self.counts["hidden left"] += any(name.endswith(".part") for name in verb.strangers())
        self.again(command, before, here)

    def found(self, name, here, over):
        path = self.verb.path(name)
        if not os.path.exists(path):
            kind = "nothing"
            if over:
                self.fault(here + f"{name}: what stood there is lost")
        elif os.path.getsize(path) == 0:
            kind = "empty, to be replaced"
            beside = os.listdir(os.path.dirname(path))
            if not any(other.startswith(f".{os.path.basename(path)}.") and other.endswith(".part") for other in beside):
                self.fault(here + f"{name} is empty, and nothing beside it tells why")
        elif open(path, "rb").read(len(MINE)) == MINE:
            kind = "the old file"
        else:
            kind = "whole"
            if frames(path) != self.whole[name] or complaint(path):
                self.fault(here + f"{name} is not whole: {complaint(path)}")
        self.counts[kind] += 1
        return kind

    def again(self, command, before, here):
        """The next run, by the same command: what was whole before stays where nothing says that it is to be replaced."""
        verb = self.verb
        sums = {name: (os.stat(verb.path(name)).st_ino, os.stat(verb.path(name)).st_mtime_ns)
                for name, kind in before.items() if kind == "whole"}
        done = run(command)
        if verb.name == "batch":
            expected = (0,)
        else:
            expected = (73,) if sums and "--overwrite" not in command else (0,)
        if done.code not in expected:
            self.fault(here + f"the next run: exit {done.code} {printable(done.err[:150])}")
        for name in verb.files:
            path = verb.path(name)
            if not os.path.exists(path) or frames(path) != self.whole[name] or complaint(path):
                self.fault(here + f"after the next run {name} is not whole")
        if verb.strangers():
            self.fault(here + f"the next run leaves {verb.strangers()}")
        if verb.name == "batch":
            self.check_once(sums, here)

    def check_once(self, sums, here):
        """One clip was on its way: only that may be made again, though its file had its name already."""
        again = {name.rsplit("-2s", 1)[0] for name, facts in sums.items() if name.endswith(".mp4")
                 and (os.stat(self.verb.path(name)).st_ino, os.stat(self.verb.path(name)).st_mtime_ns) != facts}
        if len(again) > 1:
            self.fault(here + f"finished clips are made again: {sorted(again)}")


class Bench:
    def __init__(self, options, scratch):
        self.clipfit, self.scratch = os.path.abspath(options.clipfit), scratch
        self.clips = os.path.join(scratch, "clips")
        os.makedirs(self.clips)
        self.clip = os.path.join(scratch, "clip.mp4")
        source = "testsrc2=size=640x360:rate=30:duration=6"
        tool("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-f", "lavfi", "-i", "sine=duration=6", "-c:v", "libx264", "-g", "60",
             "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", self.clip)
        for name in "abc":
            shutil.copyfile(self.clip, os.path.join(self.clips, f"{name}.mp4"))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clipfit", default=BINARY, metavar="PATH")
    options.add_argument("--points", type=int, default=20, metavar="N")
    options.add_argument("--disks", default="tmpfs,fuse,exfat", help=f"of {', '.join(DISKS)}; all but plain need root")
    options.add_argument("--verbs", default="trim,batch,sheet,render")
    options.add_argument("--json", metavar="FILE")
    options = options.parse_args()
    rows, wrong, skipped = [], [], []
    with tempfile.TemporaryDirectory(prefix="clipfit-disks-") as scratch:
        # Caches and settings of nobody.
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = os.path.join(scratch, "home")
        bench = Bench(options, scratch)
        sources = {path: sha256(path) for path in [bench.clip] + [os.path.join(bench.clips, f"{name}.mp4") for name in "abc"]}
        for disk in options.disks.split(","):
            try:
                with DISKS[disk](scratch) as folder:
                    for name in options.verbs.split(","):
                        trial = Trial(bench, disk, Verb(bench, name, folder))
                        lasts = trial.undisturbed()
                        if lasts is not None:
                            ratio = trial.written()
                            for point in range(options.points):
                                trial.kill(lasts * 1.02 * (point + 0.5) / options.points, over=point % 2 == 1)
                            rows.append((disk, name, f"{lasts:.2f}", f"{ratio:.2f}" if ratio else "-",
                                         *map(str, trial.counts.values()), str(len(trial.wrong))))
                            # An interrupted run has its figures so far.
                            print(" ".join(rows[-1]), file=sys.stderr, flush=True)
                        wrong += trial.wrong
            except (OSError, subprocess.CalledProcessError) as error:
                skipped.append(f"{disk}: {error} {getattr(error, 'stderr', b'') or ''}")
        wrong += [f"the source {path} changed" for path, digest in sources.items() if sha256(path) != digest]
    table(rows, ("disk", "verb", "seconds", "written", "nothing", "whole", "old", "empty", "hidden", "wrong"))
    for line in skipped:
        print("skipped: " + line)
    for line in wrong:
        print("wrong: " + line)
    print(f"{'FAIL' if wrong or not rows else 'ok'}: {len(rows)} of disk and verb, {options.points} kills each, {len(wrong)} violations")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"rows": rows, "wrong": wrong, "skipped": skipped}, file, indent=1)
    sys.exit(1 if wrong or not rows else 0)


if __name__ == "__main__":
    main()
