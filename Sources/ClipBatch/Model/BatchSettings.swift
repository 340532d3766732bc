public import Recommendation
public import SystemPackage

/// How a batch is carried out.
public struct BatchSettings: Sendable {
    /// The folder of the outputs.
    public var output: FilePath
    /// All outputs lie in one folder; else in folders as the sources do.
    public var isFlat = false
    /// Any file may be replaced, whoever made it.
    public var overwrites = false
    /// Finished outputs, and those that were made with other settings, are made again.
    public var remakes = false
    /// Only plans are made.
    public var isDryRun = false
    /// The most sources that are worked on, finished ones not counted; nil for all.
    public var limit: Int?
    /// After the first failure nothing more is begun.
    public var stopsOnError = false
    /// Every result gets a portrait, for a report.
    public var portrays = false
    /// Sources that are worked on at the same time, at least 1.
    public var jobs = Machine.jobs
    /// What a worker may use.
    public var limits = WorkerLimits()
    /// Workers are kept to the sources and the output folder.
    public var isConfined = true
    /// Files beyond sources that workers read.
    public var readable: [FilePath] = []
    /// Knows the licences of music; nil where no output has any.
    public var rights: MusicCatalogue?
    /// Versions of what makes the outputs: outputs of others are counted.
    public var version = ""
    /// What starts a worker.
    public var program: WorkerProgram

    /// The defaults, with outputs in `output`.
    public init(output: FilePath, _ program: WorkerProgram) {
        (self.output, self.program) = (output, program)
    }

    /// Where the outputs of a job go.
    func folder(of job: Job) -> FilePath { output.pushing(job.folder(isFlat: isFlat)) }
}
