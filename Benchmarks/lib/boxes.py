"""A small reader of MP4 boxes: what a file holds, in its own words. Standard library only."""

import struct

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"udta", b"moof", b"traf", b"mvex", b"tref"}


class Box:
    """A box: `kind` in four bytes, `path` from the top as text, its bytes without the header, its place in the file."""

    def __init__(self, kind, path, body, offset):
        self.kind, self.path, self.body, self.offset = kind, path, body, offset
        self.children = []

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, path):
        """The first box below at `path`, e.g. `mdia/hdlr`; None where there is none."""
        box = self
        for word in path.split("/"):
            box = next((child for child in box.children if child.kind == word.encode()), None)
            if box is None:
                return None
        return box


def read(path):
    """The boxes of a file below a box without a kind; bytes that are no box become one of the kind `rest`."""
    with open(path, "rb") as file:
        data = file.read()
    top = Box(b"", "", b"", 0)
    top.children = parse(data, 0, len(data), "")
    return top


def parse(data, start, end, above):
    boxes = []
    while start < end:
        size, kind = struct.unpack(">I4s", data[start:start + 8]) if end - start >= 8 else (0, b"rest")
        header = 8
        if size == 1 and end - start >= 16:
            size, header = struct.unpack(">Q", data[start + 8:start + 16])[0], 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            kind, size, header = b"rest", end - start, 0
        path = f"{above}/{kind.decode('latin-1')}".strip("/")
        box = Box(kind, path, data[start + header:start + size], start)
        if kind in CONTAINERS:
            box.children = parse(data, start + header, start + size, path)
        boxes.append(box)
        start += size
    return boxes


def times(box):
    """(creation, modification, timescale, duration) of an mvhd or mdhd; a tkhd has an id for its timescale."""
    if box.body[0] == 1:
        if box.kind == b"tkhd":
            created, modified, scale, _, duration = struct.unpack(">QQIIQ", box.body[4:36])
        else:
            created, modified, scale, duration = struct.unpack(">QQIQ", box.body[4:32])
    elif box.kind == b"tkhd":
        created, modified, scale, _, duration = struct.unpack(">IIIII", box.body[4:24])
    else:
        created, modified, scale, duration = struct.unpack(">IIII", box.body[4:20])
    return created, modified, scale, duration


def runs(box, form):
    """The rows of an stts, ctts, or stss; none for no box."""
    if box is None:
        return []
    count = struct.unpack(">I", box.body[4:8])[0]
    return list(struct.iter_unpack(form, box.body[8:8 + count * struct.calcsize(form)]))


class Track:
    """One `trak`: times in ticks of its own timescale."""

    def __init__(self, trak):
        self.kind = trak.find("mdia/hdlr").body[8:12].decode("latin-1")
        self.handler = trak.find("mdia/hdlr").body[24:]
        media = trak.find("mdia/mdhd")
        self.scale = times(media)[2]
        self.language = struct.unpack(">H", media.body[-4:-2])[0]
        table = trak.find("mdia/minf/stbl")
        self.durations = [d for count, d in runs(table.find("stts"), ">II") for _ in range(count)]
        self.offsets = [o for count, o in runs(table.find("ctts"), ">Ii") for _ in range(count)] or [0] * len(self.durations)
        syncs = runs(table.find("stss"), ">I") if table.find("stss") else None
        self.syncs = [n for n, in syncs] if syncs is not None else list(range(1, len(self.durations) + 1))
        decode, self.times = 0, []
        for duration, offset in zip(self.durations, self.offsets):
            self.times.append(decode + offset)
            decode += duration
        self.end = max((t + d for t, d in zip(self.times, self.durations)), default=0)
        self.description = table.find("stsd").body


def tracks(top):
    return [Track(box) for box in top.all() if box.kind == b"trak"]
