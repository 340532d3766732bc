internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import Sandbox
internal import SystemLibrary

/// Message from a batch to a worker: one line of JSON.
enum WorkerOrder: Codable, Sendable {
    /// The first order, sent once.
    case setUp(WorkerSetup)
    case trim(JobOrder)
    /// Answers ``WorkerAnswer/planned(_:)``.
    case verdict(Verdict)
    /// Answers ``WorkerAnswer/recall(identity:)``; nil if unknown.
    case recalled(bytes: Data?)
    /// Answers ``WorkerAnswer/advise(_:)``.
    case accompaniment(MusicAndLook)
    /// Refuses ``WorkerAnswer/advise(_:)`` (nothing may be chosen) or ``WorkerAnswer/naming(_:)`` (not recorded).
    case refusal(Failure)
    /// Answers ``WorkerAnswer/naming(_:)``: it is recorded.
    case noted
}

/// Message from a worker to its batch.
enum WorkerAnswer: Codable, Sendable {
    /// The worker is set up.
    case ready
    /// The job's outputs are planned; the worker waits for the verdict.
    case planned(PlannedJob)
    /// Requests the analysis of a clip.
    case recall(identity: String)
    /// An analysis to cache.
    case keep(identity: String, bytes: Data)
    /// Requests music and look for the clip.
    case advise(ClipQuestion)
    case progress(JobProgress)
    /// A file is about to be named; the worker waits.
    case naming(NamedFile)
    case finished(JobOutcome)
}

/// A worker's setup, independent of jobs.
struct WorkerSetup: Codable, Sendable {
    /// The batch's process; the worker dies with it.
    var parent: Int32
    var isDryRun: Bool
    /// Add stills to every outcome, for a report.
    var portrays: Bool
    var limits: WorkerLimits
    /// Music licences; nil if no output has music.
    var rights: MusicCatalogue?
    /// Encodings that caption files may need.
    var encodings: [String] = []
    /// Writes captions that are to be heard; nil if there are none.
    var transcriber: Transcriber.Setup?
    /// Paths that the worker may read and write; nil for no sandbox.
    var reach: WorkerReach?

    /// The same setup with one more readable file.
    func reading(_ file: FilePath) -> WorkerSetup {
        var setup = self
        setup.reach?.readable.append(PlannedPath(file))
        return setup
    }
}

/// Paths that a worker may read and write, as sent to it.
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

/// Order to trim one source, or to join several.
struct JobOrder: Codable, Sendable {
    var source: PlannedPath
    /// What names and texts follow.
    var name: PlannedPath
    /// What is joined in one post; nil for a clip.
    var joining: Joining?
    var folder: PlannedPath
    var work: JobTemplate
    /// Plans made beforehand.
    var plans: [Plan]?
    /// The rule by which music and look are chosen; nil if they are not.
    var choice: String?
    /// Replace files that are not this batch's outputs.
    var overwrites: Bool
    /// x264's threads.
    var threads: Int

    /// Whether full verification is requested.
    var verifiesAll: Bool {
        plans.map { $0.contains { $0.verify == .all } } ?? work.requests.contains { $0.verify == .all }
    }
}

/// A worker's plans for a source.
struct PlannedJob: Codable, Sendable {
    struct Step: Codable, Sendable {
        /// The request's number, from 0.
        var number: Int
        var path: PlannedPath
        /// Its folder in that of the job's outputs; nil for none.
        var folder: String?
        var key: String
        /// Key of the requested settings, independent of the source; "" if unknown.
        var settings: String
    }

    var steps: [Step]
    var identity: String
    /// The source's length.
    var duration: MediaTime
    /// Whether finished outputs must also match in content, not only in size and time.
    var comparesContent: Bool
    /// Whether windows are known only by their rule; unfinished outputs must then be planned again with the real ones.
    var isByRule: Bool
    /// Whether names may still be given another form, if other sources have them.
    var canMove = false
}

/// A batch's decision on a planned job.
struct Verdict: Codable, Sendable {
    /// Whether every output exists already.
    var isFinished: Bool
    /// Request numbers of existing outputs.
    var kept: [Int] = []
    /// Request numbers to render; true if any file of the name may be replaced.
    var make: [Int: Bool] = [:]
    /// Files that may be replaced while unchanged.
    var known: [NamedFile] = []
    /// Another source has one of the names: plan again with others.
    var isTaken = false
}

/// Progress of a job.
public struct JobProgress: Hashable, Codable, Sendable {
    /// A phase of the work.
    public enum Phase: String, Codable, Sendable {
        /// The clip is analysed.
        case choosing
        /// The outputs are rendered.
        case rendering
    }

    /// The current phase.
    public var phase: Phase
    /// Progress of the phase, from 0 to 1.
    public var share: Double
    /// Seconds of video that the phase processes.
    public var length: Double
    /// The file that is read of several.
    var file: PlannedPath?
}

/// A worker's outcome for a source.
struct JobOutcome: Codable, Sendable {
    /// Reports by request number.
    var reports: [Int: Report] = [:]
    var plans: [Plan] = []
    var errors: [Failure] = []
    var warnings: [String] = []
    var portrait: ReportStills?
    /// CPU seconds that the plans would take.
    var cost = 0.0
}
