public import ArgumentParser
public import Recommendation

struct TrendsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trends",
        abstract: "Dated boards of what is trending: songs, hashtags, keywords, looks.",
        discussion: """
            Boards come from files that you have: nothing is fetched. What they say counts less from day to day, and nothing \
            after \(TrendAge.lifetime) days.
            """,
        subcommands: [
            TrendsImportCommand.self, TrendsListCommand.self, TrendsExpireCommand.self,
            TrendsEvaluateCommand.self,
        ])
}

extension TrendKind: ExpressibleByArgument {}
