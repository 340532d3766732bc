internal import SystemLibrary

/// Fade-in and fade-out, each shaped as half a cosine.
struct Fades {
    /// Samples of the shortest fade, which prevents clicks: 5 ms.
    static let least: Int64 = 240

    /// The audible range, in samples.
    let span: Range<Int64>
    private let rise: Int64
    private let fall: Int64

    /// Fades of `rise` and `fall` samples, at least ``least``, at the ends of `span`.
    init(_ span: Range<Int64>, rise: Int64, fall: Int64) {
        self.span = span
        (self.rise, self.fall) = (max(rise, Self.least), max(fall, Self.least))
    }

    /// Applies the fades to samples from `position` on; silence outside the span.
    func apply(to samples: UnsafeMutableBufferPointer<SIMD2<Float>>, at position: Int64) {
        let end = position + Int64(samples.count)
        if position >= span.lowerBound + rise && end <= span.upperBound - fall { return }
        for index in samples.indices { samples[index] *= gain(at: position + Int64(index)) }
    }

    func gain(at position: Int64) -> Float {
        guard span.contains(position) else { return 0 }
        return Self.part(position - span.lowerBound, of: rise)
            * Self.part(span.upperBound - 1 - position, of: fall)
    }

    private static func part(_ done: Int64, of all: Int64) -> Float {
        done >= all ? 1 : (1 - cos(.pi * (Float(done) + 0.5) / Float(all))) / 2
    }
}
