/// What will be done to one source to make one output: decided by ``Planner``, carried out by the renderer,
/// printed by a dry run, stored and edited as JSON. Nothing in it depends on the machine or the moment.
///
/// Times are on the source's own clock, which reads 0 at ``origin``.
public struct Plan: Hashable, Codable, Sendable {
    public static let schemaName = "clipfit.plan/1"

    public struct Source: Hashable, Codable, Sendable {
        public var file: PlannedPath
        /// SHA-256 over size, modification time and samples of the content: rendering refuses another file.
        public var identity: String

        public init(file: PlannedPath, identity: String) {
            self.file = file
            self.identity = identity
        }
    }

    public struct Output: Hashable, Codable, Sendable {
        public var file: PlannedPath
        public var container: Container
        public var overwrites: Bool
        public var keepsMetadata: Bool

        public init(file: PlannedPath, container: Container, overwrites: Bool, keepsMetadata: Bool) {
            self.file = file
            self.container = container
            self.overwrites = overwrites
            self.keepsMetadata = keepsMetadata
        }
    }

    public struct Video: Hashable, Codable, Sendable {
        public var stream: Int
        /// Frames in the window; null where only decoding can tell.
        public var frames: Int?
        /// In the order of time, without gaps; together they are the window.
        public var segments: [Segment]
        /// The codec of what is re-encoded, or null when nothing is.
        public var codec: String?
        /// Constant rate factor and preset of a full re-encode; edges choose their own.
        public var quality: Double
        public var speed: String

        public var copiesSomething: Bool { segments.contains { $0.treatment == .copy } }
    }

    public struct Audio: Hashable, Codable, Sendable {
        public var stream: Int
        public var treatment: Segment.Treatment
        /// The codec of the result.
        public var codec: String
    }

    public var source: Source
    public var output: Output
    public var origin: MediaTime
    /// What was asked for, and what it became: the in-point moved to a frame.
    public var requested: TimeRange
    public var window: TimeRange
    public var method: TrimRequest.Method
    public var onDamage: TrimRequest.OnDamage
    public var video: Video
    public var audio: [Audio]
    /// Why it is done so, and what is left out; a line each.
    public var reasons: [String]

    public init(
        source: Source, output: Output, origin: MediaTime, requested: TimeRange, window: TimeRange,
        method: TrimRequest.Method, onDamage: TrimRequest.OnDamage, video: Video, audio: [Audio], reasons: [String]
    ) {
        self.source = source
        self.output = output
        self.origin = origin
        self.requested = requested
        self.window = window
        self.method = method
        self.onDamage = onDamage
        self.video = video
        self.audio = audio
        self.reasons = reasons
    }
}

extension Plan {
    /// What makes an edited plan impossible to carry out, or nil: its segments must be the window, in order.
    public var problem: String? {
        guard window.start < window.end else { return "the window is empty" }
        guard !video.segments.isEmpty else { return "it has no segments" }
        var position = window.start
        for segment in video.segments {
            if segment.range.start != position { return "its segments do not follow one another" }
            if segment.range.end <= segment.range.start { return "a segment is empty" }
            if segment.treatment == .copy && (segment.frames ?? 0) <= 0 { return "a copied segment does not tell its frames" }
            position = segment.range.end
        }
        if position != window.end { return "its segments do not end with the window" }
        if video.codec == nil && video.segments.contains(where: { $0.treatment != .copy }) { return "it does not tell the codec" }
        if video.segments.count(where: { $0.treatment == .copy }) > 1 { return "it copies more than one segment" }
        return nil
    }
}

/// A part of the window and how its frames get into the output.
public struct Segment: Hashable, Codable, Sendable {
    public enum Treatment: Hashable, Codable, Sendable {
        case copy
        case reencode(because: String)
    }

    public var range: TimeRange
    public var frames: Int?
    public var treatment: Treatment

    public init(range: TimeRange, frames: Int?, treatment: Treatment) {
        self.range = range
        self.frames = frames
        self.treatment = treatment
    }
}
