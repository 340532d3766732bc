internal import CPlatform
public import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV
internal import Sandbox
internal import SystemLibrary

/// Worker process: does a batch's media work. It is the same program, started by a ``WorkerProcess``.
///
/// It opens only what orders name, and does not outlive its batch.
public enum Worker {
    /// Descriptors of the pipes that a worker is started with.
    static let orders: Int32 = 3, answers: Int32 = 4

    /// Executes orders until there are no more, or a signal asks to stop.
    ///
    /// - Throws: if no batch started the process, or memory runs out.
    public static func run() throws(Failure) {
        var facts = stat()
        guard fstat(orders, &facts) == 0, facts.st_mode & S_IFMT == S_IFIFO,
            fstat(answers, &facts) == 0, facts.st_mode & S_IFMT == S_IFIFO
        else { throw Failure(.usage, "", "workers are started by 'clipfit batch' alone") }
        // A terminal's Ctrl-C reaches all processes; only the batch handles it, and stops its workers.
        signal(SIGINT, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        // Used by this thread alone.
        nonisolated(unsafe) let link = BatchLink(orders: orders, answers: answers)
        guard case .setUp(let setup) = link.next() else { return }
        guard clipfit_die_with(setup.parent) != -ESRCH else { return }
        // Before the limits, which are not for the user's program.
        let transcriber = try setup.transcriber.map { setup throws(Failure) in
            try Transcriber.start(setup) {
                link.tell(.progress(JobProgress(phase: .choosing, share: 0, length: 0)))
            }
        }
        setup.limits.apply()
        if let reach = setup.reach {
            TextDecoder.load(setup.encodings)
            do throws(SandboxFailure) {
                try reach.confinement.enter { _ = FilterGraph.isAvailable }
            } catch { throw Failure(error) }
        } else {
            Confinement.waive()
        }
        link.tell(.ready)
        var placer = MusicPlacer()
        while let order = link.next() {
            guard case .trim(let job) = order else { return }
            let outcome = JobTrimmer(job, setup, link, placer, transcriber).run(&placer)
            // The next clip would fail too: the batch retries in a new process.
            if let short = outcome.errors.first(where: { $0.kind == .outOfMemory }) { throw short }
            link.tell(.finished(outcome))
        }
    }
}
