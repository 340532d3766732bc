package import ClipCore
package import ClipMedia
internal import SystemLibrary

/// Files next to an output for posting it: `NAME.caption.txt` and `NAME.post.json`. Written only for outputs
/// with a chosen music, look or text.
package struct PostFiles: Sendable {
    private let plan: Plan
    private let cover: MediaTime?
    private let keeper: (any OutputKeeper)?
    private let provenance: Provenance

    /// Files of a future output: for checks, not for writing.
    ///
    /// - Parameter keeper: decides which files they may replace; nil to follow the plan only.
    package init(_ plan: Plan, _ keeper: (any OutputKeeper)? = nil) {
        (self.plan, cover, self.keeper, provenance) = (plan, nil, keeper, Provenance())
    }

    /// Files of a finished output.
    package init(_ report: Report, _ keeper: (any OutputKeeper)? = nil) {
        (plan, cover, self.keeper) = (report.plan, report.cover?.time, keeper)
        provenance = report.provenance
    }

    /// `clipfit.post/1`.
    private struct Post: Encodable {
        let schema = "clipfit.post/1"
        /// Unique id of this output; posts are matched to it.
        let id: String
        let output: String
        let source: String
        /// The joined sources in order, with what is shown of each; absent for a single clip.
        let sources: [Joined]?
        let made: CalendarDay
        let platforms: [String]
        let start: Double
        let length: Double
        let caption: String
        let hashtags: [String]
        let music: PlannedPost.Choice?
        let licence: String?
        let attribution: String?
        let look: PlannedPost.Choice?
        /// A rising song, to be added in the platform's app.
        let trend: PlannedPost.Trend?
        /// The outputs of one experiment have one id here.
        let experiment: PlannedPost.Experiment?
        let brand: String
        let seed: UInt64
        /// Made by AI, according to the preset or the source's mark; absent if unknown.
        let aiGenerated: Bool?
        /// Notes for whoever posts it.
        let notes: [String]?
        let tiktok: TikTokPost?
    }

    /// A joined source; times are seconds.
    private struct Joined: Encodable {
        let source: String
        let kind: ReelSource.Kind
        /// What is shown, on the source's clock.
        let start: Double
        let length: Double
        /// Where it begins in the output.
        let at: Double

        init(_ source: ReelSource) {
            (self.source, kind) = (source.file.path.shownName, source.kind)
            (start, length) = (source.range.start.seconds, source.range.duration.seconds)
            at = source.start.seconds
        }
    }

    /// Path of the post's text.
    package var caption: FilePath { plan.output.file.path.beside(".caption.txt") }
    package var facts: FilePath { plan.output.file.path.beside(".post.json") }

    /// The output's id in its facts; nil if nothing was chosen for it.
    ///
    /// - Throws: if a file that the plan reads cannot be read.
    package var key: String? {
        get throws(Failure) { plan.post == nil ? nil : String(try PlanKey(plan).text.prefix(16)) }
    }

    /// Paths of all files; empty if nothing was chosen for the output.
    package var paths: [FilePath] { plan.post == nil ? [] : [caption, facts] }

    /// Files of an older output of this name, which this one does not replace.
    var strangers: [FilePath] {
        let own = [plan.captions?.file.path, plan.cover?.file.path].compactMap { $0 } + paths
        return [".srt", ".cover.jpg", ".caption.txt", ".post.json"].map(plan.output.file.path.beside)
            .filter { !own.contains($0) && FileIdentity(of: $0) != nil }
    }

    /// Fails early if one of them exists and may not be replaced.
    package func check() throws(Failure) { try check(paths) }

    /// The same for the output itself, and all that is written with it, if sources were joined in it.
    package func checkJoined() throws(Failure) {
        guard plan.sources != nil else { return }
        let files = [plan.output.file, plan.cover?.file, plan.captions?.file].compactMap { $0?.path }
        try check(files)
    }

    private func check(_ files: [FilePath]) throws(Failure) {
        guard !files.isEmpty else { return }
        for source in plan.sourceFiles {
            let source = try SourceFile.open(source)
            for path in files {
                try CommittedFile.check(path, overwrites: plan.output.overwrites, keeper, source: source)
            }
        }
    }

    /// Writes the files, each complete or not at all. `day`: the day on which the output was made.
    package func write(_ day: CalendarDay) throws(Failure) {
        guard let post = plan.post, let id = try key else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let isMadeByAI = provenance.aiSourceType != nil || post.labels?.contains("ai-generated") == true
        let body = Post(
            id: id, output: plan.output.file.path.shownName, source: plan.source.file.path.shownName,
            sources: plan.sources?.map(Joined.init), made: day, platforms: plan.delivery?.platforms ?? [],
            start: plan.window.start.seconds, length: plan.length.seconds, caption: post.caption,
            hashtags: post.hashtags, music: post.music, licence: post.licence, attribution: post.attribution,
            look: post.look, trend: trend(post), experiment: post.experiment, brand: post.brand,
            seed: post.seed, aiGenerated: isMadeByAI ? true : nil, notes: provenance.aiNote.map { [$0] },
            tiktok: plan.delivery?.platforms.contains("tiktok") == true
                ? TikTokPost(post, cover: cover, isMadeByAI: isMadeByAI ? true : nil) : nil)
        let json: String
        do { json = String(decoding: try encoder.encode(body), as: UTF8.self).steeringEscapedInJSON } catch {
            throw Failure(.bug, facts, "the post cannot be written as JSON: \(error)")
        }
        try write(Array((post.caption + "\n").utf8), to: caption)
        try write(Array((json + "\n").utf8), to: facts)
    }

    /// The trend; a song that is the clip's own music begins where that does.
    private func trend(_ post: PlannedPost) -> PlannedPost.Trend? {
        var trend = post.trend
        if trend?.from != nil { trend?.from = plan.mix?.music?.from.seconds ?? 0 }
        return trend
    }

    private func write(_ bytes: [UInt8], to path: FilePath) throws(Failure) {
        try check([path])
        let file = try CommittedFile.create(path, overwrites: plan.output.overwrites, keeper)
        try file.write(bytes)
        try file.commit()
    }
}

extension Report {
    /// The output and the files made with it.
    package var files: [FilePath] {
        [plan.output.file, cover?.file, plan.captions?.file, plan.timeline?.file].compactMap { $0?.path }
            + PostFiles(self).paths
    }
}

extension FilePath {
    fileprivate var shownName: String { String(decoding: nameBytes, as: UTF8.self) }
}
