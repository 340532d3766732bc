public import ClipMedia
public import Recommendation
public import SystemPackage

/// Settings of a batch run.
public struct BatchSettings: Sendable {
    /// The folder of the outputs.
    public var output: FilePath
    /// Put all outputs in one folder instead of mirroring the sources' folders.
    public var isFlat = false
    /// Replace any file, whoever made it.
    public var overwrites = false
    /// Remake finished outputs, and those made with other settings.
    public var remakes = false
    /// Only make plans.
    public var isDryRun = false
    /// Limit of sources to work on, not counting finished ones; nil for none.
    public var limit: Int?
    /// Start nothing more after the first failure.
    public var stopsOnError = false
    /// Add stills to every result, for a report.
    public var portrays = false
    /// Number of parallel jobs, at least 1.
    public var jobs = Machine.jobs
    /// Resource limits of a worker.
    public var limits = WorkerLimits()
    /// Sandbox workers to the sources and the output folder.
    public var isConfined = true
    /// Other files that workers may read.
    public var readable: [FilePath] = []
    /// Encodings that caption files may need.
    public var encodings: [String] = []
    /// Writes captions that are to be heard; nil if there are none.
    public var transcriber: Transcriber.Setup?
    /// Music licences; nil if no output has music.
    public var rights: MusicCatalogue?
    /// Version of clipfit and FFmpeg: outputs of other versions are counted.
    public var version = ""
    /// How to start a worker.
    public var program: WorkerProgram

    /// The defaults, with outputs in `output`.
    public init(output: FilePath, _ program: WorkerProgram) {
        (self.output, self.program) = (output, program)
    }

    func folder(of job: Job) -> FilePath { output.pushing(job.folder(isFlat: isFlat)) }
}
