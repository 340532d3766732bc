"""Writes H.264 as AVCHD cameras do where they code the two fields of a frame apart (PAFF), which no free encoder does.

Blocks are stored as samples (I_PCM) or, in P pictures, left as they were (P_Skip). Open GOPs of twelve frames: only the
first begins with an IDR, the others with an I picture and a recovery point, and two B pictures shown before it."""

import re

import numpy

GOP = 12
BLOCK = 16
I, P, B = 7, 5, 6      # slice_type; every slice of the picture is of this type
STORED = {I: 25, P: 30, B: 48}  # mb_type of I_PCM
STILL = 3              # mean difference of samples up to which a block stays as it was
RECOVERY_POINT = bytes([6, 6, 1, 0xC4, 0x80])


class Bits:
    """The bits of one NAL unit."""

    def __init__(self):
        self.done, self.bits = bytearray(), ""

    def u(self, count, value):
        self.bits += f"{value:0{count}b}"
        return self

    def ue(self, *values):
        for value in values:
            word = f"{value + 1:b}"
            self.bits += "0" * (len(word) - 1) + word
        return self

    def raw(self, samples):
        """Bytes, from the next whole byte on."""
        self.bits += "0" * (-len(self.bits) % 8)
        self.done += int("1" + self.bits, 2).to_bytes(len(self.bits) // 8 + 1, "big")[1:] + samples
        self.bits = ""
        return self

    def unit(self, header):
        payload = self.u(1, 1).raw(b"").done
        return b"\0\0\0\1" + bytes([header]) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", bytes(payload))


def parameters(width, height):
    sps = Bits().u(8, 77).u(8, 0).u(8, 30).ue(0, 4, 0, 4, 2).u(1, 0).ue(width // BLOCK - 1, height // (2 * BLOCK) - 1)
    sps.u(3, 0b001).u(1, 0).u(1, 1)                    # frames and fields, no MBAFF; no cropping; VUI:
    sps.u(4, 0).u(1, 1).u(32, 1).u(32, 50).u(1, 1)     # fifty fields a second
    sps.u(3, 0).u(1, 1).u(1, 1).ue(0, 0, 16, 16, 1, 2)  # at most one frame is shown after a later one
    pps = Bits().ue(0, 0).u(2, 0).ue(0, 0, 0).u(3, 0).ue(0, 0, 0).u(3, 0b100)
    return sps.unit(0x67) + pps.unit(0x68)


def order(count):
    """(number of the frame as shown, its slice type), as coded: I0 P3 B1 B2 … I12 B10 B11 …"""
    yield 0, I
    for shown in range(3, count, 3):
        yield shown, P if shown % GOP else I
        yield from ((shown - 2, B), (shown - 1, B))


def blocks(field):
    """The blocks of one field in YUV 4:2:0, row by row: 256 samples of luma, 64 of Cb, 64 of Cr."""
    planes = []
    for plane, size in zip(field, (BLOCK, BLOCK // 2, BLOCK // 2)):
        rows, columns = plane.shape
        planes.append(plane.reshape(rows // size, size, columns // size, size).swapaxes(1, 2).reshape(-1, size * size))
    return numpy.concatenate(planes, axis=1)


def slice_of(field, kind, before, shown, bottom, number, is_idr):
    """One field as a slice, and the blocks that a decoder has of it."""
    bits = Bits().ue(0, kind, 0).u(8, number % 256).u(1, 1).u(1, bottom)
    if is_idr:
        bits.ue(0)
    bits.u(8, (2 * shown + bottom) % 256)
    if kind == P:
        bits.u(2, 0)                                   # the default references, in their order
    elif kind == B:
        bits.u(4, 0b1000)                              # the same, and spatial direct prediction
    if kind != B:
        bits.u(2, 0) if is_idr else bits.u(1, 0)
    bits.ue(0, 1)                                      # no other quantizer, no deblocking
    wanted = blocks(field)
    still = numpy.zeros(len(wanted), bool)
    if before is not None:
        still = numpy.abs(wanted.astype(int) - before).mean(axis=1) <= STILL
        wanted[still] = before[still]
    run = 0
    for samples, stays in zip(wanted, still):
        if stays:
            run += 1
            continue
        if kind != I:
            bits.ue(run)
        bits.ue(STORED[kind]).raw(samples.tobytes())
        run = 0
    if run:
        bits.ue(run)
    return bits.unit(0x65 if is_idr else 0x01 if kind == B else 0x41), wanted


def stream(frames, width, height):
    """H.264 (Annex B) of `frames`: bytes of YUV 4:2:0 each, its lines those of two fields, the upper first."""
    sets, before, number = parameters(width, height), [None, None], 0
    for shown, kind in order(len(frames)):
        samples = numpy.clip(numpy.frombuffer(frames[shown], numpy.uint8), 16, 235)
        luma, chroma = samples[:width * height].reshape(height, width), samples[width * height:].reshape(2, height // 2, width // 2)
        for bottom in (0, 1):
            field = (luma[bottom::2], chroma[0][bottom::2], chroma[1][bottom::2])
            is_idr = shown == 0 and not bottom
            # The second field of an I picture is a P picture, but what is before it may be gone after a seek.
            coded = P if kind == I and bottom else kind
            unit, wanted = slice_of(field, coded, before[bottom] if kind == P else None, shown, bottom, number, is_idr)
            start = b"\0\0\0\1\x09\xf0" + (sets + (b"" if is_idr else b"\0\0\0\1" + RECOVERY_POINT) if coded == I else b"")
            yield start + unit
            if kind != B:
                before[bottom] = wanted
        number += kind != B


# The times of the fields, for FFmpeg's `setts`: N counts them as coded, each frame is shown one frame late.
SHOWN = "if(gte(N\\,2)\\,floor(N/2)+if(eq(mod(floor(N/2)\\,3)\\,1)\\,2\\,-1)\\,0)"
TIMES = f"setts=time_base=1/90000:dts=N*1800:duration=1800:pts=3600*(1+{SHOWN})+1800*mod(N\\,2)"
