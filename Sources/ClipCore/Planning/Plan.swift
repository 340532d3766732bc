/// The decisions for one output of one source. ``Planner`` makes a plan, the renderer follows it, a dry run
/// prints it; it can be edited as JSON. Independent of the machine and the time.
///
/// Times are on the source's own clock, which reads 0 at ``origin``.
public struct Plan: Hashable, Codable, Sendable {
    /// The schema's name and version in stored plans; others are rejected.
    public static let schemaName = "clipfit.plan/1"

    /// The source file and its identity.
    public struct Source: Hashable, Codable, Sendable {
        /// Its path, as the user named it.
        public var file: PlannedPath
        /// SHA-256 of size, modification time and content samples: rendering refuses a different file.
        public var identity: String

        package init(file: PlannedPath, identity: String) { (self.file, self.identity) = (file, identity) }
    }

    /// The output file and its format.
    public struct Output: Hashable, Codable, Sendable {
        /// The path of the finished file.
        public var file: PlannedPath
        /// The container format, whatever the file extension.
        public var container: Container
        /// Replaces an existing file; otherwise rendering fails.
        public var overwrites: Bool
        /// Keeps the source's metadata; otherwise only languages of sound tracks are kept.
        public var keepsMetadata: Bool
        /// The file's folder in that of all outputs, e.g. `tiktok`; nil for none.
        public var folder: String?

        package init(file: PlannedPath, container: Container, overwrites: Bool, keepsMetadata: Bool) {
            (self.file, self.container) = (file, container)
            (self.overwrites, self.keepsMetadata) = (overwrites, keepsMetadata)
        }
    }

    /// SHA-256 hashes of a plan's decisions, in hexadecimal.
    public struct Seal: Hashable, Codable, Sendable {
        /// The hash of everything except file locations, reasons and guards.
        public var plan: String
        /// The hash of the guards.
        public var guards: String

        /// The plan never left this process, so nobody can have edited it; its hashes are left out. Not stored.
        package private(set) var isInside = false

        private enum CodingKeys: CodingKey { case plan, guards }

        package init(plan: String, guards: String) { (self.plan, self.guards) = (plan, guards) }

        /// The seal of a plan that is carried out by the process that made it. Stored, it counts as broken.
        package static var inside: Seal {
            var seal = Seal(plan: "", guards: "")
            seal.isInside = true
            return seal
        }
    }

    /// The output's video.
    public struct Video: Hashable, Codable, Sendable {
        /// Index of the stream in the source, from 0.
        public var stream: Int
        /// Frames in the window; nil if only decoding can count them.
        public var frames: Int?
        /// In order of time and without gaps; together they are the window.
        public var segments: [Segment]
        /// The codec of re-encoded segments; nil if there are none.
        public var codec: String?
        /// The codec of a full re-encode, if a copy turns out to be impossible; nil for the container's default.
        public var fallbackCodec: String?
        /// CRF of a full re-encode; head and tail choose their own.
        public var quality: Double
        /// The x264 preset of a full re-encode, e.g. `veryfast`; `auto` for clipfit's own setting.
        public var speed: String

        /// Why the whole video is re-encoded; nil if it is not.
        var reasonToReencode: String? {
            guard segments.count == 1, case .reencode(let reason) = segments[0].treatment else { return nil }
            return reason
        }

        /// At least one segment is copied.
        public var copiesSomething: Bool { segments.contains { $0.treatment == .copy } }
        /// No frame is re-encoded.
        public var copiesAll: Bool { segments.allSatisfy { $0.treatment == .copy } }
    }

    /// One sound track of the output.
    public struct Audio: Hashable, Codable, Sendable {
        /// Index of the stream in the source, from 0.
        public var stream: Int
        /// The treatment of the whole track within the window.
        public var treatment: Segment.Treatment
        /// The output codec.
        public var codec: String
    }

    /// The source file.
    public var source: Source
    /// The output file.
    public var output: Output
    /// Start of the source's earliest stream, on the container's clock.
    public var origin: MediaTime
    /// The requested range, before the in-point moved to a frame.
    public var requested: TimeRange
    /// The output's range of the source, its end excluded.
    public var window: TimeRange
    /// The requested method; ``Report/method`` has the actual one.
    public var method: TrimRequest.Method
    /// How to handle a damaged source.
    public var onDamage: TrimRequest.OnDamage
    /// How much of the finished file is decoded to verify it; nil for ``TrimRequest/Verify/seams``.
    public var verify: TrimRequest.Verify?
    /// The video.
    public var video: Video
    /// Sound tracks of the output, in order; empty for none, or if ``mix`` makes the only one.
    public var audio: [Audio]
    /// The re-encoded picture; nil if size, frame rate and colours stay.
    public var picture: Picture?
    /// The sound mix; nil if the source's tracks stay separate.
    public var mix: SoundMix?
    /// The target platforms; nil for none.
    public var delivery: Delivery?
    /// Limits for the finished file; nil for none.
    public var limits: OutputLimits?
    /// Accepted suggestions for music, look and post text; nil for none.
    public var post: PlannedPost?
    /// The output's segments in order; nil for all of ``window``. Together they span ``window``.
    public var pieces: [EditSegment]?
    /// The sources that were joined, in order; nil for a plan of one clip. ``source`` is what they were joined in.
    public var sources: [ReelSource]?
    /// Cover image; nil for none.
    public var cover: PlannedCover?
    /// The edit for other programs; nil for none.
    public var timeline: PlannedTimeline?
    /// Captions in a separate file; nil for none.
    public var captions: PlannedCaptions?
    /// Reasons and omissions; a line each.
    public var reasons: [String]
    /// What viewers will miss; a line each. Nil for nothing.
    public var warnings: [String]?
    /// How good the part looks and sounds, from 0 to 1; comparable between clips. Nil if it was not analysed.
    public var rating: Double?
    /// What the preset asks of the output whatever becomes of the plan; nil where there are no settings.
    public var guards: PlanGuards?
    /// Shows whether the plan was edited; nil for a plan written by hand.
    public var seal: Seal?

    /// Why a smart cut re-encodes the whole video although its picture is unchanged; nil if it does not.
    public var fallback: String? { method == .smart && picture == nil ? video.reasonToReencode : nil }

    /// Length of the output.
    public var length: MediaTime { pieces?.length ?? window.duration }

    /// Creates a plan; check ``problem`` before rendering it.
    public init(
        source: Source, output: Output, origin: MediaTime, requested: TimeRange, window: TimeRange,
        method: TrimRequest.Method, onDamage: TrimRequest.OnDamage, video: Video, audio: [Audio],
        reasons: [String]
    ) {
        (self.source, self.output, self.origin, self.requested) = (source, output, origin, requested)
        (self.window, self.method, self.onDamage) = (window, method, onDamage)
        (self.video, self.audio, self.reasons) = (video, audio, reasons)
    }
}

extension Plan {
    /// Why an edited plan cannot be rendered, e.g. its segments are not the window in order; nil if it can.
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

    /// The whole picture is re-encoded, so filters may be needed.
    public var filters: Bool { picture != nil || cover != nil || !video.copiesSomething }

    /// Files that it reads in addition to the source, except built-in music.
    public var otherFiles: [PlannedPath] {
        let music = mix?.music?.builtIn == nil ? mix?.music?.file : nil
        let words = (picture?.words ?? []) + [cover?.title].compactMap { $0 }
        return ([music, picture?.lut, picture?.logo?.file] + words.map(\.font) + words.map(\.emoji))
            .compactMap { $0 }
    }

    /// The files that the output is made of.
    public var sourceFiles: [FilePath] { sources?.map(\.file.path) ?? [source.file.path] }

    /// Gives the output and its companion files other paths.
    public mutating func moveFiles(_ place: (PlannedPath) -> PlannedPath) {
        output.file = place(output.file)
        if let file = cover?.file { cover?.file = place(file) }
        if let file = captions?.file { captions?.file = place(file) }
        if let file = timeline?.file { timeline?.file = place(file) }
    }

    /// Adds warnings.
    public mutating func warn(_ more: [String]) {
        if !more.isEmpty { warnings = (warnings ?? []) + more }
    }
}

extension [Plan] {
    /// What viewers will miss of them, each said once.
    public var warnings: [String] {
        reduce(into: []) { all, plan in all += (plan.warnings ?? []).filter { !all.contains($0) } }
    }
}

/// A part of the window and how its frames get into the output.
public struct Segment: Hashable, Codable, Sendable {
    /// Packets copied unchanged, or frames re-encoded for a reason.
    public enum Treatment: Hashable, Codable, Sendable {
        case copy
        case reencode(because: String)
    }

    /// Presentation range of its frames, on the source's clock; the end is excluded.
    public var range: TimeRange
    /// Number of frames; nil if only decoding can count them.
    public var frames: Int?
    /// Copied or re-encoded.
    public var treatment: Treatment

    /// Creates a segment; a copied one needs its number of frames.
    public init(range: TimeRange, frames: Int?, treatment: Treatment) {
        (self.range, self.frames, self.treatment) = (range, frames, treatment)
    }
}
