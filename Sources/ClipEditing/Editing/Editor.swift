package import ClipCore
internal import ClipLibrary
package import ClipMedia
internal import Recommendation
internal import SystemLibrary
package import SystemPackage

/// The way of one clip: open, choose, accompany, plan, render, deliver. Whatever makes outputs goes it: `trim`, the worker of a
/// batch, `render`.
///
/// What all callers must keep stands here: music that is built in is at its place before it is read, no file is rendered whose
/// neighbours could not be written, and only what was delivered is remembered.
package struct Editor: ~Copyable {
    private let clip: Trimmer
    /// The clip's path.
    package let source: FilePath

    /// Opens a clip.
    ///
    /// - Parameters:
    ///   - analyzer: looks at the clip where that is needed.
    ///   - rights: knows the licences of music; nil where there is none to be used.
    /// - Throws: where it cannot be opened or is no clip.
    package init(_ source: FilePath, _ analyzer: Analyzer, rights: (any MusicRights)? = nil)
        throws(Failure)
    {
        try self.init(try SourceFile.open(source), analyzer, rights: rights)
    }

    /// Takes a file that was opened.
    package init(
        _ file: consuming SourceFile, _ analyzer: Analyzer, rights: (any MusicRights)? = nil
    ) throws(Failure) {
        source = file.path
        clip = try Trimmer(file, analyzer, rights: rights)
    }

    /// What probing the clip found.
    package var info: MediaInfo { clip.info }

    /// What tells the clip from other files, wherever it lies.
    package var identity: String { clip.identity }

    /// What is seen and heard in a part of the clip; in all of it without one.
    package func analysis(of part: TimeRange? = nil) throws(Failure) -> Analysis {
        try clip.analysis(of: part)
    }

    /// Small pictures of the clip in even distances.
    package func thumbnail(_ maker: ThumbnailMaker) throws(Failure) -> Thumbnail {
        try clip.thumbnail(maker)
    }

    /// The work with the windows that only an analysis finds; the clip is analysed only where there are such.
    package func choose(_ work: JobTemplate, progress: ProgressHandler = { _ in }) throws(Failure)
        -> JobTemplate
    {
        try clip.chosen(work, progress: progress)
    }

    /// The work with music, look and post that go with the clip, and with the music on the beats of every output.
    ///
    /// - Parameters:
    ///   - placer: knows the tracks of earlier clips.
    ///   - advise: chooses for the clip; nil where nothing is to be chosen.
    package func accompany(
        _ work: JobTemplate, _ placer: inout MusicPlacer,
        advise: ((ClipQuestion) throws(Failure) -> MusicAndLook)? = nil
    ) throws(Failure) -> JobTemplate {
        guard let advise else { return try placer.placed(work, clip, known: nil) }
        var chosen = try advise(try ClipQuestion(work, clip))
        if let music = chosen.music { chosen.music = try BuiltInMusic.located(music, for: source) }
        return try placer.placed(work.accompanied(by: chosen), clip, known: chosen.track)
    }

    /// Decides one output of the work: that of its request `number`, from 0.
    ///
    /// - Parameter looking: where to crop is found by an analysis; else the plan is only good for its ``PlanKey``.
    package func plan(
        _ work: JobTemplate, _ number: Int, _ names: OutputNames, overwrites: Bool, looking: Bool = true
    ) throws(Failure) -> Plan {
        try clip.plan(work, number, names, overwrites: overwrites, looking: looking)
    }

    /// Carries out plans of this clip: for each its report, or why there is no output.
    ///
    /// - Parameter renderer: its keeper knows which files may be replaced.
    package func render(_ plans: [Plan], _ renderer: Renderer, progress: ProgressHandler = { _ in })
        -> [Result<Report, Failure>]
    {
        let ready = plans.map { plan in
            Result { () throws(Failure) in
                try PostFiles(plan, renderer.keeper).check()
                return try BuiltInMusic.located(plan)
            }
        }
        var made = clip.render(ready.compactMap { try? $0.get() }, renderer, progress: progress)[...]
        return ready.map { plan in
            switch plan {
            case .success: made.removeFirst()
            case .failure(let error): .failure(error)
            }
        }
    }

    /// Writes what lies beside an output, and lets the library remember the render.
    ///
    /// - Parameters:
    ///   - keeper: knows which files may be replaced.
    ///   - warn: is given what went wrong and costs only the memory.
    /// - Throws: where the files could not be written; nothing is remembered then.
    package static func deliver(
        _ report: Report, _ keeper: (any OutputKeeper)?, warn: (String) -> Void
    ) throws(Failure) {
        try PostFiles(report, keeper).write(Clock.today)
        PostKeeper.keep(report, warn: warn)
    }
}

/// Remembers in the library what was rendered, so that posts can be joined to it later.
package enum PostKeeper {
    /// A library that cannot be written to costs the memory, not the output.
    package static func keep(_ report: Report, warn: (String) -> Void) {
        guard let post = report.plan.post else { return }
        var record = RenderRecord(
            source: report.plan.source.file.path.string, identity: report.plan.source.identity,
            output: report.plan.output.file.path.string, made: Clock.today,
            start: report.plan.window.start.seconds, length: report.plan.length.seconds)
        (record.brand, record.seed) = (post.brand, post.seed)
        record.platforms = report.plan.delivery?.platforms ?? []
        (record.musicID, record.look, record.tags) = (
            post.music?.id, post.look?.id, post.hashtags
        )
        record.postKey = (try? PostFiles(report.plan).key) ?? nil
        record.caption = post.caption
        do throws(Failure) {
            try TrackCatalogue.library(for: .noting).add([record])
        } catch {
            warn("the library does not remember it: \(error.path.shown): \(error.message)")
        }
    }
}
