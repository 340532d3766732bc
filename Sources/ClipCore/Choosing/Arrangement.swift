/// What outputs are made of beyond one part of a clip as it is.
public struct Arrangement: Hashable, Codable, Sendable {
    /// What becomes of a clip that is not as long as the output.
    public enum Fit: String, Hashable, Codable, Sendable, CaseIterable {
        /// A part of it is taken; a shorter clip is kept whole.
        case trim
        /// It is played slower or faster, with its pitch.
        case speed
        /// A shorter clip is repeated.
        case loop
        /// A shorter clip's last picture is held.
        case freeze
        /// Its best pieces are joined.
        case montage
    }

    /// What is kept of a silence, beside what is heard.
    public struct Margin: Hashable, Codable, Sendable {
        /// Before a sound, not negative.
        public var before: MediaTime
        /// Behind a sound, not negative.
        public var behind: MediaTime

        /// The same on both sides.
        public init(_ both: MediaTime) { (before, behind) = (both, both) }

        /// One for each side.
        public init(before: MediaTime, behind: MediaTime) { (self.before, self.behind) = (before, behind) }
    }

    /// What becomes of a clip that is not as long as the output.
    public var fit = Fit.trim
    /// Silences are taken out, but for so much of them; nil where they stay.
    public var margin: Margin?

    /// Parts stay what they are.
    public init() {}

    /// Only an analysis tells what it asks for.
    var needsAnalysis: Bool { margin != nil || fit == .montage }

    /// Something is asked for.
    public var isAsked: Bool { self != Arrangement() }
}

extension TrimWork {
    /// The same with what each output is made of.
    ///
    /// - Parameters:
    ///   - analysis: of the whole clip; asked for where it is needed.
    ///   - duration: of the clip.
    ///   - seam: where a clip that is repeated goes back to; asked for where one is.
    ///   - beats: and `keyframes`: see ``resolved(_:duration:beats:keyframes:)``.
    /// - Throws: where the clip cannot give what is asked for.
    public func arranged<Failure: Error>(
        _ analysis: () throws(Failure) -> Analysis, duration: MediaTime,
        seam: () throws(Failure) -> LoopSeam?,
        beats: [Double] = [], keyframes: (TimeRange) -> [MediaTime], failed: (PlanningError) -> Failure
    ) throws(Failure) -> TrimWork {
        let analysis = needsAnalysis(of: duration) ? try analysis() : nil
        let arranger = Arranger(work: self, analysis: analysis, duration: duration, beats: beats)
        let isLooped = arrangement.fit == .loop && arrangement.margin == nil
        let isShort = requests.contains { $0.part.length.map { duration < $0 } ?? false }
        let found = isLooped && isShort ? try seam() : nil
        do throws(PlanningError) { return try arranger.arranged(found, keyframes) } catch {
            throw failed(error)
        }
    }
}
