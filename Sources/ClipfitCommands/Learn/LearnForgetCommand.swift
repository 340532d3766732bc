internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary

struct LearnForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Forget posts with their figures and hashtags, in no file of the library any more.",
        discussion: "With several filters, a post that matches any is deleted.")

    @Argument(help: "Ids of posts.") var posts: [String] = []

    @Option(help: "All posts of that brand.") var brand: String?

    @Option(help: "The posts that this file told last; it need not exist any more.") var source: FileArgument?

    @Option(help: "The posts from before that day, e.g. 2025-01-01.") var before: CalendarDay?

    @Flag(help: "All posts.") var all = false

    @Flag(help: "Only tell what would be forgotten.") var dryRun = false

    @OptionGroup var common: CommonOptions

    private var choices: [PostChoice] {
        if all { return [.all] }
        return posts.map { .post($0) } + (brand.map { [.brand($0)] } ?? [])
            + (source.map { [.source(ExportFile.place($0.path))] } ?? [])
            + (before.map { [.before($0)] } ?? [])
    }

    func validate() throws {
        if choices.isEmpty {
            throw ValidationError("say what to forget: POST…, --brand, --source, --before or --all")
        }
    }

    func run() throws {
        common.apply()
        do throws(Failure) {
            // Do not create a missing library for this.
            let known = try TrackCatalogue.library(for: .reading)
            for id in posts where try known.countPosts([.post(id)]).posts == 0 {
                throw Failure(
                    .notFound, FilePath(id), "there is no such post in the library",
                    hint: "see 'clipfit learn status'")
            }
            // A brand without posts can have renders.
            if !all, try known.countRenders(of: brand) == (0, 0) {
                try KnownNames(library: known).checkBrand(brand)
            }
            let would = try known.countPosts(choices)
            // With all posts of a brand go its renders, and what was suggested for them.
            let brands = all || brand != nil ? try known.countRenders(of: all ? nil : brand) : (0, 0)
            guard !dryRun, would.posts > 0 || brands != (0, 0) else { return show(would, brands.0) }
            let library = try TrackCatalogue.library(for: .writing)
            let forgotten = try library.forgetPosts(choices)
            if brands != (0, 0) { try library.forgetRenders(of: all ? nil : brand) }
            show(forgotten, brands.0)
        } catch { throw common.errors.print(error, "forget") }
    }

    private func show(_ result: ForgottenPosts, _ renders: Int) {
        if common.asJSON {
            Output.object(
                "clipfit.learn-forgotten/1",
                ["posts": result.posts, "snapshots": result.snapshots, "renders": renders, "dryRun": dryRun])
        } else {
            Output.line(
                "\(dryRun ? "would forget" : "forgot") \(result.posts.counted("post")) with \(result.snapshots.counted("figure")) of days, and \(renders.counted("render"))"
            )
        }
    }
}
