internal import ClipCore
internal import SystemPackage

/// The files of watched folders: each of them settles, waits for its turn, is worked on, or is over. Only what is there is
/// remembered.
struct WatchedFiles {
    typealias Moment = SuspendingClock.Instant

    private enum Stage {
        case settling, waiting, working
        case over(JobResult.Status)
    }

    private struct File {
        let job: Job
        var facts: SourceFacts
        var stage = Stage.settling
        /// What came of it before.
        var status: JobResult.Status?
        /// It went away while it was worked on.
        var isGone = false
    }

    private let patience: Duration
    private var files: [FilePath: File] = [:]
    /// Those that settle, and when they were last seen to change.
    private var settling: [FilePath: Moment] = [:]
    /// Those that went away since somebody asked.
    private var gone: [FilePath] = []

    /// - Parameter patience: for how long nothing of a file may change before it is taken.
    init(patience: Duration) { self.patience = patience }

    /// Takes in what a file is now.
    ///
    /// - Parameters:
    ///   - facts: nil where there is none, or no regular file.
    ///   - isSettled: it is known to have settled before.
    mutating func look(at job: Job, _ facts: SourceFacts?, isSettled: Bool = false, _ now: Moment) {
        guard let facts else { return forget(job.source) }
        guard let file = files[job.source] else {
            files[job.source] = File(job: job, facts: facts)
            settling[job.source] = isSettled ? now - patience : now
            return
        }
        files[job.source]?.isGone = false
        switch file.stage {
        // Whether it changed is asked when it is over.
        case .working: break
        // One that failed may have become readable.
        case .over(.failed) where facts == file.facts: break
        case .over(.done) where facts.hasContent(of: file.facts),
            .over(.skipped) where facts.hasContent(of: file.facts),
            .settling where facts.hasContent(of: file.facts),
            .waiting where facts.hasContent(of: file.facts):
            break
        default: settle(job.source, facts, now)
        }
    }

    private mutating func settle(_ source: FilePath, _ facts: SourceFacts, _ now: Moment) {
        files[source]?.stage = .settling
        files[source]?.facts = facts
        settling[source] = now
    }

    private mutating func forget(_ source: FilePath) {
        settling[source] = nil
        if case .working? = files[source]?.stage {
            files[source]?.isGone = true
        } else if files.removeValue(forKey: source) != nil {
            gone.append(source)
        }
    }

    /// Forgets all others.
    mutating func keep(_ sources: Set<FilePath>) {
        for source in files.keys where !sources.contains(source) { forget(source) }
    }

    /// Those that went away since the last call.
    mutating func takeGone() -> [FilePath] {
        defer { gone = [] }
        return gone
    }

    /// When the next file may have settled; nil where none settles.
    var next: Moment? { settling.values.min().map { $0 + patience } }

    /// Files that have settled, in order: they wait for their turn from now on. An empty one never settles: programs put
    /// one in the place of what is still to come.
    mutating func settled(_ now: Moment, _ facts: (FilePath) -> SourceFacts?) -> [Job] {
        var settled: [Job] = []
        for (source, since) in settling where now - since >= patience {
            guard let file = files[source] else { continue }
            let facts = facts(source)
            look(at: file.job, facts, now)
            guard settling[source] == since, let facts else { continue }
            guard facts.size > 0 else {
                settling[source] = now
                continue
            }
            files[source]?.stage = .waiting
            settling[source] = nil
            settled.append(file.job)
        }
        return settled.sorted { $0.source.bytes.lexicographicallyPrecedes($1.source.bytes) }
    }

    /// A file's turn has come.
    ///
    /// - Returns: false where it is gone, is not what had settled, or is worked on already.
    mutating func begin(_ job: Job, _ facts: SourceFacts?, _ now: Moment) -> Bool {
        look(at: job, facts, now)
        guard case .waiting? = files[job.source]?.stage else { return false }
        files[job.source]?.stage = .working
        return true
    }

    /// Its turn comes later.
    mutating func postpone(_ job: Job) {
        if case .working? = files[job.source]?.stage { files[job.source]?.stage = .waiting }
    }

    /// A file is over. Where it changed in the meantime, it settles again.
    ///
    /// - Returns: what came of it before, which holds no more.
    mutating func end(_ job: Job, _ status: JobResult.Status, _ facts: SourceFacts?, _ now: Moment)
        -> JobResult.Status?
    {
        guard let file = files[job.source] else { return nil }
        files[job.source]?.stage = .over(status)
        files[job.source]?.status = status
        if let facts, !file.isGone {
            if !facts.hasContent(of: file.facts) {
                settle(job.source, facts, now)
            } else {
                files[job.source]?.facts = facts
            }
        } else {
            forget(job.source)
        }
        return file.status
    }
}
