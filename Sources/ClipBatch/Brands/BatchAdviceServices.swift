package import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia

/// Chooses music and looks for a batch's clips, each by its own settings, e.g. its folder's brand.
package struct BatchAdviceServices {
    private let sources: BatchSources
    /// Advice services by the name of their settings; empty if nothing is chosen.
    private let advisers: [String: AdviceService]
    private let isLogged: Bool
    private let warn: (String) -> Void

    /// - Parameters:
    ///   - explores: whether to try a less proven option now and then.
    ///   - isLogged: record suggestions in the library.
    ///   - warn: receives errors that cost no clip.
    /// - Throws: if the library cannot be used.
    package init(
        _ sources: BatchSources, seed: UInt64, explores: Bool, isLogged: Bool,
        warn: @escaping (String) -> Void
    ) throws {
        (self.sources, self.isLogged, self.warn) = (sources, isLogged, warn)
        var advisers: [String: AdviceService] = [:]
        for work in sources.works where work.settings.isPaired && advisers[work.settings.name] == nil {
            advisers[work.settings.name] = try AdviceService(
                work.settings, seed: seed, top: 3, explores: explores, warn: warn)
        }
        self.advisers = advisers
    }

    /// Locations of all music that may be chosen.
    package func musicPlaces() throws(Failure) -> [FilePath] {
        var places: Set<FilePath> = []
        for adviser in advisers.values { places.formUnion(try adviser.musicPlaces()) }
        return places.sorted { $0.string < $1.string }
    }

    /// Advice for the batch; nil if there is nothing to choose or to write next to outputs.
    package var advice: BatchAdvice? {
        guard !advisers.isEmpty || sources.arePlanned else { return nil }
        return BatchAdvice(
            rule: { adviser(of: $0)?.rule(for: $0.name) },
            choose: { job, question in
                guard let adviser = adviser(of: job) else {
                    return .failure(Failure(.bug, job.source, "nothing is chosen for it"))
                }
                let choice = adviser.choice(for: sources.work(job), job.name, isLogged: isLogged)
                return Result { () throws(Failure) in try choice(question) }
            },
            deliver: { report, keeper throws(Failure) in
                try Editor.deliver(report, keeper, warn: warn)
            })
    }

    private func adviser(of job: Job) -> AdviceService? {
        job.plans == nil ? advisers[sources.work(job).settings.name] : nil
    }
}
