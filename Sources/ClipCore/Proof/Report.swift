/// Result of a plan: measured facts of the file, and deviations.
public struct Report: Hashable, Codable, Sendable {
    /// Measurements of the finished file.
    public struct Proof: Hashable, Codable, Sendable {
        /// Length from the first frame's start to the latest end of a stream.
        public var duration: MediaTime
        /// Number of frames.
        public var frames: Int
        /// Number of decoded frames: all with `--verify all`, else those around each splice and a sample of
        /// keyframes.
        public var checkedFrames: Int
        /// Number of decoded frames that were copied.
        public var checkedCopies = 0
        /// Start of the picture, on the output's presentation clock.
        public var videoStart: MediaTime
        /// Start of the earliest sound, relative to the picture's; nil without sound.
        public var audioStart: MediaTime?
        /// The lowest signal-to-noise ratio of re-encoded frames that were decoded to check them, in dB.
        public var worstEdge: Double?
        /// Integrated loudness of the decoded mix in LUFS; nil without a mix and for silence.
        public var loudness: Double?
        /// True peak of the decoded mix in dBTP; nil likewise.
        public var truePeak: Double?
        /// How music and the clip's own audio lie in the mix; nil without music.
        public var mix: MixLevels?
        /// Bytes of the file.
        public var sizeBytes: Int64 = 0
        /// Flash counts; nil if not counted.
        public var flashes: Flashes?
        /// The largest sudden rise of loudness; nil if not measured, or if there is none.
        public var loudnessJump: LoudnessJump?

        /// Creates a proof.
        public init(
            duration: MediaTime, frames: Int, checkedFrames: Int = 0, videoStart: MediaTime,
            audioStart: MediaTime?, worstEdge: Double?
        ) {
            (self.duration, self.frames, self.checkedFrames) = (duration, frames, checkedFrames)
            (self.videoStart, self.audioStart, self.worstEdge) = (videoStart, audioStart, worstEdge)
        }
    }

    /// The cover image of an output.
    public struct Cover: Hashable, Codable, Sendable {
        /// Its file.
        public var file: PlannedPath
        /// Time of its frame, from the output's start.
        public var time: MediaTime
        /// Why this frame was chosen; empty if the user chose it.
        public var reasons: [String]

        /// Creates a cover.
        public init(file: PlannedPath, time: MediaTime, reasons: [String]) {
            (self.file, self.time, self.reasons) = (file, time, reasons)
        }
    }

    /// The plan that was rendered: after a failed smart cut, the one of the full re-encode.
    public var plan: Plan
    /// Measurements of the output.
    public var proof: Proof
    /// Number of copied frames.
    public var copiedFrames: Int
    /// Number of re-encoded frames.
    public var reencodedFrames: Int
    /// Differences from the plan, with reasons.
    public var deviations: [String]
    /// FFmpeg's name of the video codec; nil in older reports.
    public var codec: String?
    /// Change of codec, bit depth or dynamic range by a re-encode, e.g. `HEVC becomes H.264`; nil if there is
    /// none.
    public var change: String?
    /// Metadata of the source that the output lacks.
    public var removedMetadata: [String]
    /// The source's provenance, read when the plan was rendered.
    public var provenance = Provenance()
    /// The cover image; nil for none.
    public var cover: Cover?
    /// Wall-clock time of rendering in seconds, including verification and repeated passes.
    public var seconds: Double

    /// Creates a report.
    public init(
        plan: Plan, proof: Proof, copiedFrames: Int, reencodedFrames: Int, deviations: [String],
        removedMetadata: [String], seconds: Double
    ) {
        (self.plan, self.proof, self.copiedFrames) = (plan, proof, copiedFrames)
        (self.reencodedFrames, self.deviations) = (reencodedFrames, deviations)
        (self.removedMetadata, self.seconds) = (removedMetadata, seconds)
    }

    /// A note about copied frames that were not decoded; nil if all were.
    public var unchecked: String? {
        let count = min(copiedFrames - proof.checkedCopies, proof.frames - proof.checkedFrames)
        guard count > 0 else { return nil }
        return "\(count) of \(copiedFrames) copied frames were not decoded: --verify all decodes them"
    }

    /// ``deviations``, preceded by ``change``.
    public var changes: [String] { (change.map { ["its picture changes: \($0)"] } ?? []) + deviations }

    /// The actual method: `copy`, `smart` or `encode`.
    public var method: TrimRequest.Method {
        reencodedFrames == 0 ? .copy : copiedFrames == 0 ? .encode : .smart
    }
}
