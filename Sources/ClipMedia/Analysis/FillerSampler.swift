internal import ClipCore

/// Searches filler in some frames of a clip: four per second at first, or more in a short part, later two.
struct FillerSampler {
    /// Frames with enough contrast to tell, in their order.
    private(set) var samples: [FillerSample] = []
    private var next = MediaTime(ticks: -1, timescale: 1)
    /// Small pictures of the latest frames, along both axes, the newest last.
    private var maps: [(time: MediaTime, axes: [FillerLines.Map])] = []
    private let intervals: (first: MediaTime, later: MediaTime)

    private static let first = 8
    private static let contrast = 12.0
    /// The least time between two frames whose difference shows whether mirrored sides move with the picture.
    private static let motion = MediaTime(ticks: 1, timescale: 5)

    /// - Parameter seconds: length of a part that is decoded only for this: in a short one, samples lie closer together, so that
    ///   fewer frames are decoded. nil if all frames are decoded anyway.
    init(ofOnly seconds: Double? = nil) {
        let first = min(max((seconds ?? 10) / 40, 0.1), 0.25)
        intervals = (MediaTime(roundingDown: first), MediaTime(ticks: 1, timescale: 2))
    }

    func isDue(_ time: MediaTime) -> Bool { time >= next }

    mutating func take(_ luma: LumaPlane, at time: MediaTime) {
        next = time + (samples.count < Self.first ? intervals.first : intervals.later)
        let axes = [FillerLines(luma, isAcross: true), FillerLines(luma, isAcross: false)]
        guard axes[0].contrast >= Self.contrast else { return }
        let now = axes.map(\.map)
        let last = maps.last { time - $0.time >= Self.motion }?.axes
        maps = maps.suffix(2) + [(time, now)]
        let found = axes.indices.map { index -> Range<Int>? in
            axes[index].darkBars
                ?? axes[index].blurredSides { index == 0 ? CopyTest(luma) : CopyTest(luma).transposed }
                ?? last.flatMap { axes[index].mirroredSides(now[index], after: $0[index]) }
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
    @inline(__always) subscript(_ x: Int, _ y: Int) -> UInt8 {
        let row = base + y * stride
        guard shift > 0 else { return row[x] }
        return UInt8(
            truncatingIfNeeded: UnsafeRawPointer(row).assumingMemoryBound(to: UInt16.self)[x] >> shift)
    }
}
