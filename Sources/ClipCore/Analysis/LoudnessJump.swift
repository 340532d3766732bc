/// The largest sudden rise of loudness in a clip, which startles whoever listens.
public struct LoudnessJump: Hashable, Codable, Sendable {
    /// A rise by more LU than this is worth a warning.
    public static let limit = 10.0

    /// LU by which 400 ms are louder than the loudest 400 ms of the 3 s before.
    public var rise: Double
    /// When it happens, from the clip's start.
    public var time: MediaTime

    /// A rise at a time.
    public init(rise: Double, time: MediaTime) { (self.rise, self.time) = (rise, time) }

    /// The largest one; nil for silence, and where a clip is too short.
    ///
    /// What is quieter than 5 LU below the integrated loudness counts as that: speech after a pause is no jump.
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

    /// In a sentence; nil where it startles nobody.
    public var warning: String? {
        guard rise > Self.limit else { return nil }
        return "it gets louder by \(Requirement.number(rise)) LU at once at \(time.text) s"
    }
}
