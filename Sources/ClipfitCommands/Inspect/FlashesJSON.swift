internal import ClipCore

/// Flashes of a clip.
struct FlashesJSON: Encodable {
    /// The most in any one second.
    let general: Int
    let red: Int
    let overLimit: Bool
    /// Seconds from the clip's start; null if the limit is kept.
    @Nullable var firstOver: Double?

    init(_ flashes: Flashes) {
        (general, red, overLimit) = (flashes.general, flashes.red, flashes.isOver)
        _firstOver = Nullable(wrappedValue: flashes.firstOver?.seconds)
    }
}

/// The largest sudden rise of loudness.
struct LoudnessJumpJSON: Encodable {
    /// LU.
    let rise: Double
    /// Seconds from the clip's start.
    let time: Double
    let overLimit: Bool

    init(_ jump: LoudnessJump) {
        (rise, time, overLimit) = (jump.rise, jump.time.seconds, jump.warning != nil)
    }
}
