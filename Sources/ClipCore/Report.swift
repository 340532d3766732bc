/// What came of a plan: the file that was written, measured again, and where the renderer had to choose.
public struct Report: Hashable, Sendable {
    /// Facts read back from the finished file.
    public struct Proof: Hashable, Sendable {
        public var duration: MediaTime
        public var frames: Int
        /// Where picture and sound begin on the output's presentation clock.
        public var videoStart: MediaTime
        public var audioStart: MediaTime?
        /// The lowest signal-to-noise ratio of the re-encoded frames that were decoded again, in dB.
        public var worstEdge: Double?

        public init(
            duration: MediaTime, frames: Int, videoStart: MediaTime, audioStart: MediaTime?, worstEdge: Double?
        ) {
            self.duration = duration
            self.frames = frames
            self.videoStart = videoStart
            self.audioStart = audioStart
            self.worstEdge = worstEdge
        }
    }

    public var plan: Plan
    public var proof: Proof
    public var copiedFrames: Int
    public var reencodedFrames: Int
    /// Where the result differs from the plan, and why.
    public var deviations: [String]
    /// Tags of the source that the output does not have.
    public var removedMetadata: [String]
    public var sizeBytes: Int64
    public var seconds: Double

    public init(
        plan: Plan, proof: Proof, copiedFrames: Int, reencodedFrames: Int, deviations: [String],
        removedMetadata: [String], sizeBytes: Int64, seconds: Double
    ) {
        self.plan = plan
        self.proof = proof
        self.copiedFrames = copiedFrames
        self.reencodedFrames = reencodedFrames
        self.deviations = deviations
        self.removedMetadata = removedMetadata
        self.sizeBytes = sizeBytes
        self.seconds = seconds
    }

    /// How it was really done: `copy`, `smart` or `encode`.
    public var method: TrimRequest.Method {
        reencodedFrames == 0 ? .copy : copiedFrames == 0 ? .encode : .smart
    }
}
