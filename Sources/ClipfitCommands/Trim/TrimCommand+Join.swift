internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import SystemLibrary

extension TrimCommand {
    /// Makes one post of all sources. A process that crashed on one of them ends the command.
    func runJoined() throws {
        var failures = Failures(verb: "join", asJSON: common.asJSON)
        let words = try files.map { file in
            try TrimOptions.asUsage { () throws(PlanningError) in
                try ReelWord(file.bytes) { $0.withPlatformString { access($0, F_OK) } == 0 }
            }
        }
        let sources = words.map(\.path)
        let name = sources[0].beside("-join.mp4")
        var job = try joinedJob(name, sources[0])
        try joining.checkUse(in: [job.work.settings])
        let made = try makeFolders([job])
        defer { Folder.removeEmpty(made) }
        let shift = try InputShift.begin(
            sources, "join", asJSON: common.asJSON, progress: progress, marking: dryRun ? [] : outputFolders)
        guard shift.isFirst else { return InputLink.tell(.finished) }
        let settings = job.work.settings
        if settings.isPaired { job.adviser = try adviser(settings) }
        let rights = settings.musicWord == .none ? nil : try TrackCatalogue.catalogue()
        let transcriber = job.work.transcribes ? try Transcriber.start(try UserSettings.transcriber()) : nil
        let cards = job.work.cards.map(\.path)
        let temporary = UserFolder.joined ?? outputFolders[0]
        try confine([job], sources + cards, temporary: [temporary])
        do {
            let maker = try ReelMaker(
                words, settings, as: name, isBestFirst: joining.bestFirst, UserFolder.analyzer, in: temporary
            ) { source in sources.firstIndex(of: source).map { InputLink.tell(.began($0)) } }
            maker.warnings.forEach { Console.warning("\($0.0.shown): \($0.1)") }
            var taken = InputLink.taken
            for post in job.work.posts {
                try join(maker, post, job, sources[0], (rights, transcriber), &taken, &failures)
            }
        } catch let error as Failure { try failures.add(error, of: error.path) }
        InputLink.tell(.finished)
        try failures.finish()
    }

    /// The names follow the first source's.
    private func joinedJob(_ name: FilePath, _ first: FilePath) throws -> TrimJob {
        let typed = isFolder ? nil : output.map { PresetValue.path(PlannedPath($0.path)) }
        let work = try work(typed.map { [PresetSetting(.output, $0, .flag("--output"))] } ?? [])
        let abouts = try SubjectTexts.words([first], for: work)
        let names = try TrimOptions.asUsage { () throws(PlanningError) in
            try work.names(
                output?.bytes, isFolder: isFolder, of: [name], date: Clock.today.text,
                abouts: abouts[first].map { [name: $0] } ?? [:])
        }
        return TrimJob(work: work, names: names, variant: nil)
    }

    private func join(
        _ maker: ReelMaker, _ post: JobTemplate.Post, _ job: TrimJob, _ first: FilePath,
        _ with: (rights: MusicCatalogue?, transcriber: Transcriber?), _ taken: inout Set<FilePath>,
        _ failures: inout Failures
    ) throws {
        let meter = Progress(progress, "\(first.shown) and others, joining", length: post.length.seconds)
        defer { meter.finish() }
        let reel = try maker.reel(post) { _ in }
        let choice = job.adviser.map { $0.choice(for: post.job, first, isLogged: !dryRun) }
        var placer = MusicPlacer()
        let joined = try JoinedPost(
            reel, post, &placer, rights: with.rights, transcriber: with.transcriber, advise: choice
        ) { meter.update($0) }
        meter.finish()
        // What fails from here on is the whole post.
        InputLink.tell(.began(0))
        var plans: [Plan] = []
        for index in joined.work.requests.indices {
            plans.append(try take(try joined.plan(index, job.names, overwrites: overwrite), &taken))
        }
        (joined.work.shortfalls + plans.warnings).forEach { Console.warning("\(reel.name.shown): \($0)") }
        if dryRun {
            plans.forEach { PlanText.show($0, asJSON: common.asJSON) }
        } else {
            try PlanRunner(progress, asJSON: common.asJSON, MarkKeeper(replaces: remake))
                .run(plans, joined.editor, &failures)
        }
    }
}
