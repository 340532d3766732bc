internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

struct LearnExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "What was learnt of a post, a sound, a look or a hashtag: effects, intervals, posts.",
        discussion: """
            Effects are in per cent of engagement per view. With -v also those that are uncertain, as logarithms that add up: \
            +0.10 is about 10 % more.
            """)

    @Argument(help: "The id of a post of the library.") var post: String?

    @Option(help: "The id of a sound, or of a piece of the library.") var sound: String?

    @Option(help: "The name of a look.", completion: Completions.looks) var look: String?

    @Option(help: "A hashtag, with or without #.") var tag: String?

    @Option(help: "For this brand.") var brand: String?

    @Option(help: "For posts about this, e.g. food.") var category: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard [post, sound, look, tag].compactMap({ $0 }).count == 1 else {
            throw ValidationError("name a post, or one of --sound, --look and --tag")
        }
        if post != nil, brand != nil || category != nil {
            throw ValidationError(
                "a post has its brand and its category: --brand and --category go with the others")
        }
    }

    func run() throws {
        common.apply()
        if let category, !PresetField.categoryIDs.contains(category.lowercased()) {
            throw UsageError(
                "there is no category '\(category)'",
                hint: meantHint(category, among: PresetField.categoryIDs))
        }
        do throws(Failure) {
            let library = try PostLearner.refreshed(warn: Console.warning)
            if let post { try explain(post, library) } else { try explainItem(library) }
        } catch { throw common.errors.print(error, "explain") }
    }

    private func explain(_ id: String, _ library: Library) throws(Failure) {
        let posts = try library.posts(of: nil)
        guard let post = posts.first(where: { $0.id == id }) else {
            throw Failure(
                .notFound, library.path, "there is no post '\(id)' with figures in it",
                hint: "'clipfit learn import FILE' brings posts in")
        }
        guard let whole = try library.model([]) else { throw nothingLearnt(library) }
        let tokens = whole.tokens.tokens(post)
        guard let model = try library.model(tokens) else { throw nothingLearnt(library) }
        show("post", id, Explanation(model, tokens), actual: Reward(posts).value(post))
    }

    private func explainItem(_ library: Library) throws(Failure) {
        let chosen: (PostToken.Item, String) =
            if let sound { (.music, sound) } else if let look { (.look, look) } else {
                (.hashtag, (tag ?? "").lowercased().filter { $0 != "#" })
            }
        let names = KnownNames(library: library)
        try names.checkBrand(brand)
        try names.noteUnused(chosen.0, chosen.1)
        let question = LearnedEffects.Question(
            brand: brand ?? "", categories: [category?.lowercased()].compactMap { $0 })
        let tokens = question.tokens(of: chosen.0, named: chosen.1)
        guard let model = try library.model(tokens) else { throw nothingLearnt(library) }
        show(
            chosen.0 == .music ? "sound" : chosen.0.rawValue, chosen.1, Explanation(model, tokens),
            actual: nil)
    }

    private func nothingLearnt(_ library: Library) -> Failure {
        Failure(
            .notFound, library.path, "there are no posts to learn from in it",
            hint: "'clipfit learn import FILE' brings posts in")
    }

    /// One line an effect, in per cent; those that may as well be nothing are left out.
    private func showPlainly(_ found: Explanation) {
        let shown = found.lines.filter { $0.posts > 0 && $0.low * $0.high > 0 }
        for line in shown {
            var effect = LearnedEffects.Effect(
                effect: line.effect, sd: (line.high - line.low) / 2.5632, posts: line.posts)
            effect.of = line.name
            guard let text = effect.text.map(Language.text) else { continue }
            Output.plain("  \(Language.text(line.group)) \(line.name): \(text)".printable)
        }
        if shown.isEmpty { Output.line("  nothing is certain yet: -v shows what little there is") }
    }

    private func show(_ kind: String, _ id: String, _ found: Explanation, actual: Double?) {
        guard !common.asJSON else {
            return Output.object(
                "clipfit.learn-explain/1",
                [
                    "kind": kind, "id": id, "posts": found.posts, "mean": found.mean,
                    "expected": found.expected, "low": found.low, "high": found.high, "actual": actual,
                    "terms": found.lines,
                ])
        }
        Output.line("\(Language.text(kind)) \(id), by \(found.posts) posts".printable)
        guard common.verbose else { return showPlainly(found) }
        let lines = found.lines.map { line in
            [
                line.effect.signedHundredths, "\(Language.text(line.group)): \(line.name)",
                Language.text("80 %: \(line.low.signedHundredths) to \(line.high.signedHundredths)"),
                Language.text("\(line.posts) post\(line.posts == 1 ? "" : "s")"),
            ]
        }
        MusicText.table(lines).forEach { Output.plain("  \($0)".printable) }
        let range = "80 %: \(found.low.signedHundredths) to \(found.high.signedHundredths)"
        Output.line(
            "  expected \(found.expected.signedHundredths) (\(range)), of a usual post \(found.mean.signedHundredths)"
                + (actual.map { ", it was \($0.signedHundredths)" } ?? ""))
    }
}
