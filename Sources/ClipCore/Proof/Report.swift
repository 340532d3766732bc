/// Result of a plan: measured facts of the file, and deviations.
public struct Report: Hashable, Codable, Sendable {
    /// Facts read back from the finished file.
    public struct Proof: Hashable, Codable, Sendable {
        /// Length from the first picture's start to the latest end of a stream.
        public var duration: MediaTime
        /// Frames that the output shows.
        public var frames: Int
        /// How many of them were decoded again: all of them with `--verify all`, else those around each splice and a
        /// sample of keyframes.
        public var checkedFrames: Int
        /// How many of them were copied.
        public var checkedCopies = 0
        /// Where picture and sound begin on the output's presentation clock.
        public var videoStart: MediaTime
        /// The earliest sound's start, counted from the picture's; nil where there is no sound.
        public var audioStart: MediaTime?
        /// The lowest signal-to-noise ratio of the re-encoded frames that were decoded again, in dB.
        public var worstEdge: Double?
        /// Integrated loudness of a mixed sound, decoded, in LUFS; nil where none was mixed, and for silence.
        public var loudness: Double?
        /// Its highest true peak in dBTP; nil likewise.
        public var truePeak: Double?
        /// How music and the clip's own audio lie in the mix; nil without music.
        public var mix: MixLevels?
        /// Bytes of the file.
        public var sizeBytes: Int64 = 0
        /// How much it flashes; nil where nobody counted.
        public var flashes: Flashes?
        /// The largest sudden rise of its loudness; nil where nobody listened, and where nothing rises.
        public var loudnessJump: LoudnessJump?

        /// A proof of these facts.
        public init(
            duration: MediaTime, frames: Int, checkedFrames: Int = 0, videoStart: MediaTime,
            audioStart: MediaTime?, worstEdge: Double?
        ) {
            self.duration = duration
            self.frames = frames
            self.checkedFrames = checkedFrames
            self.videoStart = videoStart
            self.audioStart = audioStart
            self.worstEdge = worstEdge
        }
    }

    /// A picture that was written beside the output.
    public struct Cover: Hashable, Codable, Sendable {
        /// Where it is.
        public var file: PlannedPath
        /// When its frame is shown, from the output's start.
        public var time: MediaTime
        /// Why that one; empty where it was asked for.
        public var reasons: [String]

        /// A cover of these facts.
        public init(file: PlannedPath, time: MediaTime, reasons: [String]) {
            (self.file, self.time, self.reasons) = (file, time, reasons)
        }
    }

    /// The plan that was carried out: after a smart cut that failed, the one of a full re-encode.
    public var plan: Plan
    /// What reading the output back showed.
    public var proof: Proof
    /// Shown frames whose packets were copied.
    public var copiedFrames: Int
    /// Shown frames that were decoded and encoded again.
    public var reencodedFrames: Int
    /// Where the result differs from the plan, and why.
    public var deviations: [String]
    /// FFmpeg's name of the codec of its picture; nil in reports of before it was told.
    public var codec: String?
    /// What became of the source's codec, depth and light where pictures were encoded anew, e.g. `HEVC becomes H.264`; nil
    /// for nothing.
    public var change: String?
    /// Tags of the source that the output does not have.
    public var removedMetadata: [String]
    /// What the source says of how it was made, read when the plan was carried out.
    public var provenance = Provenance()
    /// The picture that stands for the output; nil for none.
    public var cover: Cover?
    /// What rendering took on the wall clock, proof and second tries included, in seconds.
    public var seconds: Double

    /// A report of these facts.
    public init(
        plan: Plan, proof: Proof, copiedFrames: Int, reencodedFrames: Int, deviations: [String],
        removedMetadata: [String], seconds: Double
    ) {
        self.plan = plan
        self.proof = proof
        self.copiedFrames = copiedFrames
        self.reencodedFrames = reencodedFrames
        self.deviations = deviations
        self.removedMetadata = removedMetadata
        self.seconds = seconds
    }

    /// That copied frames were not decoded, in a sentence; nil where all of them were.
    public var unchecked: String? {
        let count = min(copiedFrames - proof.checkedCopies, proof.frames - proof.checkedFrames)
        guard count > 0 else { return nil }
        return "\(count) of \(copiedFrames) copied frames were not decoded: --verify all decodes them"
    }

    /// ``deviations``, and before them what became of the picture's coding.
    public var changes: [String] { (change.map { ["its picture changes: \($0)"] } ?? []) + deviations }

    /// How it was really done: `copy`, `smart` or `encode`.
    public var method: TrimRequest.Method {
        reencodedFrames == 0 ? .copy : copiedFrames == 0 ? .encode : .smart
    }
}
