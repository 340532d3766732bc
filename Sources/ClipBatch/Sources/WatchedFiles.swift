internal import ClipCore
internal import Platform

/// Files of watched folders, each settling, waiting, being worked on, or done. Only existing files are kept.
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
        var status: JobResult.Status?
        /// Whether it disappeared during the work.
        var isGone = false
    }

    private let patience: Duration
    private var files: [FilePath: File] = [:]
    /// Settling files, with the time of their last change.
    private var settling: [FilePath: Moment] = [:]
    /// Files that disappeared since the last query.
    private var gone: [FilePath] = []

    /// - Parameter patience: how long a file must be unchanged before it is taken.
    init(patience: Duration) { self.patience = patience }

    /// Updates a file's state.
    ///
    /// - Parameters:
    ///   - facts: nil if it does not exist or is not a regular file.
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
        // Changes are checked when the work ends.
        case .working: break
        // A failed file may have become readable.
        case .over(.failed) where facts == file.facts: break
        case .over(.done) where facts.hasContent(of: file.facts),
            .over(.skipped) where facts.hasContent(of: file.facts),
            .settling where facts.hasContent(of: file.facts), .waiting where facts.hasContent(of: file.facts):
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

    /// Forgets all other files.
    mutating func keep(_ sources: Set<FilePath>) {
        for source in files.keys where !sources.contains(source) { forget(source) }
    }

    /// Files that disappeared since the last call.
    mutating func takeGone() -> [FilePath] {
        defer { gone = [] }
        return gone
    }

    /// When the next file may have settled; nil if none is settling.
    var next: Moment? { settling.values.min().map { $0 + patience } }

    /// Settled files in order; they now wait for work. Files that are being written do not settle, nor do empty ones:
    /// programs use them as placeholders.
    mutating func settled(
        _ now: Moment, _ facts: (FilePath) -> SourceFacts?,
        isWritten: (FilePath) -> Bool = { OpenFile.isBeingWritten($0) }
    ) -> [Job] {
        var settled: [Job] = []
        for (source, since) in settling where now - since >= patience {
            guard let file = files[source] else { continue }
            let facts = facts(source)
            look(at: file.job, facts, now)
            guard settling[source] == since, let facts else { continue }
            guard facts.size > 0, !isWritten(source) else {
                settling[source] = now
                continue
            }
            files[source]?.stage = .waiting
            settling[source] = nil
            settled.append(file.job)
        }
        return settled.sorted { $0.source.bytes.lexicographicallyPrecedes($1.source.bytes) }
    }

    /// Starts work on a file.
    ///
    /// - Returns: false if it is gone, differs from what had settled, or is already being worked on.
    mutating func begin(_ job: Job, _ facts: SourceFacts?, _ now: Moment) -> Bool {
        look(at: job, facts, now)
        guard case .waiting? = files[job.source]?.stage else { return false }
        files[job.source]?.stage = .working
        return true
    }

    mutating func postpone(_ job: Job) {
        if case .working? = files[job.source]?.stage { files[job.source]?.stage = .waiting }
    }

    /// Ends work on a file. If it changed in the meantime, it settles again.
    ///
    /// - Returns: its previous result, now obsolete.
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
