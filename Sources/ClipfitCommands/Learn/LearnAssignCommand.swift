internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary

struct LearnAssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Move posts to another brand.",
        discussion: "Several filters move the posts that match any of them.")

    @Argument(help: "Ids of posts.") var posts: [String] = []

    @Option(name: .customLong("to"), help: "The brand, by its preset's name.") var target: String

    @Option(help: "All posts of that brand.") var brand: String?

    @Option(help: "The posts that were last imported from this file.") var source: FileArgument?

    @Option(help: "Posts from before that day, e.g. 2025-01-01.") var before: CalendarDay?

    @OptionGroup var common: CommonOptions

    private var choices: [PostChoice] {
        posts.map { .post($0) } + (brand.map { [.brand($0)] } ?? [])
            + (source.map { [.source(ExportFile.place($0.path))] } ?? [])
            + (before.map { [.before($0)] } ?? [])
    }

    func validate() throws {
        if target.isEmpty { throw ValidationError("--to needs a name") }
        if choices.isEmpty {
            throw ValidationError("say which posts: POST…, --brand, --source or --before")
        }
    }

    func run() throws {
        common.apply()
        do throws(Failure) {
            let known = try TrackCatalogue.library(for: .reading)
            let names = KnownNames(library: known)
            try names.checkBrand(brand)
            try names.noteNewBrand(target)
            for choice in choices where try known.countPosts([choice]).posts == 0 {
                throw Failure(
                    .notFound, FilePath(choice.words), "there are no such posts in the library",
                    hint: "see 'clipfit learn status'")
            }
            let moved = try TrackCatalogue.library(for: .writing).assignPosts(choices, to: target)
            _ = try PostLearner.refreshed(warn: Console.warning)
            if common.asJSON {
                Output.object("clipfit.learn-assigned/1", ["posts": moved, "brand": target])
            } else {
                Output.line("\(moved) post\(moved == 1 ? "" : "s") moved to '\(target)'".printable)
            }
        } catch { throw common.errors.print(error, "assign") }
    }
}

extension PostChoice {
    /// For messages.
    fileprivate var words: String {
        switch self {
        case .post(let id): id
        case .brand(let brand): "brand '\(brand)'"
        case .source(let path): path
        case .before(let day): "before \(day.text)"
        case .all: "all"
        }
    }
}
