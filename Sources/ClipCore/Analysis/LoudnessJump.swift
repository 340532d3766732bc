/// The largest sudden rise of loudness in a clip; it startles listeners.
public struct LoudnessJump: Hashable, Codable, Sendable {
    /// A rise above this many LU is worth a warning.
    public static let limit = 10.0

    /// LU by which 400 ms are louder than the loudest 400 ms of the 3 s before.
    public var rise: Double
    /// When it happens, from the clip's start.
    public var time: MediaTime

    /// A rise at a time.
    public init(rise: Double, time: MediaTime) { (self.rise, self.time) = (rise, time) }

    /// Finds the largest jump; nil for silence and for clips that are too short.
    ///
    /// Levels below the integrated loudness minus 5 LU count as that threshold: speech after a pause is not a jump.
    ///
    /// - Parameters:
    ///   - momentary: loudness of the last 400 ms (EBU Tech 3341) in LUFS, every 100 ms.
    ///   - integrated: of the whole clip, in LUFS; nil for silence.
    public init?(momentary: [Float], integrated: Double?) {
        guard let integrated else { return nil }
        let (window, past) = (4, 30)
        var best: (rise: Double, place: Int)?
        // A clip's first second has nothing before it to be louder than.
        for place in momentary.indices where place >= 10 + window {
            let before = momentary[max(window - 1, place - window - past + 1)...(place - window)].max() ?? -70
            let rise = Double(momentary[place]) - max(Double(before), integrated - 5)
            if rise > best?.rise ?? 0 { best = (rise, place) }
        }
        guard let best else { return nil }
        (rise, time) = (best.rise, MediaTime(ticks: Int64(best.place - window + 1), timescale: 10))
    }

    /// A warning; nil if the jump is within the limit.
    public var warning: String? {
        guard rise > Self.limit else { return nil }
        return "it gets louder by \(Requirement.number(rise)) LU at once at \(time.text) s"
    }
}
