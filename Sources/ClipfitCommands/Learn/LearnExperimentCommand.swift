internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation
internal import SystemPackage

struct LearnExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Which variant of an experiment is the best, or how many posts it still takes.",
        discussion: """
            'clipfit trim --variants' makes the variants; the id stands in NAME.post.json. They are compared by engagement per view, \
            covers by views. A winner is named from 90 % on.
            """)

    @Argument(help: "The id of the experiment.") var id: String

    @Option(
        name: .customLong("post"),
        help:
            "Which post of an export shows a variant, e.g. warm-cafe=7412345678901234567; again for another one."
    )
    var posts: [String] = []

    @OptionGroup var common: CommonOptions

    func validate() throws {
        for post in posts where pair(post) == nil {
            throw ValidationError("--post is VARIANT=POST, not '\(post)'")
        }
    }

    private func pair(_ text: String) -> (variant: String, post: String)? {
        guard let place = text.lastIndex(of: "="), place > text.startIndex,
            text.index(after: place) < text.endIndex
        else { return nil }
        return (String(text[..<place]), String(text[text.index(after: place)...]))
    }

    func run() throws {
        common.apply()
        do throws(Failure) {
            let known = try experiment(in: try TrackCatalogue.library(for: .reading))
            for one in posts.compactMap(pair) { try assign(one, known) }
            let library = try PostLearner.refreshed(warn: Console.warning)
            let record = try experiment(in: library)
            let all = try library.posts()
            let shown = record.posts.mapValues { ids in all.filter { ids.contains($0.id) } }
            guard shown.values.contains(where: { !$0.isEmpty }) else {
                throw Failure(
                    .notFound, FilePath(id), "no post of the experiment has figures yet",
                    hint:
                        "'clipfit learn import FILE' brings them in; --post VARIANT=POST says which post is which"
                )
            }
            let (outcomes, noise) = ExperimentResult.outcomes(
                shown, of: record.kind, among: all, try library.model([]))
            let report = ExperimentReport(
                id: id, record: record, posts: shown.mapValues(\.count),
                counted: outcomes.mapValues(\.count), result: ExperimentResult(outcomes, noise: noise))
            if common.asJSON {
                Output.json("clipfit.learn-experiment/1", report.json)
            } else {
                report.lines.forEach { line in
                    let begin = line.prefix { $0 == " " }
                    Output.plain(begin + Language.list(line.dropFirst(begin.count).description).printable)
                }
            }
        } catch { throw common.errors.print(error, "judge") }
    }

    private func assign(_ one: (variant: String, post: String), _ known: ExperimentRecord) throws(Failure) {
        guard known.posts[one.variant] != nil else {
            throw Failure(
                .usage, FilePath(one.variant), "experiment \(id) has no such variant",
                hint: "it has \(known.posts.keys.sorted().joined(separator: ", "))")
        }
        guard try TrackCatalogue.library(for: .writing).setVariant(one.variant, of: id, post: one.post) else {
            throw Failure(
                .notFound, FilePath(one.post), "there is no such post in the library",
                hint: "'clipfit learn import FILE' brings posts in")
        }
    }

    private func experiment(in library: Library) throws(Failure) -> ExperimentRecord {
        if let known = try library.experiment(id) { return known }
        let others = try library.experiments(last: 3)
        throw Failure(
            .notFound, FilePath(id), "there is no such experiment in the library",
            hint: others.isEmpty
                ? "'clipfit trim --variants look:A,B' makes one"
                : "the latest are \(others.joined(separator: ", "))")
    }
}

/// What is known of an experiment, for people and scripts.
private struct ExperimentReport {
    let id: String
    let record: ExperimentRecord
    /// Posts of each variant, and how many of them count: not those younger than two days, or without likes.
    let posts, counted: [String: Int]
    let result: ExperimentResult?

    private var names: [String] { result?.variants.map(\.name) ?? posts.keys.sorted() }

    private func found(_ name: String) -> ExperimentResult.Variant? {
        result?.variants.first { $0.name == name }
    }

    /// `clipfit.learn-experiment/1`.
    var json: JSONObject {
        [
            "experiment": id, "kind": record.kind.rawValue, "source": record.source,
            "winner": result?.winner?.name, "needed": result?.needed,
            "variants": names.map { name -> JSONObject in
                let (one, count) = (found(name), counted[name] ?? 0)
                return [
                    "variant": name, "posts": count, "waiting": (posts[name] ?? 0) - count,
                    "probability": one?.probability, "effect": one?.effect,
                    "low": one.map { $0.effect - 1.2816 * $0.sd },
                    "high": one.map { $0.effect + 1.2816 * $0.sd },
                ]
            },
        ]
    }

    var lines: [String] {
        ["experiment \(id): \(record.kind.rawValue), \(record.source)"]
            + names.map { name in
                let count = counted[name] ?? 0
                let waiting = (posts[name] ?? 0) - count
                let chance = found(name).map { ", the best with \(MusicText.percent($0.probability))" } ?? ""
                return "  \(name): \(count) post\(count == 1 ? "" : "s")"
                    + (waiting > 0 ? ", \(waiting) too young" : "") + chance
            } + [verdict]
    }

    private var verdict: String {
        guard let result else {
            let missing = names.filter { counted[$0] ?? 0 == 0 }.joined(separator: ", ")
            return "no verdict yet: no post counts for \(missing)"
        }
        guard let winner = result.winner else {
            let more = result.needed.map {
                "about \($0) more post\($0 == 1 ? "" : "s") of each would decide it"
            }
            return "no winner yet: \(result.variants[0].name) leads; "
                + (more ?? "they are too alike to tell: take which you like")
        }
        let effect = LearnedEffects.Effect(effect: winner.effect, sd: winner.sd, posts: winner.posts)
        let gain = effect.text?.english ?? "no measurable difference"
        return "\(winner.name) wins: "
            + (record.kind == .cover ? gain.replacing("engagement per view", with: "views") : gain)
    }
}
