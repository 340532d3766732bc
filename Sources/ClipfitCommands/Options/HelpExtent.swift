internal import ArgumentParser

/// How much `--help` shows: what most cuts need, or with `--help-all` everything. Completions and manual pages have everything.
enum HelpExtent {
    /// Set before the command line is parsed.
    nonisolated(unsafe) static var showsAll = false

    static let flag = "--help-all"

    /// Decides by the words of the command line, and puts the parser's own word in the place of ours.
    static func decide(_ words: [String]) -> [String] {
        let isWhole = words.prefix { $0 != "--" }.contains(flag)
        showsAll =
            isWhole || words.contains { ["completion", "--experimental-dump-help"].contains($0) }
            || words.contains { $0.hasPrefix("---completion") }
        return isWhole ? words.map { $0 == flag ? "--help" : $0 } : words
    }
}

extension ArgumentHelp {
    /// Help on an option that few need.
    static func more(_ text: String) -> ArgumentHelp {
        ArgumentHelp(text, visibility: HelpExtent.showsAll ? .default : .hidden)
    }
}
