internal import ClipCore

/// Searches filler in some frames of a clip: four per second at first, later two.
struct FillerSampler {
    /// Frames with enough contrast to tell, in their order.
    private(set) var samples: [FillerSample] = []
    private var next = MediaTime(ticks: -1, timescale: 1)
    private var last: [FillerLines.Map?] = [nil, nil]

    private static let intervals = (
        first: MediaTime(ticks: 1, timescale: 4), later: MediaTime(ticks: 1, timescale: 2)
    )
    private static let first = 8
    private static let contrast = 12.0

    func isDue(_ time: MediaTime) -> Bool { time >= next }

    /// Takes a frame.
    mutating func take(_ luma: LumaPlane, at time: MediaTime) {
        next = time + (samples.count < Self.first ? Self.intervals.first : Self.intervals.later)
        let axes = [FillerLines(luma, isAcross: true), FillerLines(luma, isAcross: false)]
        guard axes[0].contrast >= Self.contrast else { return }
        let found = axes.indices.map { index -> Range<Int>? in
            let map = axes[index].map
            defer { last[index] = map }
            return axes[index].darkBars
                ?? axes[index].blurredSides { index == 0 ? CopyTest(luma) : CopyTest(luma).transposed }
                ?? last[index].flatMap { axes[index].mirroredSides(map, after: $0) }
        }
        var bars = LetterboxDetector.Bars()
        if let across = found[0] {
            (bars.left, bars.right) = (across.lowerBound, luma.width - across.upperBound)
        } else if let down = found[1] {
            (bars.top, bars.bottom) = (down.lowerBound, luma.height - down.upperBound)
        }
        samples.append(FillerSample(time: time, bars: bars))
    }
}

/// Luma of a decoded picture.
struct LumaPlane {
    let base: UnsafeMutablePointer<UInt8>
    /// Bytes from row to row.
    let stride: Int
    let width: Int
    let height: Int
    /// Bits per sample beyond eight; such samples take two bytes.
    let shift: Int

    /// The sample in eight bits.
    @inline(__always)
    subscript(_ x: Int, _ y: Int) -> UInt8 {
        let row = base + y * stride
        guard shift > 0 else { return row[x] }
        return UInt8(
            truncatingIfNeeded: UnsafeRawPointer(row).assumingMemoryBound(to: UInt16.self)[x] >> shift)
    }
}
