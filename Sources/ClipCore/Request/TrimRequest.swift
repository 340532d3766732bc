/// A resolved trim request: flags and defaults already merged.
public struct TrimRequest: Hashable, Codable, Sendable {
    /// Position of a window given only by length: at the clip's start, middle or end.
    public enum Pick: String, Hashable, Codable, Sendable, CaseIterable { case start, middle, end }
    /// `smart` re-encodes only what it must, `copy` no picture (it starts at a keyframe), `encode` everything.
    public enum Method: String, Hashable, Codable, Sendable, CaseIterable { case smart, copy, encode }
    /// How to handle a damaged source: `fail` reports an error, `keep` keeps as much as possible.
    public enum OnDamage: String, Hashable, Codable, Sendable, CaseIterable { case fail, keep }
    /// How much of a finished file is decoded to verify it. `seams` is around each splice and a sample of
    /// keyframes and sound, `all` is everything.
    public enum Verify: String, Hashable, Codable, Sendable, CaseIterable { case seams, all }

    /// The requested window. Times are on the file's clock; negative ones count from its end.
    public enum Part: Hashable, Codable, Sendable {
        case length(MediaTime, Pick)
        /// The best window of a length, the second best and so on; resolved from an analysis by
        /// ``JobTemplate/resolved(_:_:_:keyframes:)``.
        case ranked(MediaTime, rank: Int)
        case span(start: MediaTime?, end: MediaTime?, duration: MediaTime?)
    }

    /// The requested window.
    public var part: Part
    /// The segments of the output, on the file's clock; nil for the unchanged window.
    public var pieces: [EditSegment]?
    /// Copy, smart or re-encode.
    public var method: Method
    /// Keeps every sound track, not only ``MediaInfo/mainAudio``.
    public var keepsAllAudio: Bool
    /// Keeps the file's metadata; otherwise it is removed.
    public var keepsMetadata: Bool
    /// How to handle a damaged source.
    public var onDamage: OnDamage
    /// How much of the finished file is decoded to verify it.
    public var verify = Verify.seams
    /// CRF of a full re-encode.
    public var quality: Double
    /// One of ``speeds`` for a full re-encode.
    public var speed: String
    /// FFmpeg's name of the codec of re-encoded pictures; nil for the source's where phones play it, else the container's.
    public var codec: String?
    /// Output settings; unchanged by default.
    public var finish = OutputSettings()
    /// Accepted suggestions for music, look and post text.
    public var post: PlannedPost?
    /// The preset's requirements for every output; nil without a preset.
    public var guards: PlanGuards?
    /// The frame to use as cover; nil for none.
    public var cover: Cover?
    /// The timeline of the output; nil for none.
    public var timeline: TimelineFormat?
    /// Why the window was chosen; a line each.
    public var notes: [String] = []
    /// The rule by which an analysis chose the window; nil if none did.
    public internal(set) var rule: String?

    /// clipfit's own setting of x264.
    public static let usualSpeed = "auto"
    /// ``usualSpeed``, then the x264 presets, fastest first.
    public static let speeds = [
        usualSpeed, "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower",
        "veryslow", "placebo",
    ]

    /// The codecs that can be asked for.
    public static let codecs = ["h264", "hevc", "av1", "vp9"]

    /// Throws if a container or platforms do not take the codec that is asked for.
    func checkCodec(in container: Container) throws(PlanningError) {
        guard let codec else { return }
        guard finish.platforms.isEmpty || codec == "h264" else {
            throw PlanningError(.usage, "the platforms take H.264", hint: "leave --codec out")
        }
        guard container.holdsVideo(codec) else {
            throw PlanningError(
                .unsatisfiable, "\(container.name) cannot hold \(codec)",
                hint: "name another extension or --codec")
        }
    }

    /// Creates a request for `part`, with the command line's defaults for the rest.
    public init(
        part: Part, method: Method = .smart, keepsAllAudio: Bool = false, keepsMetadata: Bool = false,
        onDamage: OnDamage = .fail, quality: Double = 21, speed: String = usualSpeed
    ) {
        (self.part, self.method, self.keepsAllAudio) = (part, method, keepsAllAudio)
        (self.keepsMetadata, self.onDamage) = (keepsMetadata, onDamage)
        (self.quality, self.speed) = (quality, speed)
    }
}

extension TrimRequest.Part {
    /// The window as a range of a clip of this length, with notes.
    ///
    /// - Returns: a range inside [0, duration].
    /// - Throws: if the range is empty or lies outside the clip.
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
        case .span(let start, let end, let length): return try Self.span(start, end, length, in: duration)
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
