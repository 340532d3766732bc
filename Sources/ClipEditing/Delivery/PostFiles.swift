package import ClipCore
package import ClipMedia
internal import SystemLibrary
package import SystemPackage

/// The files beside an output that say what to post it with: `NAME.caption.txt` and `NAME.post.json`. There are none for
/// an output that nothing was chosen for, and no text where there is nothing to say.
package struct PostFiles: Sendable {
    private let plan: Plan
    private let cover: MediaTime?
    private let keeper: (any OutputKeeper)?
    private let provenance: Provenance

    /// Those of an output that will be: to be checked, not to be written.
    ///
    /// - Parameter keeper: knows which files they may replace; nil for what the plan says alone.
    package init(_ plan: Plan, _ keeper: (any OutputKeeper)? = nil) {
        (self.plan, cover, self.keeper, provenance) = (plan, nil, keeper, Provenance())
    }

    /// Those of an output.
    package init(_ report: Report, _ keeper: (any OutputKeeper)? = nil) {
        (plan, cover, self.keeper) = (report.plan, report.cover?.time, keeper)
        provenance = report.provenance
    }

    /// `clipfit.post/1`.
    private struct Post: Encodable {
        let schema = "clipfit.post/1"
        /// Tells this output from others; posts are joined to it by that.
        let id: String
        let output: String
        let source: String
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
        let brand: String
        let seed: UInt64
        /// Made by AI, by the preset's word or the source's mark; absent where nothing is known.
        let aiGenerated: Bool?
        /// What whoever posts it has to know.
        let notes: [String]?
        let tiktok: TikTokPost?
    }

    /// Where the text of the post is.
    package var caption: FilePath { plan.output.file.path.beside(".caption.txt") }
    /// Where the facts of the post are.
    package var facts: FilePath { plan.output.file.path.beside(".post.json") }

    /// Tells this output from others in its facts; nil for an output that nothing was chosen for.
    ///
    /// - Throws: where a file that the plan reads cannot be read.
    package var key: String? {
        get throws(Failure) { plan.post == nil ? nil : String(try PlanKey(plan).text.prefix(16)) }
    }

    /// Where they all are; empty for an output that nothing was chosen for.
    package var paths: [FilePath] {
        guard let post = plan.post else { return [] }
        return post.caption.isEmpty ? [facts] : [caption, facts]
    }

    /// Fails early where one of them is there already and may not be replaced.
    package func check() throws(Failure) {
        guard plan.post != nil else { return }
        let source = try SourceFile.open(plan.source.file.path)
        for path in paths {
            try CommittedFile.check(path, overwrites: plan.output.overwrites, keeper, source: source)
        }
    }

    /// Writes them, each whole or not at all.
    ///
    /// - Parameter day: the day on which the output was made.
    package func write(_ day: CalendarDay) throws(Failure) {
        guard let post = plan.post, let id = try key else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let isMadeByAI = provenance.aiSourceType != nil || post.labels?.contains("ai-generated") == true
        let body = Post(
            id: id, output: plan.output.file.path.shownName, source: plan.source.file.path.shownName,
            made: day, platforms: plan.delivery?.platforms ?? [], start: plan.window.start.seconds,
            length: plan.length.seconds, caption: post.caption, hashtags: post.hashtags,
            music: post.music, licence: post.licence, attribution: post.attribution,
            look: post.look, brand: post.brand, seed: post.seed,
            aiGenerated: isMadeByAI ? true : nil, notes: provenance.aiNote.map { [$0] },
            tiktok: plan.delivery?.platforms.contains("tiktok") == true
                ? TikTokPost(post, cover: cover, isMadeByAI: isMadeByAI ? true : nil) : nil)
        let json: String
        do { json = String(decoding: try encoder.encode(body), as: UTF8.self).steeringEscapedInJSON } catch {
            throw Failure(.bug, facts, "the post cannot be told as JSON: \(error)")
        }
        if !post.caption.isEmpty { try write(Array((post.caption + "\n").utf8), to: caption) }
        try write(Array((json + "\n").utf8), to: facts)
    }

    private func write(_ bytes: [UInt8], to path: FilePath) throws(Failure) {
        let source = try SourceFile.open(plan.source.file.path)
        let file = try CommittedFile.create(
            path, overwrites: plan.output.overwrites, keeper, source: source)
        try file.write(bytes)
        try file.commit()
    }
}

extension Report {
    /// The output and what was made beside it.
    package var files: [FilePath] {
        [plan.output.file, cover?.file, plan.captions?.file].compactMap { $0?.path } + PostFiles(self).paths
    }
}

extension FilePath {
    fileprivate var shownName: String { String(decoding: nameBytes, as: UTF8.self) }
}
