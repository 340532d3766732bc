/// What the user asks a trim for, as meant: flags and defaults already joined.
public struct TrimRequest: Hashable, Codable, Sendable {
    /// Where a part of which only the length is known lies: at the clip's start, in its middle, at its end.
    public enum Pick: String, Hashable, Codable, Sendable, CaseIterable { case start, middle, end }
    /// `smart` re-encodes only what it must, `copy` no picture (it starts at a keyframe), `encode` all.
    public enum Method: String, Hashable, Codable, Sendable, CaseIterable { case smart, copy, encode }
    /// What a damaged source leads to: `fail` is an error, `keep` keeps what can be kept.
    public enum OnDamage: String, Hashable, Codable, Sendable, CaseIterable { case fail, keep }
    /// What of a finished file is decoded to prove it: `seams` what lies around each splice and a sample of keyframes
    /// and sound, `all` everything.
    public enum Verify: String, Hashable, Codable, Sendable, CaseIterable { case seams, all }

    /// Which part of the clip. Times are on the file's clock; negative ones count from its end.
    public enum Part: Hashable, Codable, Sendable {
        case length(MediaTime, Pick)
        /// The best part of a length, or the second best and so on: known once ``JobTemplate/resolved(_:_:_:keyframes:)``
        /// has looked at an analysis.
        case ranked(MediaTime, rank: Int)
        case span(start: MediaTime?, end: MediaTime?, duration: MediaTime?)
    }

    /// The part that is wanted.
    public var part: Part
    /// What the output is made of, on the file's clock, where that is not the part as it is.
    public var pieces: [EditSegment]?
    /// How its pictures and sound get into the output.
    public var method: Method
    /// Keeps every sound track, not only ``MediaInfo/mainAudio``.
    public var keepsAllAudio: Bool
    /// Carries the file's tags over; else they are left out.
    public var keepsMetadata: Bool
    /// What a damaged source leads to.
    public var onDamage: OnDamage
    /// What of the finished file is decoded to prove it.
    public var verify = Verify.seams
    /// x264's constant rate factor for a full re-encode.
    public var quality: Double
    /// x264's preset for a full re-encode, e.g. `veryfast`.
    public var speed: String
    /// What is asked beyond the part; nothing by default.
    public var finish = OutputSettings()
    /// What was suggested to go with the clip, and taken.
    public var post: PlannedPost?
    /// What the preset asks of every output; nil where there is none.
    public var guards: PlanGuards?
    /// Which frame is to stand for the output; nil for none.
    public var cover: Cover?
    /// Why the part was chosen; a line each.
    public var notes: [String] = []
    /// The rule by which an analysis told the part; nil where none did.
    public internal(set) var rule: String?

    /// x264's presets, the fastest first.
    public static let speeds = [
        "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
        "placebo",
    ]

    /// A request for `part`, with the command line's defaults for the rest.
    public init(
        part: Part, method: Method = .smart, keepsAllAudio: Bool = false, keepsMetadata: Bool = false,
        onDamage: OnDamage = .fail, quality: Double = 21, speed: String = "veryfast"
    ) {
        self.part = part
        self.method = method
        self.keepsAllAudio = keepsAllAudio
        self.keepsMetadata = keepsMetadata
        self.onDamage = onDamage
        self.quality = quality
        self.speed = speed
    }
}

extension TrimRequest.Part {
    /// The part as a span on the clock of a clip that is `duration` long, and what has to be said of it.
    ///
    /// - Returns: a range inside [0, duration].
    /// - Throws: where the span is empty or lies outside of the clip.
    public func range(in duration: MediaTime) throws(PlanningError) -> (range: TimeRange, notes: [String]) {
        switch self {
        case .length(let length, let pick):
            guard length > .zero else {
                throw PlanningError(.usage, "the length must be more than 0 seconds")
            }
            let whole = TimeRange(start: .zero, end: duration)
            guard duration > length else {
                let note = "kept whole: the clip is \(duration.text) s long, not more than \(length.text) s"
                return (whole, duration == length ? [] : [note])
            }
            let start: MediaTime
            switch pick {
            case .start: start = .zero
            case .middle: start = (duration - length).half
            case .end: start = duration - length
            }
            return (TimeRange(start: start, end: start + length), [])
        case .ranked(let length, _):
            guard duration > length else { return try Self.length(length, .start).range(in: duration) }
            throw PlanningError(.usage, "the best part is not known without an analysis")
        case .span(let start, let end, let length):
            return try Self.span(start, end, length, in: duration)
        }
    }

    private static func span(
        _ start: MediaTime?, _ end: MediaTime?, _ length: MediaTime?, in duration: MediaTime
    ) throws(PlanningError) -> (range: TimeRange, notes: [String]) {
        let fromEnd = { (time: MediaTime) in time < .zero ? duration + time : time }
        if let length, length <= .zero {
            throw PlanningError(.usage, "the duration must be more than 0 seconds")
        }
        var notes: [String] = []
        var last = end.map(fromEnd)
        var first = start.map(fromEnd) ?? .zero
        if start == nil, let last, let length { first = last - length }
        if let length, start != nil || end == nil { last = first + length }
        if first < .zero {
            notes.append("the part begins before the clip: it starts at 0 instead")
            first = .zero
        }
        guard first < duration else {
            throw PlanningError(
                .unsatisfiable,
                "the part starts at \(first.text) s, but the clip is only \(duration.text) s long")
        }
        var until = last ?? duration
        if until > duration {
            notes.append(
                "the part ends with the clip at \(duration.text) s, before the \(until.text) s asked for")
            until = duration
        }
        guard until > first else {
            throw PlanningError(
                .usage, "the part ends at \(until.text) s, not after its start at \(first.text) s")
        }
        return (TimeRange(start: first, end: until), notes)
    }
}
