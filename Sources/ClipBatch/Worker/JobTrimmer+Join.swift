internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV

/// Posts of several sources, as `trim --join` makes them.
extension JobTrimmer {
    /// Makes one post of each length.
    mutating func join(_ joining: Joining) throws(Failure) {
        let meter = Meter(link, .choosing, order.work.posts.reduce(0) { $0 + $1.length.seconds })
        var maker = try ReelMaker(
            joining.files.map { ReelWord($0.path) }, order.work.settings, as: order.name.path,
            isBestFirst: joining.isBestFirst, Analyzer(keepingIn: BatchAnalyses(link: link)),
            in: joining.folder.path
        ) { meter.file = $0 }
        maker.subject = source
        outcome.warnings = maker.warnings.map { "\($0.0.shown): \($0.1)" }
        let (duration, bytes) = maker.extent
        setup.limits.apply(duration: duration.seconds, sourceBytes: bytes)
        let names = try names()
        let steps = try steps(maker, names, isBestFirst: joining.isBestFirst)
        // Names and keys follow from the sources: nothing is joined for what exists already.
        let verdict = try verdict(
            PlannedJob(
                steps: steps, identity: try Self.print(maker.identities), duration: duration,
                comparesContent: order.verifiesAll, isByRule: false))
        for (index, post) in order.work.posts.enumerated() {
            let steps = steps.filter { post.numbers.contains($0.number) }
            guard setup.portrays || steps.contains(where: { verdict.make[$0.number] != nil }) else {
                continue
            }
            let count = Double(order.work.posts.count)
            try join(maker, post, steps, names, verdict) { meter.update((Double(index) + $0) / count) }
        }
    }

    private mutating func join(
        _ maker: ReelMaker, _ post: JobTemplate.Post, _ steps: [PlannedJob.Step], _ names: OutputNames,
        _ verdict: Verdict, _ progress: @escaping ProgressHandler
    ) throws(Failure) {
        let reel = try maker.reel(post) { progress($0 / 2) }
        let joined = try JoinedPost(
            reel, post, &placer, rights: setup.rights, transcriber: transcriber, advise: adviser
        ) { progress(0.5 + $0 / 2) }
        if setup.isDryRun { outcome.cost += joined.cpuSeconds }
        outcome.warnings += joined.work.shortfalls
        var planned: [(plan: Plan, step: PlannedJob.Step)] = []
        for (index, step) in steps.enumerated() {
            do throws(Failure) {
                planned.append((try joined.plan(index, names, overwrites: order.overwrites), step))
            } catch { outcome.errors.append(error) }
        }
        outcome.warnings += planned.map(\.plan).warnings
        try make(planned, verdict, joined.editor)
    }

    /// The outputs of all posts. Their keys hold the sources and what is asked for, not what is chosen.
    private func steps(_ maker: ReelMaker, _ names: OutputNames, isBestFirst: Bool) throws(Failure)
        -> [PlannedJob.Step]
    {
        let rule = ["joined", isBestFirst ? "best" : nil, order.choice].compactMap { $0 }
        var steps: [PlannedJob.Step] = []
        for post in order.work.posts {
            for (number, request) in zip(post.numbers, post.job.requests) {
                let words = OutputName.Words(
                    source: order.name.path, length: maker.length(of: post), start: .zero,
                    number: names.number(of: number), platform: request.finish.platformWord)
                let name = names.name(of: order.name.path)
                let path: FilePath
                do throws(PlanningError) {
                    path = try name.path(words, .mp4, several: names.isNumbered)
                } catch { throw Failure(error, source) }
                let settings = try SettingsKey(order.work, number, choice: rule.joined(separator: "; ")).text
                steps.append(
                    PlannedJob.Step(
                        number: number, path: PlannedPath(path), folder: name.folder(words),
                        key: try Self.print([settings] + maker.identities, request), settings: settings))
            }
        }
        return steps
    }

    private static func print(_ words: [String], _ request: TrimRequest? = nil) throws(Failure) -> String {
        do {
            var print = try Fingerprint()
            print.add(Array(words.joined(separator: " ").utf8))
            if var request {
                request.verify = .seams
                try print.add(json: request)
            }
            return print.hexadecimal()
        } catch { throw Failure(.bug, "", "what is asked for cannot be written as JSON: \(error)") }
    }
}
