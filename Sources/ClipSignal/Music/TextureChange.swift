/// Change of the mean spectrum at each frame, over several time spans. Chords and instruments change on beats
/// even without a percussive onset.
struct TextureChange {
    /// Number of frames compared before and after, for each row of the result.
    static let reaches = [10, 40]

    /// For each reach, the mean difference of the bands at every frame.
    private(set) var rows: [[Float]] = reaches.map { _ in [] }
    /// Prefix sums of the bands for the latest frames.
    private var sums: [[Double]]
    private var count = 0

    private static let memory = 2 * reaches.max()! + 1

    init(bands: Int) { sums = Array(repeating: Array(repeating: 0, count: bands), count: Self.memory) }

    /// Adds the next frame.
    mutating func add(_ bands: [Float]) {
        let old = count % Self.memory
        count += 1
        let new = count % Self.memory
        for band in bands.indices { sums[new][band] = sums[old][band] + Double(bands[band]) }
        for (row, reach) in Self.reaches.enumerated() where count >= reach {
            rows[row].append(change(at: count - reach, over: reach))
        }
    }

    /// All rows, completed with the last frames, which have less than their reach behind them.
    func finished() -> [[Float]] {
        zip(Self.reaches, rows).map { reach, row in
            row + (row.count..<max(row.count, count)).map { change(at: $0, over: reach) }
        }
    }

    private func change(at frame: Int, over reach: Int) -> Float {
        let (start, end) = (max(0, frame - reach), min(count, frame + reach))
        let (first, middle, last) = (
            sums[start % Self.memory], sums[frame % Self.memory], sums[end % Self.memory]
        )
        let (before, after) = (1 / Double(max(1, frame - start)), 1 / Double(max(1, end - frame)))
        var sum = 0.0
        for band in middle.indices {
            sum += abs((last[band] - middle[band]) * after - (middle[band] - first[band]) * before)
        }
        return Float(sum / Double(max(1, middle.count)))
    }
}
