internal import ClipCore

/// Loop points of a music track, in samples at 48 kHz: it plays to its end and continues at its start.
struct MusicLoop: Equatable {
    /// Length of the crossfade of end and start.
    static let seam = Int((TrackAnalysis.crossfade * 48_000).rounded())

    /// The first audible sample.
    var start: Int64
    /// The sample after the last audible one.
    var end: Int64

    /// Crossfade weights of end and start at `offset`: their powers add up to 1.
    static func parts(at offset: Int) -> (end: Float, start: Float) {
        let share = (Float(offset) + 0.5) / Float(seam)
        return ((1 - share).squareRoot(), share.squareRoot())
    }
}
