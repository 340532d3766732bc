public import ClipCore

/// Scores frames in sequence; buffers about a second of them.
public struct PictureScorer {
    private struct Entry {
        var score: PictureScore
        var grid: PictureGrid
        var blocks: [Float]
        var distribution: [Float]
    }

    /// Seconds before and after a frame in which a dissolve is searched; a longer one is found by its middle.
    private static let reaches = [0.25, 0.4, 0.6, 1.0]
    /// Seconds within which the picture returns after a flash.
    private static let flash = 0.25

    private var entries: [Entry] = []
    /// Presentation times of the entries.
    private var seconds: [Double] = []
    /// The first entry whose score was not returned yet.
    private var next = 0

    package init() {}

    /// Adds the next frame.
    ///
    /// - Returns: scores that are complete now, of frames a second earlier.
    public mutating func add(_ grid: PictureGrid, at time: MediaTime) -> [PictureScore] {
        entries.append(entry(grid, time))
        seconds.append(time.seconds)
        let horizon = time.seconds - Self.reaches.last!
        var ready: [PictureScore] = []
        while next < entries.count, seconds[next] <= horizon { ready.append(complete()) }
        let old = seconds[min(next, entries.count - 1)] - Self.reaches.last! - 0.2
        let dropped = seconds.prefix { $0 < old }.count
        if dropped > 64 {
            entries.removeFirst(dropped)
            seconds.removeFirst(dropped)
            next -= dropped
        }
        return ready
    }

    /// The scores of the last frames.
    public mutating func finish() -> [PictureScore] { (next..<entries.count).map { _ in complete() } }

    private func entry(_ grid: PictureGrid, _ time: MediaTime) -> Entry {
        var entry = Entry(
            score: PictureScore(of: grid, at: time), grid: grid, blocks: grid.blocks,
            distribution: grid.distribution)
        entry.score.saliency = SaliencyMap(grid, after: entries.last?.grid).saliency
        if let last = entries.last {
            entry.score.change = grid.difference(to: last.grid)
            entry.score.gap = Self.gap(entry.blocks, last.blocks)
            let moved = zip(entry.distribution, last.distribution).reduce(Float(0)) { $0 + abs($1.0 - $1.1) }
            entry.score.spread = moved / Float(entry.distribution.count) * 100
        }
        return entry
    }

    private mutating func complete() -> PictureScore {
        defer { next += 1 }
        var score = entries[next].score
        if score.change > 8, next > 0 { score.reversal = reversal / score.change }
        for reach in Self.reaches {
            guard let blend = DissolveDetector(reach: reach).blend(around: next, in: seconds, frame)
            else { continue }
            if blend.gap > score.blend { (score.blend, score.blendLength) = (blend.gap, Float(blend.length)) }
        }
        return score
    }

    private func frame(_ index: Int) -> DissolveDetector.Frame {
        let entry = entries[index]
        return DissolveDetector.Frame(
            blocks: entry.blocks, luma: entry.grid.luma, mean: entry.score.luma,
            variance: entry.score.contrast * entry.score.contrast)
    }

    /// The least distance from the previous frame to one soon after, or from this frame to one shortly before.
    private var reversal: Float {
        let (this, last) = (entries[next], entries[next - 1])
        let after = (next + 1..<entries.count).prefix { seconds[$0] - seconds[next] <= Self.flash }
        let before = (0..<next - 1).reversed().prefix { seconds[next - 1] - seconds[$0] <= Self.flash }
        let distances =
            after.map { entries[$0].grid.difference(to: last.grid) }
            + before.map { entries[$0].grid.difference(to: this.grid) }
        return distances.min() ?? this.score.change
    }

    private static func gap(_ left: [Float], _ right: [Float]) -> Float {
        (zip(left, right).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Float(left.count))
            .squareRoot()
    }
}

extension PictureScore {
    /// Scores of a frame on its own, without saliency.
    public init(of grid: PictureGrid, at time: MediaTime) {
        self.init(time: time)
        edges = grid.edges
        let count = Float(grid.luma.count)
        luma = Float(grid.luma.reduce(Int32(0)) { $0 &+ Int32($1) }) / count
        let squares = Float(grid.luma.reduce(Int32(0)) { $0 &+ Int32($1) &* Int32($1) }) / count
        contrast = max(0, squares - luma * luma).squareRoot()
        sharpness = grid.sharpness
        let half = grid.chroma.count / 2
        guard half > 0 else { return }
        var (u, v, distance): (Float, Float, Float) = (0, 0, 0)
        for index in 0..<half {
            let (b, r) = (Float(grid.chroma[index]) - 128, Float(grid.chroma[half + index]) - 128)
            u += b
            v += r
            distance += (b * b + r * r).squareRoot()
        }
        (blue, red) = (128 + u / Float(half), 128 + v / Float(half))
        colourfulness = distance / Float(half)
    }
}
