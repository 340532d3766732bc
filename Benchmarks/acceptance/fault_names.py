"""Names of every kind, and links that lead nowhere or in circles. Part of faults.py."""

import base64
import os
import shutil
import socket

NAMES = [
    b"plain.mp4", b"with spaces .mp4", b"new\nline.mp4", b"carriage\rreturn.mp4", b"tab\t.mp4", b"bell\x07esc\x1b[31m.mp4", b"-leading-dash.mp4",
    b"--output.mp4", b"-", b"caf\xe9-latin1.mp4", b"\xff\xfe\xfd.mp4", b"\xf0\x9f\x8e.mp4", "emoji 🎬👩‍👩‍👧.mp4".encode(), "سلام דוגמה.mp4".encode(),
    "rtl\u202egpj.mp4".encode(), "kopi 雨.mp4".encode(), "e\u0301.mp4".encode(), "\u00e9.mp4".encode(), b"quote'single.mp4", b'quote"double.mp4',
    b"$(touch pwned)`touch pwned`.mp4", b"; touch pwned; #.mp4", b"&|<>*?[x]!{a,b}~.mp4", b"back\\slash.mp4", b"%s%n%03d.mp4", b"{stem}{n}.mp4",
    b"file:clip.mp4", b"concat:a|b.mp4", b"http:x.mp4", b"pipe:1.mp4", b"UPPER.MP4", b"two.dots.mp4", b"trailing.dot..mp4", b"a.mp4.mp4", b" .mp4",
    b"\xc2\xa0.mp4", b"\xef\xbb\xbfbom.mp4", b"con.mp4", b"x" * 248 + b".mp4", "🎬".encode() * 61 + b".mp4",
]
# A name for the output of these would have more than 255 bytes: it is cut between characters, with a hash.
TOO_LONG = [b"y" * 251 + b".mp4", "😀".encode() * 62 + b"abc.mp4"]
HIDDEN = [b".hidden.mp4", b"..mp4"]
FOLDERS = [b"plain", b"new\nline", b"-r", b"\xff\xfe", "папка".encode(), b"'\"$(x)", b"d" * 255, b" ", b"{stem}", b"%d"]


def shortened(stem, ending):
    value = 0xCBF29CE484222325
    for byte in stem:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    kept = stem[: 255 - len(ending) - 9]
    while stem[len(kept)] & 0xC0 == 0x80:
        kept = kept[:-1]
    return kept + b"-%08x" % (value % 2**32) + ending


def told_sources(told):
    found = []
    for line in told:
        if "status" in line:
            found.append(base64.b64decode(line["sourceBytes"]) if line.get("sourceBytes") else line["source"].encode())
    return found


def names(trial):
    clip = trial.path / "in/0.mp4"
    root = os.fsencode(trial.path)
    shutil.copyfile(clip, trial.path / "clip")
    shutil.rmtree(trial.path / "in")
    places = [name for name in NAMES if name != b"-"] + [b"%s/%s" % (folder, name) for folder in FOLDERS for name in trial.random.sample(NAMES[:35], 3) if name != b"-"]
    for place in places + TOO_LONG + HIDDEN:
        os.makedirs(os.path.dirname(b"%s/in/%s" % (root, place)), exist_ok=True)
        shutil.copyfile(trial.path / "clip", b"%s/in/%s" % (root, place))
    code, told, errors = trial.run()
    trial.check(code == 1, f"ended with {code}: {errors[-300:]}")
    status = {source: line for source, line in zip(told_sources(told), [line for line in told if "status" in line])}
    trial.check(set(status) == {b"in/" + place for place in places + TOO_LONG},
                f"not told as they are: {sorted(set(status) ^ {b'in/' + place for place in places + TOO_LONG})}")
    expected = set()
    for place in places:
        stem = place.rsplit(b".", 1)[0]
        expected.add(stem + b"-1s.mp4")
        line = status.get(b"in/" + place)
        trial.check(line and line["status"] == "done", f"{place} is {line and (line['status'], line['error'])}")
    for place in TOO_LONG:
        stem = place.rsplit(b".", 1)[0]
        expected.add(shortened(stem, b"-1s.mp4"))
        line = status.get(b"in/" + place)
        trial.check(line and line["status"] == "done", f"{place[:20]}… is {line and (line['status'], line['error'])}")
    made = {os.path.relpath(os.path.join(folder, name), root + b"/out") for folder, _, files in os.walk(root + b"/out")
            for name in files if b".clipfit" not in folder.split(b"/")}
    trial.check(made == expected, f"made and not expected, or the other way round: {sorted(made ^ expected)[:5]}")
    trial.check(not any(os.path.exists(trial.path / place) for place in ["pwned", "in/pwned", "out/pwned"]), "a name was run as a command")
    trial.check(all(c == "\n" or c.isprintable() or ord(c) > 127 for c in errors), "control characters in messages")
    code, told, errors = trial.run()
    trial.check(told and told[-1]["summary"]["skipped"] == len(places + TOO_LONG), f"the next run: {told and told[-1]}, {errors[-300:]}")
    trial.check_processes()


def links(trial):
    """Links that loop, lead nowhere, up, or out; and what is no file at all."""
    root = trial.path / "in"
    outside = trial.path / "outside"
    outside.mkdir()
    shutil.copyfile(root / "0.mp4", outside / "far.mp4")
    for link, target in {
        "self.mp4": "self.mp4", "ping.mp4": "pong.mp4", "pong.mp4": "ping.mp4", "nowhere.mp4": "nothing.mp4", "up": "..", "here": ".",
        "day/round": "../day", "root": "/", "out-link": "../out", "far": "../outside", "long": "/".join(["."] * 2000) + "/day",
    }.items():
        os.symlink(target, root / link)
    os.symlink("0.mp4", root / "link.mp4")
    os.symlink("../outside/far.mp4", root / "far.mp4")
    os.link(root / "2.mp4", root / "hard.mp4")
    os.mkfifo(root / "pipe.mp4")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(root / "socket.mp4"))
    (root / "folder.mp4").mkdir()
    (root / "empty.mp4").touch()
    deep = os.open(root, os.O_RDONLY)
    for _ in range(30):  # deeper than a path may be long
        os.mkdir(b"d" * 200, dir_fd=deep)
        deeper = os.open(b"d" * 200, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    os.close(deep)
    code, told, errors = trial.run()
    trial.check(code == 1, f"ended with {code}: {errors[-300:]}")
    done = {line["source"].removeprefix("in/") for line in told if line.get("status") == "done"}
    trial.check(done == {"0.mp4", "2.mp4", "4.mp4", "day/1.mp4", "day/3.mp4", "link.mp4", "far.mp4", "hard.mp4"}, f"done are {sorted(done)}")
    failed = {line["source"].removeprefix("in/") for line in told if line.get("status") == "failed"}
    trial.check({"self.mp4", "ping.mp4", "pong.mp4", "nowhere.mp4", "pipe.mp4", "socket.mp4", "empty.mp4", "bad.mp4"} <= failed, f"failed are {sorted(failed)}")
    trial.check(all(line["error"]["message"] for line in told if line.get("status") == "failed"), "a failure without a reason")
    trial.check_processes()
    code, told, errors = trial.run()
    trial.check(told and told[-1]["summary"]["skipped"] == 8, f"the next run: {told and told[-1]}")


ROWS = {"names of every kind": (names, 0.02), "links that loop": (links, 0.02)}
