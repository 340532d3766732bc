internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import Recommendation
internal import Sandbox
internal import SystemLibrary

struct LearnEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Back-test on posts: how well would later ones have been forecast from earlier ones?",
        discussion: """
            A table (CSV) of posts with the columns post, posted and views, and where known creator, followers, duration_s, \
            likes, comments, shares, saves, music, music_used, music_original, look, hashtags, category. Nothing of the \
            library is read or changed.
            """)

    @Argument(help: "A file with posts, or - for standard input.") var file: FileArgument

    @Option(help: "The share of the posts, the earliest first, that is learnt from.") var split = 0.7

    @Option(help: "Write what was expected of each later post here, as JSON Lines. The file must not exist.")
    var predictions: String?

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard split > 0, split < 1 else { throw ValidationError("--split is between 0 and 1, such as 0.7") }
    }

    func run() throws {
        common.apply()
        try sandbox.confine(
            Confinement(
                reading: [file.path], writing: [predictions.map { FilePath($0).folder }].compactMap { $0 }))
        let path = file.path
        do throws(Failure) {
            let posts = try PostFile.read(try ImportFile.read(path), from: path)
            guard let result = PostEvaluation(posts, share: split, seed: common.seed) else {
                throw Failure(
                    .unusable, path,
                    "\(posts.count) post\(posts.count == 1 ? " is" : "s are") too few for a back-test",
                    hint: "at least \(PostEvaluation.fewest) are needed to learn from and to test on")
            }
            try write(result.predictions, "clipfit.learn-prediction/1")
            show(result, path)
        } catch { throw common.errors.print(error, "evaluate") }
    }

    private func write(_ lines: [some Encodable], _ schema: String) throws(Failure) {
        guard let predictions else { return }
        let path = FilePath(predictions)
        do throws(Failure) {
            let file = try WrittenFile(path, overwrites: false)
            for line in lines { try file.write(Array((Output.jsonText(schema, line) + "\n").utf8)) }
            try file.commit()
        } catch {
            guard error.kind == .exists else { throw error }
            throw Failure(.exists, path, error.message, hint: "name a file that does not exist")
        }
    }

    private func show(_ result: PostEvaluation, _ path: FilePath) {
        guard !common.asJSON else {
            return Output.object(
                "clipfit.learn-evaluation/1",
                [
                    "posts": result.posts, "trained": result.trained, "tested": result.predictions.count,
                    "spearman": result.spearman, "r2": result.r2, "coverage80": result.coverage80,
                    "hashtags": result.hashtags,
                ])
        }
        let tags = result.hashtags
        Output.line(
            "\(path.shown): \(result.posts) posts, \(result.trained) to learn from, "
                + "\(result.predictions.count) to test on")
        MusicText.table(
            [
                ["Spearman", Self.text(result.spearman)], ["R²", Self.text(result.r2)],
                ["within the 80 % interval", Self.text(result.coverage80)],
                ["\(tags.tested) hidden hashtags", ""], ["recall@1", Self.text(tags.recallAt1)],
                ["recall@5", Self.text(tags.recallAt5)], ["recall@10", Self.text(tags.recallAt10)],
                ["mean reciprocal rank", Self.text(tags.meanReciprocalRank)],
            ].map { $0.map(Language.text) }
        ).forEach { Output.plain("  " + $0) }
    }

    private static func text(_ value: Double?) -> String {
        value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "none"
    }
}
