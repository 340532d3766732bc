/// Where in a piece what is heard comes from, in samples of 48 kHz: it runs to its end, and goes on at its start.
struct MusicLoop: Equatable {
    /// How long end and start sound together: 80 ms.
    static let seam = 3840

    /// The first sample that is loud enough to be heard.
    var start: Int64
    /// The sample behind the last one that is.
    var end: Int64

    /// The parts of the end and of the start at `offset` in the seam: their powers add up to 1.
    static func parts(at offset: Int) -> (end: Float, start: Float) {
        let share = (Float(offset) + 0.5) / Float(seam)
        return ((1 - share).squareRoot(), share.squareRoot())
    }
}
