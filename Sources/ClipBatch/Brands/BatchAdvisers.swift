internal import ClipBatch
internal import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import SystemPackage

/// Chooses music and looks for the clips of a batch: for each by what is asked of it, e.g. by the brand of its folder.
struct BatchAdvisers {
    private let sources: BatchSources
    /// By the name of their settings; none where nothing is chosen.
    private let advisers: [String: Adviser]
    private let isLogged: Bool

    /// - Parameters:
    ///   - explores: whether what is doubtful is tried now and then.
    ///   - isLogged: what is suggested is written down in the library.
    /// - Throws: where the library cannot be used.
    init(_ sources: BatchSources, seed: UInt64, explores: Bool, isLogged: Bool) throws {
        (self.sources, self.isLogged) = (sources, isLogged)
        var advisers: [String: Adviser] = [:]
        for work in sources.works where work.settings.isPaired && advisers[work.settings.name] == nil {
            advisers[work.settings.name] = try Adviser(work.settings, seed: seed, top: 3, explores: explores)
        }
        self.advisers = advisers
    }

    /// Where the music lies that could be chosen.
    func musicPlaces() throws(MediaError) -> [FilePath] {
        var places: Set<FilePath> = []
        for adviser in advisers.values { places.formUnion(try adviser.musicPlaces()) }
        return places.sorted { $0.string < $1.string }
    }

    /// As the batch asks for it; nil where there is nothing to choose or to write beside outputs.
    var advice: BatchAdvice? {
        guard !advisers.isEmpty || sources.arePlanned else { return nil }
        return BatchAdvice(
            rule: { adviser(of: $0)?.rule },
            choose: { job, question in
                guard let adviser = adviser(of: job) else {
                    return .failure(MediaError(.bug, job.source, "nothing is chosen for it"))
                }
                do {
                    return .success(
                        try adviser.choose(question, sources.work(job), job.source, isLogged: isLogged))
                } catch { return .failure(Self.failure(error, job.source)) }
            },
            deliver: { report, keeper throws(MediaError) in
                try PostFiles(report, keeper).write(Clock.today)
                PostKeeper.keep(report)
            })
    }

    private func adviser(of job: Job) -> Adviser? {
        job.plans == nil ? advisers[sources.work(job).settings.name] : nil
    }

    private static func failure(_ error: any Error, _ source: FilePath) -> MediaError {
        if let error = error as? MediaError { return error }
        guard let error = error as? LibraryError else { return MediaError(.bug, source, "\(error)") }
        return MediaError(.readWrite, error.path, error.message, hint: error.hint)
    }
}
