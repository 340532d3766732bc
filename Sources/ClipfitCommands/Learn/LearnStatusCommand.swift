internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary

struct LearnStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell which posts are stored, and what is missing until advice changes.")

    @OptionGroup var common: CommonOptions

    /// From this many posts a brand's own count more than others'.
    private static let enough = 10
    /// How many brands are shown to people.
    private static let shown = 10

    func run() throws {
        common.apply()
        do throws(Failure) {
            let brands = try TrackCatalogue.library(for: .reading).postSummaries()
            if common.asJSON {
                for brand in brands { json(brand) }
            } else if brands.isEmpty {
                Console.warning("there are no posts yet: 'clipfit learn import FILE' reads them")
            } else {
                let sorted = brands.sorted { ($1.posts, $0.brand) < ($0.posts, $1.brand) }
                sorted.prefix(Self.shown).flatMap(lines).forEach { Output.plain($0.printable) }
                let rest = sorted.dropFirst(Self.shown)
                if !rest.isEmpty {
                    Output.line("and \(rest.count) others with \(rest.reduce(0) { $0 + $1.posts }) posts")
                }
            }
        } catch { throw common.errors.print(error, "use") }
    }

    private func json(_ one: PostSummary) {
        Output.object(
            "clipfit.learn-status/1",
            [
                "brand": one.brand, "posts": one.posts, "usable": one.usable, "watched": one.watched,
                "snapshots": one.snapshots, "joined": one.joined, "commentsFiltered": one.commented,
                "oldest": one.oldest?.text, "newest": one.newest?.text, "measured": one.measured?.text,
                "missing": max(0, Self.enough - one.usable),
            ])
    }

    private func lines(_ one: PostSummary) -> [String] {
        let missing = max(0, Self.enough - one.usable)
        let (first, last) = (one.oldest?.text ?? "", one.newest?.text ?? "")
        let span: Phrase = first == last ? "\(first)" : "\(first) to \(last)"
        let days = Language.text(span)
        let brand = one.brand.isEmpty ? Language.text("(no brand)") : one.brand
        return ["\(brand): \(Language.text(one.posts.counted("post"))), \(days)"]
            + [
                "  figures: \(one.snapshots) of posts and days, the latest of \(one.measured?.text ?? "no day")",
                "  views known of \(one.usable), watching of \(one.watched)",
                "  made with clipfit: \(one.joined)",
                "  comments: "
                    + (one.commented > 0 ? "filtered for \(one.commented) posts" : "count as they are"),
                missing > 0
                    ? "  \(missing) more post\(missing == 1 ? "" : "s") with views until its own figures count for more than those of others"
                    : "  enough for advice of its own",
            ].map(Language.messages.lines)
    }
}
