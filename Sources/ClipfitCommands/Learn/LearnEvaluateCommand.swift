public import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
public import Recommendation
internal import Sandbox
internal import SystemLibrary
internal import SystemPackage

struct LearnEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Back-test on posts: how well would later ones have been forecast from earlier ones?",
        discussion: """
            A table (CSV) of posts with the columns post, posted and views, and where known creator, followers, duration_s, \
            likes, comments, shares, saves, music, music_used, music_original, look, hashtags, category. Nothing of the \
            library is changed. With --policy: what would another way to choose have brought? By the library's own \
            suggestions and what came of them, or by a table of choices with the columns action, reward and propensity.
            """)

    @Argument(help: "A file with posts (or choices, with --policy), or - for standard input.")
    var file: FileArgument?

    @Option(help: "The share of the posts, the earliest first, that is learnt from.")
    var split = 0.7

    @Option(help: "Judge a way to choose instead: greedy, half-thompson, popularity or random.")
    var policy: ChoicePolicy.Kind?

    @Option(
        help:
            "Write what was expected of each later post or choice here, as JSON Lines. The file must not exist."
    )
    var predictions: String?

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard split > 0, split < 1 else { throw ValidationError("--split is between 0 and 1, such as 0.7") }
        if file == nil, policy == nil { throw ValidationError("name a file with posts, or a --policy") }
    }

    func run() throws {
        common.apply()
        try sandbox.confine(
            Confinement(
                reading: [file?.path].compactMap { $0 },
                writing: MusicShelf.libraryFolder(isMade: false)
                    + [predictions.map { FilePath($0).folder }].compactMap { $0 }))
        do throws(LibraryError) {
            if let policy { return try judge(policy) }
            guard let path = file?.path else { return }
            let posts = try PostFile.read(try ImportFile.read(path), from: path)
            guard let result = PostEvaluation(posts, share: split, seed: common.seed) else {
                throw LibraryError(
                    .unusableInput, path, "\(posts.count) posts are too few for a back-test",
                    hint: "at least \(PostEvaluation.fewest) are needed to learn from and to test on")
            }
            try write(result.predictions, "clipfit.learn-prediction/1")
            show(result, path)
        } catch {
            throw LibraryFailure.told(error, "evaluate", asJSON: common.asJSON)
        }
    }

    private func judge(_ policy: ChoicePolicy.Kind) throws(LibraryError) {
        let path: FilePath
        if let file { path = file.path } else { path = try MusicShelf.library(for: .reading).path }
        let logs = try choices()
        for (kind, log) in logs {
            guard let result = PolicyEvaluation(log, policy, share: split, seed: common.seed) else {
                throw LibraryError(
                    .unusableInput, path,
                    "\(log.count) choices\(kind.map { " of \($0)" } ?? "") with a result are too few",
                    hint:
                        "posts have to come of suggestions first, and be imported with 'clipfit learn import'"
                )
            }
            if kind == nil { try write(result.rows, "clipfit.learn-choice/1") }
            PolicyReport(kind: kind, policy: policy, result: result).show(asJSON: common.asJSON)
        }
    }

    /// Those of a file; without one those of the library, by kind.
    private func choices() throws(LibraryError) -> [(String?, [LoggedChoice])] {
        if let path = file?.path {
            return [(nil, try ChoiceFile.read(try ImportFile.read(path), from: path))]
        }
        let library = try MusicShelf.library(for: .reading)
        let posts = try library.posts(of: nil)
        let reward = Reward(posts)
        let results = posts.reduce(into: [String: (value: Double, posted: Double)]()) { results, post in
            results[post.id] = reward.value(post).map { ($0, post.posted) }
        }
        return [
            ("music", try library.choices("music") { results[$0] }),
            ("look", try library.choices("look") { results[$0] }),
        ]
    }

    private func write(_ lines: [some Encodable], _ schema: String) throws(LibraryError) {
        guard let predictions else { return }
        let path = FilePath(predictions)
        let text = lines.map { Output.jsonText(schema, $0) + "\n" }.joined()
        do {
            let descriptor = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate], permissions: [.ownerReadWrite])
            try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
        } catch {
            let why = (error as? Errno).map { "\($0)".lowercased() } ?? "\(error)"
            throw LibraryError(
                .cannotCreate, path, "it cannot be written: \(why)", hint: "name a file that does not exist")
        }
    }

    private struct JSON: Encodable {
        let posts: Int
        let trained: Int
        let tested: Int
        @Nullable var spearman: Double?
        @Nullable var r2: Double?
        let coverage80: Double
        let hashtags: PostEvaluation.Hashtags
    }

    private func show(_ result: PostEvaluation, _ path: FilePath) {
        guard !common.asJSON else {
            return Output.json(
                "clipfit.learn-evaluation/1",
                JSON(
                    posts: result.posts, trained: result.trained, tested: result.predictions.count,
                    spearman: result.spearman, r2: result.r2, coverage80: result.coverage80,
                    hashtags: result.hashtags))
        }
        let tags = result.hashtags
        Output.line(
            "\(path.shown): \(result.posts) posts, \(result.trained) to learn from, "
                + "\(result.predictions.count) to test on")
        MusicText.table([
            ["Spearman", Self.text(result.spearman)], ["R²", Self.text(result.r2)],
            ["within the 80 % interval", Self.text(result.coverage80)],
            ["\(tags.tested) hidden hashtags", ""], ["recall@1", Self.text(tags.recallAt1)],
            ["recall@5", Self.text(tags.recallAt5)], ["recall@10", Self.text(tags.recallAt10)],
            ["mean reciprocal rank", Self.text(tags.meanReciprocalRank)],
        ]).forEach { Output.line("  " + $0) }
    }

    private static func text(_ value: Double?) -> String {
        value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "none"
    }
}

extension ChoicePolicy.Kind: ExpressibleByArgument {}
