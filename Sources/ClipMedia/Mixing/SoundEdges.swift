/// Finds where sound begins and ends between silence, over all samples.
struct SoundEdges {
    /// The first and last sample above silence; nil while all is silent.
    private(set) var (first, last): (Int64?, Int64?)

    /// Samples below this, -60 dBFS, are silence.
    private static let silence: Float = 0.001

    /// Adds samples, the first of them at `position`.
    mutating func note(_ samples: UnsafeBufferPointer<SIMD2<Float>>, at position: Int64) {
        func isLoud(_ sample: SIMD2<Float>) -> Bool {
            abs(sample.x) > Self.silence || abs(sample.y) > Self.silence
        }
        guard let lastLoud = samples.lastIndex(where: isLoud) else { return }
        let firstLoud = samples.firstIndex(where: isLoud)!
        first = min(first ?? .max, position + Int64(firstLoud))
        last = max(last ?? .min, position + Int64(lastLoud))
    }
}
