/// What will be done to one source to make one output: decided by ``Planner``, carried out by the renderer,
/// printed by a dry run, stored and edited as JSON. Nothing in it depends on the machine or the moment.
///
/// Times are on the source's own clock, which reads 0 at ``origin``.
public struct Plan: Hashable, Codable, Sendable {
    /// The schema's name and version, as it stands in stored plans; others are refused.
    public static let schemaName = "clipfit.plan/1"

    /// The file that is cut, and how it is known again.
    public struct Source: Hashable, Codable, Sendable {
        /// Its path, as it was named.
        public var file: PlannedPath
        /// SHA-256 over size, modification time and samples of the content: rendering refuses another file.
        public var identity: String

        /// A source of that identity.
        public init(file: PlannedPath, identity: String) {
            self.file = file
            self.identity = identity
        }
    }

    /// What is written, and where.
    public struct Output: Hashable, Codable, Sendable {
        /// The path that the finished file gets.
        public var file: PlannedPath
        /// The container that is written, whatever the file's extension says.
        public var container: Container
        /// A file that has the name already is replaced; else rendering fails.
        public var overwrites: Bool
        /// The file's tags are carried over; else they are left out, but for languages of sound tracks.
        public var keepsMetadata: Bool

        /// An output of these facts.
        public init(file: PlannedPath, container: Container, overwrites: Bool, keepsMetadata: Bool) {
            self.file = file
            self.container = container
            self.overwrites = overwrites
            self.keepsMetadata = keepsMetadata
        }
    }

    /// SHA-256 of what was decided, as hexadecimal digits.
    public struct Seal: Hashable, Codable, Sendable {
        /// Of all but places of files, reasons and guards.
        public var plan: String
        /// Of the guards.
        public var guards: String

        /// A seal of these prints.
        public init(plan: String, guards: String) { (self.plan, self.guards) = (plan, guards) }
    }

    /// How the picture gets into the output.
    public struct Video: Hashable, Codable, Sendable {
        /// The stream's index in the source, from 0.
        public var stream: Int
        /// Frames in the window; null where only decoding can tell.
        public var frames: Int?
        /// In the order of time, without gaps; together they are the window.
        public var segments: [Segment]
        /// The codec of what is re-encoded, or null when nothing is.
        public var codec: String?
        /// The codec of all of it where a copy turns out to be impossible; nil for the container's usual one.
        public var fallbackCodec: String?
        /// Constant rate factor and preset of a full re-encode; edges choose their own.
        public var quality: Double
        /// x264's preset of a full re-encode, e.g. `veryfast`.
        public var speed: String

        /// Why all of it is re-encoded; nil where it is not.
        var reasonToReencode: String? {
            guard segments.count == 1, case .reencode(let reason) = segments[0].treatment else { return nil }
            return reason
        }

        /// Some segment is copied.
        public var copiesSomething: Bool { segments.contains { $0.treatment == .copy } }
    }

    /// How one sound track gets into the output.
    public struct Audio: Hashable, Codable, Sendable {
        /// The stream's index in the source, from 0.
        public var stream: Int
        /// What is done with all of the track in the window.
        public var treatment: Segment.Treatment
        /// The codec of the result.
        public var codec: String
    }

    /// The file that is cut.
    public var source: Source
    /// The file that is written.
    public var output: Output
    /// The time on the container's clock at which the source's earliest stream begins.
    public var origin: MediaTime
    /// What was asked for, and what it became: the in-point moved to a frame.
    public var requested: TimeRange
    /// What the output shows, its end not included.
    public var window: TimeRange
    /// What was asked for; ``Report/method`` tells how it came out.
    public var method: TrimRequest.Method
    /// What a damaged source leads to.
    public var onDamage: TrimRequest.OnDamage
    /// What of the finished file is decoded to prove it; nil for ``TrimRequest/Verify/seams``. The file is the same.
    public var verify: TrimRequest.Verify?
    /// How the picture is cut.
    public var video: Video
    /// The sound tracks of the output, in its order; empty for none, or where ``mix`` makes the only one.
    public var audio: [Audio]
    /// How the picture is made anew; nil where its shape, rate and colours stay.
    public var picture: Picture?
    /// How the sound is mixed; nil where the source's tracks stay what they are.
    public var mix: SoundMix?
    /// The platforms that it is made for; nil for none.
    public var delivery: Delivery?
    /// What the finished file is held against; nil for nothing.
    public var limits: OutputLimits?
    /// What was suggested to go with the clip, and taken; nil where nothing was.
    public var post: PlannedPost?
    /// What the output shows, one behind the other; nil for all of ``window`` as it is. Together they are what
    /// ``window`` holds between the first moment and the last.
    public var pieces: [EditSegment]?
    /// Cover image; nil for none.
    public var cover: PlannedCover?
    /// What is said in it, in a file beside it; nil for no such file.
    public var captions: PlannedCaptions?
    /// Why it is done so, and what is left out; a line each.
    public var reasons: [String]
    /// What the preset asks of the output whatever becomes of the plan; nil where there are no settings.
    public var guards: PlanGuards?
    /// Tells whether the plan was edited since it was made; nil for one that was made by hand.
    public var seal: Seal?

    /// Why a cut that was to copy what it can re-encodes all of a picture that stays as it is; nil where it does not.
    public var fallback: String? {
        method == .smart && picture == nil ? video.reasonToReencode : nil
    }

    /// How long the output is.
    public var length: MediaTime { pieces?.length ?? window.duration }

    /// A plan of these parts; ``problem`` tells whether it can be carried out.
    public init(
        source: Source, output: Output, origin: MediaTime, requested: TimeRange, window: TimeRange,
        method: TrimRequest.Method, onDamage: TrimRequest.OnDamage, video: Video, audio: [Audio],
        reasons: [String]
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
            if segment.treatment == .copy && (segment.frames ?? 0) <= 0 {
                return "a copied segment does not tell its frames"
            }
            position = segment.range.end
        }
        if position != window.end { return "its segments do not end with the window" }
        if video.codec == nil && video.segments.contains(where: { $0.treatment != .copy }) {
            return "it does not tell the codec"
        }
        if video.segments.count(where: { $0.treatment == .copy }) > 1 {
            return "it copies more than one segment"
        }
        if picture != nil && video.copiesSomething { return "a picture that is made anew cannot be copied" }
        if let picture, let problem = picture.logo?.problem(on: picture.size) { return problem }
        if let problem = picture?.path?.problem { return problem }
        if let picture, let problem = picture.words?.lazy.compactMap({ $0.problem(on: picture.size) }).first {
            return problem
        }
        if let pieces, let problem = problem(of: pieces) { return problem }
        if mix != nil && !audio.isEmpty { return "it both mixes the sound and keeps tracks" }
        return nil
    }
}

extension Plan {
    private func problem(of pieces: [EditSegment]) -> String? {
        guard let hull = pieces.hull else { return "it has no pieces" }
        if hull.start < window.start || hull.end > window.end { return "a piece does not lie in the window" }
        if picture == nil || !audio.isEmpty {
            return "pieces are joined only where picture and sound are made anew"
        }
        return pieces.lazy.compactMap(\.problem).first
    }

    /// Whole pictures are re-encoded: filters may be needed.
    public var filters: Bool {
        picture != nil || cover != nil || video.segments.allSatisfy { $0.treatment != .copy }
    }

    /// Files that it reads besides its source, but for music that is built in.
    public var otherFiles: [PlannedPath] {
        let music = mix?.music?.builtIn == nil ? mix?.music?.file : nil
        return ([music, picture?.lut, picture?.logo?.file] + (picture?.words ?? []).map(\.font))
            .compactMap { $0 }
    }
}

/// A part of the window and how its frames get into the output.
public struct Segment: Hashable, Codable, Sendable {
    /// Packets as they are, or frames decoded and encoded again, and why.
    public enum Treatment: Hashable, Codable, Sendable {
        case copy
        case reencode(because: String)
    }

    /// When its frames are shown, on the source's clock; the end is not included.
    public var range: TimeRange
    /// Frames shown in it; nil where only decoding can tell.
    public var frames: Int?
    /// How its frames get into the output.
    public var treatment: Treatment

    /// A segment of these facts; a copied one needs its number of frames.
    public init(range: TimeRange, frames: Int?, treatment: Treatment) {
        self.range = range
        self.frames = frames
        self.treatment = treatment
    }
}
