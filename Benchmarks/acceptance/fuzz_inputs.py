"""Small clean inputs of many kinds for fuzz.py, and seeded damage to them. Standard library and ffmpeg only."""

import os
import struct
import subprocess

SECONDS = 3
PICTURE = ["-f", "lavfi", "-i", f"testsrc=size=160x120:rate=25:duration={SECONDS}"]
TONE = ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=44100:duration={SECONDS}"]
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-pix_fmt", "yuv420p", "-threads", "1"]
AAC = ["-c:a", "aac", "-b:a", "48k"]

# What a phone, a camera, a browser, a TV card and an old camera make. A clip whose encoder is missing is left out.
CLIPS = {
    "h264.mp4": X264 + ["-bf", "2"] + AAC + ["-movflags", "+faststart"],
    "h264-vfr.mp4": ["-vf", "select='not(between(mod(n,10),3,6))'", "-vsync", "vfr"] + X264 + ["-bf", "2"] + AAC,
    "h264-fragments.mp4": X264 + ["-bf", "0"] + AAC + ["-movflags", "+frag_keyframe+empty_moov"],
    "h264-pcm.mov": X264 + ["-bf", "2", "-c:a", "pcm_s16le"],
    "h264.mkv": X264 + ["-bf", "2", "-c:a", "libopus"],
    "h264.ts": X264 + ["-bf", "2"] + AAC,
    "h264.flv": X264 + ["-bf", "1"] + AAC,
    "hevc.mp4": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=25:pools=none:frame-threads=1",
                 "-tag:v", "hvc1"] + AAC,
    "vp9.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libopus"],
    "vp8.webm": ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libvorbis"],
    "vp9.ivf": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-an"],
    "xvid.avi": ["-c:v", "mpeg4", "-bf", "2", "-g", "25", "-q:v", "5", "-c:a", "mp2"],
    "mjpeg.avi": ["-c:v", "mjpeg", "-q:v", "5", "-c:a", "pcm_s16le"],
    "mpeg2.vob": ["-c:v", "mpeg2video", "-bf", "2", "-g", "12", "-b:v", "300k", "-c:a", "mp2", "-f", "vob"],
    "mpeg2.ts": ["-c:v", "mpeg2video", "-bf", "2", "-g", "12", "-b:v", "300k", "-c:a", "ac3"],
    "theora.ogv": ["-c:v", "libtheora", "-g", "25", "-q:v", "4", "-c:a", "libvorbis"],
    "mjpeg.mov": ["-c:v", "mjpeg", "-q:v", "5"] + AAC,
}

CUBE = "TITLE \"warm\"\nLUT_3D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n" + "".join(
    f"{r / 2:.4f} {g / 2 * 0.95:.4f} {b / 2 * 0.9:.4f}\n" for b in range(3) for g in range(3) for r in range(3))
TEXTS = {
    "brand.yaml": "# A brand.\nname: toko\nextends: [brand]\nlook:\n  name: warm\n  strength: 0.6\nlogo:\n  corner: bottom-right\n"
                  "output:\n  platforms: [tiktok, reels]\n  length: 15\nhashtags:\n  always: ['#toko', '#kopi']\n  max: 5\n",
    "look.cube": CUBE,
    "words.srt": "".join(f"{n}\n00:00:0{n},100 --> 00:00:0{n},900\nSelamat pagi {n}\n<i>kopi</i> & gula\n\n" for n in range(3)),
    "songs.csv": "date,rank,title,artist,if_cml\n" + "".join(
        f"2026-11-{d:02},{r},Song {r},Artist {r},true\n" for d in (7, 14, 21) for r in (1, 2, 3)),
    "tags.json": '{"code":0,"data":{"list":[{"hashtag_name":"kopi","rank":1,"publish_cnt":1200,"video_views":90000,"country_info":'
                 '{"id":"ID"}},{"hashtag_name":"batik","rank":2,"publish_cnt":800,"video_views":70000}]}}\n',
    "posts.csv": "post,posted,scraped,views,likes,comments,caption,length\n" + "".join(
        f"p{n},2026-10-{n + 1:02},2026-11-20,{1000 * n + 37},{90 * n},{n},\"Kopi, pagi #kopi\",15\n" for n in range(9)),
}


def make(folder):
    """Writes all clean inputs; returns the names of the clips that this ffmpeg can make."""
    made = []
    for name, options in CLIPS.items():
        path = os.path.join(folder, name)
        done = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *PICTURE, *TONE, *options, "-shortest", path],
                              capture_output=True, check=False)
        if done.returncode == 0:
            made.append(name)
        else:
            print(f"left out {name}: {done.stderr.decode(errors='replace').strip().splitlines()[:1]}", flush=True)
    for name, text in TEXTS.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    return made


# --- damage that any file can take

def place(chance, data, most=1):
    """A position, near the beginning or the end as often as anywhere: headers and indices lie there."""
    last = max(0, len(data) - most)
    reach = min(last, 2048)
    return chance.choice((chance.randint(0, last), chance.randint(0, reach), last - chance.randint(0, reach)))


def flip_bits(chance, data):
    for _ in range(chance.choice((1, 2, 8, 40))):
        data[place(chance, data)] ^= 1 << chance.randrange(8)


def truncate(chance, data):
    del data[place(chance, data):]


def blank(chance, data):
    size = chance.choice((16, 188, 1024, 8192))
    start = place(chance, data, size)
    data[start:start + size] = bytes(min(size, len(data) - start))


def remove(chance, data):
    start = place(chance, data)
    del data[start:start + chance.choice((1, 7, 188, 1024, 8192))]


def repeat(chance, data):
    size = chance.choice((1, 188, 1024, 8192))
    start = place(chance, data, size)
    data[start:start] = data[start:start + size]


def swap(chance, data):
    size = chance.choice((188, 512, 4096))
    if len(data) < 3 * size:
        return
    first, second = sorted(chance.randrange(len(data) // size) * size for _ in range(2))
    if second - first >= size:
        a, b = data[first:first + size], data[second:second + size]
        data[second:second + len(a)], data[first:first + len(b)] = a[:len(b)] + b[len(a):], b


ANY = (flip_bits, truncate, blank, remove, repeat, swap)


# --- damage that knows its container

def odd(chance, value, bits=32):
    """A number that a file should not hold in place of `value`."""
    top = (1 << bits) - 1
    return chance.choice((0, 1, top, top >> 1, (top >> 1) + 1, value + 1, max(0, value - 1), value * 2, value * 1000, value // 2,
                          chance.randint(0, top))) & top


def found(data, words):
    """Where any of the words begins."""
    places = []
    for word in words:
        at = data.find(word)
        while at >= 0 and len(places) < 4000:
            places.append(at)
            at = data.find(word, at + 1)
    return places


def number(chance, data, at, size=4):
    if 0 <= at and at + size <= len(data):
        value = int.from_bytes(data[at:at + size], "big")
        data[at:at + size] = odd(chance, value, 8 * size).to_bytes(size, "big")


def lie_of_box_size(chance, data):
    boxes = found(data, (b"moov", b"trak", b"mdia", b"stbl", b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"stss", b"elst",
                         b"mdat", b"moof", b"traf", b"trun", b"avcC", b"hvcC", b"esds", b"udta"))
    if boxes:
        number(chance, data, chance.choice(boxes) - 4)


def lie_of_count(chance, data):
    boxes = [(at, skip) for word, skip in ((b"stts", 8), (b"ctts", 8), (b"stsc", 8), (b"stsz", 12), (b"stco", 8), (b"stss", 8),
                                           (b"elst", 8), (b"trun", 8), (b"stsz", 8)) for at in found(data, (word,))]
    if boxes:
        at, skip = chance.choice(boxes)
        number(chance, data, at + skip)


def edit_box_times(chance, data):
    boxes = [(at, chance.choice(skips)) for word, skips in (
        (b"stts", (12, 16, 20, 24)), (b"ctts", (12, 16, 20, 24, 28)), (b"elst", (12, 16)), (b"mdhd", (16, 20)), (b"mvhd", (16, 20)),
        (b"tfdt", (8, 12)), (b"trun", (12, 16, 20, 24)), (b"tkhd", (24,))) for at in found(data, (word,))]
    for _ in range(chance.choice((1, 3))):
        if boxes:
            at, skip = chance.choice(boxes)
            number(chance, data, at + skip)


def lie_of_element_size(chance, data):
    """EBML: the byte behind an id tells how many bytes its element has."""
    ids = found(data, (b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75", b"\x16\x54\xae\x6b", b"\x15\x49\xa9\x66", b"\x1c\x53\xbb\x6b",
                       b"\xae", b"\xa3", b"\xa0", b"\xe7"))
    if ids:
        at = chance.choice(ids)
        number(chance, data, at + (4 if data[at] in (0x18, 0x1F, 0x16, 0x15, 0x1C) else 1), chance.choice((1, 2)))


def edit_block_times(chance, data):
    """EBML: times of clusters (E7) and of simple blocks (A3: size, track, time)."""
    for _ in range(chance.choice((1, 4))):
        at = chance.choice(found(data, (b"\x1f\x43\xb6\x75", b"\xa3")) or [0])
        if data[at:at + 1] == b"\xa3":
            size = 9 - (data[at + 1] if at + 1 < len(data) else 0).bit_length()
            number(chance, data, at + 2 + size, 2)
        else:
            clock = data.find(b"\xe7", at, at + 40)
            if clock >= 0:
                number(chance, data, clock + 2, chance.choice((1, 2)))


def edit_stream_times(chance, data):
    """MPEG: presentation and decode times in PES headers."""
    heads = [at for at in found(data, (b"\0\0\1\xe0", b"\0\0\1\xc0", b"\0\0\1\xbd")) if at + 14 < len(data) and data[at + 7] & 0x80]
    for _ in range(chance.choice((1, 1, 5))):
        if heads:
            at = chance.choice(heads) + 9
            for byte in range(at, at + 5):
                data[byte] ^= chance.randrange(256) & ~1 & 0xFF if byte > at else chance.choice((0, 2, 4, 8))


def drop_stream_times(chance, data):
    """MPEG: PES headers whose times become padding."""
    for at in found(data, (b"\0\0\1\xe0",)):
        if at + 14 < len(data) and data[at + 7] & 0x80 and chance.random() < 0.3:
            data[at + 7] &= 0x3F


def shuffle_packets(chance, data):
    """MPEG-TS: packets of 188 bytes lost, repeated, changed for the next."""
    packets = [bytes(data[at:at + 188]) for at in range(0, len(data), 188)]
    for _ in range(chance.choice((1, 5, 20))):
        at = chance.randrange(max(1, len(packets) - 1))
        packets[at:at + 2] = chance.choice((packets[at:at + 1], [packets[at]] * 3, packets[at:at + 2][::-1], []))
    data[:] = b"".join(packets)


def edit_list_index(chance, data):
    """AVI: entries of its index (id, flags, place, size), chunk sizes, numbers of the stream headers."""
    index = data.rfind(b"idx1")
    for _ in range(chance.choice((1, 4))):
        places = [index + 8 + 4 * chance.randrange(60)] if index >= 0 else []
        places += [at + 4 * chance.choice((1, 5, 6, 8, 9)) for at in found(data[:1024], (b"strh", b"avih"))]
        places += [at + 4 for at in found(data, (b"00dc", b"01wb"))[:200]]
        at = chance.choice(places or [0])
        data[at:at + 4] = odd(chance, int.from_bytes(data[at:at + 4], "little")).to_bytes(4, "little")


def edit_pages(chance, data):
    """Ogg: pages lost, repeated, changed for another, or with other times; their checksums are no longer right."""
    starts = found(data, (b"OggS",)) + [len(data)]
    pages = [bytearray(data[a:b]) for a, b in zip(starts, starts[1:])]
    if len(pages) < 6:
        return
    for _ in range(chance.choice((1, 4))):
        at = chance.randrange(3, len(pages) - 1)
        kind = chance.randrange(3)
        if kind == 0:
            pages[at:at + 2] = chance.choice((pages[at:at + 1], [pages[at]] * 2 + pages[at + 1:at + 2], pages[at:at + 2][::-1]))
        elif len(pages[at]) > 14:
            pages[at][6:14] = struct.pack("<Q", odd(chance, int.from_bytes(pages[at][6:14], "little"), 63))
    data[:] = b"".join(pages)


MP4 = (lie_of_box_size, lie_of_count, edit_box_times, edit_box_times)
KNOWING = {
    ".mp4": MP4, ".mov": MP4, ".mkv": (lie_of_element_size, edit_block_times), ".webm": (lie_of_element_size, edit_block_times),
    ".ts": (shuffle_packets, edit_stream_times, drop_stream_times), ".vob": (edit_stream_times, drop_stream_times),
    ".avi": (edit_list_index, edit_list_index), ".ogv": (edit_pages,),
}


def remuxed(chance, clean, target):
    """The same stream with packets lost or with other times, in a sound container: what a recorder does. False where ffmpeg
    refuses."""
    filters = chance.choice((
        ["-bsf:v", f"noise=amount=0:dropamount={chance.choice((5, 20, 60))}"], ["-bsf:a", "noise=amount=0:dropamount=9"],
        ["-bsf:v", f"setts=pts='PTS+{chance.choice((-1, 1))}*eq(N,{chance.randrange(60)})*{chance.choice((1, 3, 40))}*DURATION'"],
        ["-bsf:v", f"setts=ts='TS+gt(N,{chance.randrange(10, 60)})*{chance.choice((1, 20, 4000))}/TB/25'"],
        ["-bsf:v", f"noise=amount={chance.choice((200, 2000, 20000))}"]))
    done = subprocess.run(["ffmpeg", "-nostdin", "-v", "quiet", "-y", "-i", clean, "-map", "0", "-c", "copy", *filters, target],
                          check=False, stdin=subprocess.DEVNULL)
    return done.returncode == 0 and os.path.getsize(target) > 0


def damage(chance, clean, target):
    """Writes a damaged copy of the clip `clean`; returns how it was damaged."""
    with open(clean, "rb") as file:
        data = bytearray(file.read())
    end = os.path.splitext(clean)[1]
    if chance.random() < 0.2 and remuxed(chance, clean, target):
        return "remuxed"
    ways = [chance.choice(KNOWING[end])] if end in KNOWING and chance.random() < 0.6 else [chance.choice(ANY)]
    if chance.random() < 0.2:
        ways.append(chance.choice(ANY))
    for way in ways:
        if data:
            way(chance, data)
    with open(target, "wb") as file:
        file.write(data or b"\0")
    return "+".join(way.__name__ for way in ways)


# --- damage to text

WORDS = ["0", "-1", "1e400", "nan", "99999999999999999999", "null", "true", "''", "\"", "[", "]", "{", "}", ": ", "- ", "&a", "*a", "!!x",
         "<<: *a", "\t", "\r", "\n", "\0", "\ufeff", "\u202e", "\x1b[31m", "00:00:99,999", "-->", "../../etc/passwd", "/dev/zero", ",", ";",
         "9223372036854775807", "1/0", "0x10", "\u0000", "💥" * 40, "x" * 70000, "%n%s", "inf", "LUT_3D_SIZE 65536", "[" * 3000]


def damage_text(chance, clean, target):
    """Writes a damaged copy of a text; returns how it was damaged."""
    with open(clean, encoding="utf-8") as file:
        text = file.read()
    ways = []
    for _ in range(chance.choice((1, 1, 2, 5))):
        lines = text.splitlines(keepends=True) or [""]
        at, way = chance.randrange(len(text) + 1), chance.randrange(7)
        ways.append(("insert", "replace", "lose", "repeat", "swap", "cut", "bytes")[way])
        if way == 0:
            text = text[:at] + chance.choice(WORDS) + text[at:]
        elif way == 1:
            end = min(len(text), at + chance.choice((1, 4, 20)))
            text = text[:at] + chance.choice(WORDS) + text[end:]
        elif way == 2:
            del lines[chance.randrange(len(lines))]
            text = "".join(lines)
        elif way == 3:
            line = chance.randrange(len(lines))
            text = "".join(lines[:line + 1] * chance.choice((1, 2)) + lines[line:] * chance.choice((1, 30)))
        elif way == 4:
            chance.shuffle(lines)
            text = "".join(lines)
        elif way == 5:
            text = text[:at]
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if "bytes" in ways and data:
        flip_bits(chance, data)
    with open(target, "wb") as file:
        file.write(data)
    return "+".join(ways)
