internal import ClipCore

/// Checks of a decoded music track.
extension MusicFile {
    /// - Parameter length: decoded samples.
    /// - Throws: if the track is shorter than 1 s or than its container claims.
    func check(length: Int64) throws(Failure) {
        guard length >= 48000 else { throw tooShort("it is only \(Self.text(length)) s long") }
        guard let claimed, claimed.seconds > Double(length) / 48000 + 0.5 else { return }
        let whole = MediaTime(ticks: Int64(claimed.seconds * 10), timescale: 10).text
        throw Failure(
            .damaged, path, "only \(Self.text(length)) s of its \(whole) s are there",
            hint: "the file is not complete: copy it again")
    }

    /// - Parameter missing: seconds that no packet covers.
    /// - Throws: if more than one packet in 200 fails to decode, or more than 0.25 s are missing.
    func check(packets: Int, damaged: Int, missing: Double) throws(Failure) {
        guard damaged > max(1, packets / 200) || missing > 0.25 else { return }
        let what =
            damaged > 0
            ? "\(damaged) of its \(packets) packets do not decode" : "parts of its sound are missing"
        throw Failure(.damaged, path, what, hint: "the file is damaged: copy it again")
    }

    func tooShort(_ message: String) -> Failure {
        Failure(.unusable, path, message, hint: "music is at least 1 s long")
    }

    /// Seconds with two decimals.
    static func text(_ samples: Int64) -> String {
        MediaTime(ticks: (samples + 240) / 480, timescale: 100).text
    }
}
