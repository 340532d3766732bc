internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import Sandbox
internal import SystemLibrary
internal import SystemPackage

/// What a batch says to a worker: one line of JSON each.
enum WorkerOrder: Codable, Sendable {
    /// The first order, and only that.
    case setUp(WorkerSetup)
    case trim(JobOrder)
    /// Answers ``WorkerAnswer/planned(_:)``.
    case verdict(Verdict)
    /// Answers ``WorkerAnswer/recall(identity:)``; nil where nothing is known.
    case recalled(bytes: Data?)
    /// Answers ``WorkerAnswer/advise(_:)``.
    case accompaniment(MusicAndLook)
    /// The same, where nothing may be chosen; and of ``WorkerAnswer/naming(_:)``, where it cannot be written down.
    case refusal(Failure)
    /// Answers ``WorkerAnswer/naming(_:)``: it is written down.
    case noted
}

/// What a worker says to its batch.
enum WorkerAnswer: Codable, Sendable {
    /// It is set up.
    case ready
    /// The job's outputs are known; the worker waits for the verdict.
    case planned(PlannedJob)
    /// Asks for the analysis of a clip.
    case recall(identity: String)
    /// An analysis that may be asked for again.
    case keep(identity: String, bytes: Data)
    /// Asks what goes with the clip.
    case advise(ClipQuestion)
    case progress(JobProgress)
    /// A file is about to get its name; the worker waits.
    case naming(NamedFile)
    case finished(JobOutcome)
}

/// How a worker works, whatever the job is.
struct WorkerSetup: Codable, Sendable {
    /// The batch's process, without which the worker is not to live.
    var parent: Int32
    var isDryRun: Bool
    /// Every outcome gets a portrait, for a report.
    var portrays: Bool
    var limits: WorkerLimits
    /// Knows the licences of music; nil where no output has any.
    var rights: MusicCatalogue?
    /// Where the worker may read and write; nil for wherever the user may.
    var reach: WorkerReach?

    /// The same, with one more file to read.
    func reading(_ file: FilePath) -> WorkerSetup {
        var setup = self
        setup.reach?.readable.append(PlannedPath(file))
        return setup
    }
}

/// Where a worker may read and write, as it is told.
struct WorkerReach: Codable, Sendable {
    var readable: [PlannedPath]
    var writable: [PlannedPath]

    init(reading readable: [FilePath], writing writable: [FilePath]) {
        (self.readable, self.writable) = (readable.map(PlannedPath.init), writable.map(PlannedPath.init))
    }

    var confinement: Confinement {
        Confinement(reading: readable.map(\.path), writing: writable.map(\.path))
    }
}

/// One source that is to be trimmed.
struct JobOrder: Codable, Sendable {
    var source: PlannedPath
    /// Where its outputs go.
    var folder: PlannedPath
    var work: JobTemplate
    /// What is to be made of it, where that was decided before.
    var plans: [Plan]?
    /// How music and look are chosen for each clip; nil where they are not.
    var choice: String?
    /// Files that are no output of this batch may be replaced.
    var overwrites: Bool
    /// x264's threads.
    var threads: Int

    /// Everything is checked that can be.
    var verifiesAll: Bool {
        plans.map { $0.contains { $0.verify == .all } } ?? work.requests.contains { $0.verify == .all }
    }
}

/// What a worker would make of a source.
struct PlannedJob: Codable, Sendable {
    struct Step: Codable, Sendable {
        /// The request's number, from 0.
        var number: Int
        var path: PlannedPath
        /// What it is made of and how.
        var key: String
        /// What was asked for, whatever the source is; "" where that is not known.
        var settings: String
    }

    var steps: [Step]
    /// What tells this version of the source from others.
    var identity: String
    /// The source's length.
    var duration: MediaTime
    /// What is finished has to have the content that it had then, not only size and time.
    var comparesContent: Bool
    /// Nothing but the rule is known of the parts: what is not finished has to be planned again with the parts themselves.
    var isByRule: Bool
}

/// What a batch decides on a planned job.
struct Verdict: Codable, Sendable {
    /// Everything is there already.
    var isFinished: Bool
    /// The numbers of the requests whose outputs are there.
    var kept: [Int] = []
    /// The numbers of the requests to carry out; true where any file of the name may be replaced.
    var make: [Int: Bool] = [:]
    /// Files that may be replaced as long as they are like this.
    var known: [NamedFile] = []
}

/// How far a job is.
public struct JobProgress: Hashable, Codable, Sendable {
    /// What is being done.
    public enum Phase: String, Codable, Sendable {
        /// The clip is looked at.
        case choosing
        /// The outputs are made.
        case rendering
    }

    /// What is being done.
    public var phase: Phase
    /// How much of it is done, from 0 to 1.
    public var share: Double
    /// Seconds of video that the phase goes through.
    public var length: Double
}

/// What a worker made of a source.
struct JobOutcome: Codable, Sendable {
    /// By the request's number.
    var reports: [Int: Report] = [:]
    var plans: [Plan] = []
    var errors: [Failure] = []
    var warnings: [String] = []
    var portrait: ReportStills?
}
