package import ClipCore
internal import ClipLibrary
package import ClipMedia
internal import Recommendation
internal import SystemLibrary

/// The steps of one clip: open, choose, accompany, plan, render, deliver. Used by `trim`, batch workers and
/// `render`.
///
/// Keeps invariants for all callers: built-in music is extracted before it is read, nothing is rendered whose
/// companion files could not be written, and only delivered outputs are recorded.
package struct Editor: ~Copyable {
    private let clip: Trimmer
    /// The clip's path.
    package let source: FilePath

    /// Opens a clip.
    ///
    /// - Parameters:
    ///   - analyzer: analyses the clip if needed.
    ///   - rights: music licences; nil if no music is used.
    ///   - transcriber: writes captions that are to be heard.
    /// - Throws: if it cannot be opened or is not a clip.
    package init(
        _ source: FilePath, _ analyzer: Analyzer, rights: (any MusicRights)? = nil,
        transcriber: Transcriber? = nil
    ) throws(Failure) {
        try self.init(try SourceFile.open(source), analyzer, rights: rights, transcriber: transcriber)
    }

    /// Uses an opened file.
    ///
    /// - Parameter joining: the sources that were joined in it, in order; nil for a clip.
    package init(
        _ file: consuming SourceFile, _ analyzer: Analyzer, rights: (any MusicRights)? = nil,
        transcriber: Transcriber? = nil, joining: [ReelSource]? = nil
    ) throws(Failure) {
        source = file.path
        clip = try Trimmer(
            file, analyzer, rights: rights, fonts: FallbackFonts(), transcriber: transcriber, joining: joining
        )
    }

    /// Facts from probing the clip.
    package var info: MediaInfo { clip.info }

    /// Identity of the clip, wherever it is stored.
    package var identity: String { clip.identity }

    /// Analyses a range of the clip; all of it without one.
    package func analysis(of part: TimeRange? = nil) throws(Failure) -> Analysis {
        try clip.analysis(of: part)
    }

    /// Analyses the clip's own sound in a part of it as if it were music.
    package func ownTrack(in part: TimeRange) throws(Failure) -> TrackAnalysis {
        try clip.ownTrack(in: part)
    }

    /// The clip's analysis, of all or of those parts that were examined to choose windows.
    package func overview() throws(Failure) -> Analysis { try clip.overview() }

    /// The advisor's input for all of the clip.
    package func question() throws(Failure) -> ClipQuestion {
        ClipQuestion(
            ClipFeatures(try clip.analysis()), identity: clip.identity, title: info.title,
            spoken: clip.subtitles(["id", "en"]))
    }

    /// Makes evenly spaced thumbnails of the clip.
    package func thumbnail(_ maker: ThumbnailMaker) throws(Failure) -> Thumbnail {
        try clip.thumbnail(maker)
    }

    /// Draws what a plan shows, before it is rendered.
    package func preview(_ plan: Plan, _ maker: ThumbnailMaker, zones: [Platform.Margins]) throws(Failure)
        -> Thumbnail
    {
        try clip.preview(plan, maker, zones: zones)
    }

    /// Draws what plans show, a row of frames for each, as a PNG file.
    package func drawSheet(
        of plans: [Plan], count: Int, zones: [Platform.Margins], to path: FilePath, overwrites: Bool
    ) throws(Failure) {
        try clip.drawSheet(of: plans, count: count, zones: zones, to: path, overwrites: overwrites)
    }

    /// Resolves windows that only an analysis can choose; analyses the clip only if there are any.
    package func choose(_ work: JobTemplate, progress: ProgressHandler = { _ in }) throws(Failure)
        -> JobTemplate
    {
        try clip.chosen(work.withoutRepeats(in: info.duration), progress: progress)
    }

    /// Adds music, look and post to the job, and aligns music with the beats for every output.
    ///
    /// - Parameters:
    ///   - placer: caches the analyses of earlier clips' tracks.
    ///   - advise: chooses for the clip; nil to choose nothing.
    package func accompany(
        _ work: JobTemplate, _ placer: inout MusicPlacer,
        advise: ((ClipQuestion) throws(Failure) -> MusicAndLook)? = nil
    ) throws(Failure) -> JobTemplate {
        guard let advise else {
            let isNamed = work.requests.contains { $0.finish.sound.music != nil }
            return try placer.placed(try replacingOwnMusic(work, isNamed), clip, known: nil)
        }
        var chosen = try advise(try ClipQuestion(work, clip))
        var work = work
        if work.settings.wantsMusic, try hasOwnMusic(work, chosen.music != nil) {
            chosen.dropMusic()
            work.note("the clip has music of its own, which stays: --mix replace takes the suggested track")
        } else {
            let isNamed = work.requests.contains { $0.finish.sound.music != nil }
            work = try replacingOwnMusic(work, chosen.music != nil || isNamed)
        }
        if let music = chosen.music { chosen.music = try BuiltInMusic.located(music, for: source) }
        return try placer.placed(work.accompanied(by: chosen), clip, known: chosen.track)
    }

    /// Whether the clip's own music and other music meet, and nobody says what becomes of them.
    private func hasOwnMusic(_ work: JobTemplate, _ hasOther: Bool) throws(Failure) -> Bool {
        guard hasOther, work.settings.musicMode == .auto, !work.settings.sound.isMuted, !info.audio.isEmpty,
            let shown = work.shownPart(in: info.duration), shown.start < shown.end
        else { return false }
        return try OwnMusic.track(
            in: shown, { (part: TimeRange) throws(Failure) in try clip.ownTrack(in: part) },
            { (part: TimeRange) throws(Failure) in try clip.analysis(of: part) }) != nil
    }

    /// Music that the user names replaces the clip's own.
    private func replacingOwnMusic(_ work: JobTemplate, _ isNamed: Bool) throws(Failure) -> JobTemplate {
        guard try hasOwnMusic(work, isNamed) else { return work }
        var work = work
        work.replaceOwnSound()
        work.note("the clip's own music is replaced: --mix duck or under keeps it")
        return work
    }

    /// Plans one output of the job: that of request `number`, from 0.
    ///
    /// - Parameters:
    ///   - looking: analyse the window to find the crop; without it the plan only serves its ``PlanKey``.
    ///   - counted: its number in names, from 1, if that is another one.
    ///   - staysInside: this process carries the plan out and stores it nowhere.
    package func plan(
        _ work: JobTemplate, _ number: Int, _ names: OutputNames, overwrites: Bool, looking: Bool = true,
        counted: Int? = nil, staysInside: Bool = false
    ) throws(Failure) -> Plan {
        try clip.plan(
            work, number, names, overwrites: overwrites, looking: looking, counted: counted,
            staysInside: staysInside)
    }

    /// Renders plans of this clip; returns per plan its report, or a failure.
    ///
    /// - Parameter renderer: its keeper decides which files may be replaced.
    package func render(_ plans: [Plan], _ renderer: Renderer, progress: ProgressHandler = { _ in })
        -> [Result<Report, Failure>]
    {
        let ready = plans.map { plan in
            Result { () throws(Failure) in
                try PostFiles(plan, renderer.keeper).check()
                try PostFiles(plan, renderer.keeper).checkJoined()
                return try BuiltInMusic.located(plan)
            }
        }
        var made = clip.render(ready.compactMap { try? $0.get() }, renderer, progress: progress)[...]
        return ready.map { plan in
            switch plan {
            case .success(let plan):
                made.removeFirst().flatMap { report in
                    Result { () throws(Failure) in
                        try writeTimeline(of: plan, renderer.keeper)
                        var report = report
                        report.deviations += PostFiles(plan).strangers.map {
                            "\($0.shown) was there before and is not of this file: delete it, or players and apps may show it"
                        }
                        return report
                    }
                }
            case .failure(let error): .failure(error)
            }
        }
    }

    /// Writes the files next to an output, and records the render in the library.
    ///
    /// - Parameters:
    ///   - keeper: decides which files may be replaced.
    ///   - warn: receives errors that only cost the record.
    /// - Throws: if the files could not be written; nothing is recorded then.
    package static func deliver(
        _ report: Report, _ keeper: (any OutputKeeper)?, warn: (String) -> Void
    ) throws(Failure) {
        try PostFiles(report, keeper).write(Clock.today)
        PostKeeper.keep(report, warn: warn)
    }
}

/// Records renders in the library, so that posts can be matched to them later.
package enum PostKeeper {
    /// If the library is read-only, only the record is lost, not the output.
    package static func keep(_ report: Report, warn: (String) -> Void) {
        guard let post = report.plan.post else { return }
        var record = RenderRecord(
            source: report.plan.source.file.path.string, identity: report.plan.source.identity,
            output: report.plan.output.file.path.string, made: Clock.today,
            start: report.plan.window.start.seconds, length: report.plan.length.seconds)
        (record.brand, record.seed) = (post.brand, post.seed)
        record.platforms = report.plan.delivery?.platforms ?? []
        (record.musicID, record.look, record.tags) = (post.music?.id, post.look?.id, post.hashtags)
        record.postKey = (try? PostFiles(report.plan).key) ?? nil
        (record.caption, record.experiment) = (post.caption, post.experiment)
        do throws(Failure) {
            try TrackCatalogue.library(for: .noting).add([record])
        } catch { warn("the library does not remember it: \(error.path.shown): \(error.message)") }
    }
}
