internal import ArgumentParser

/// How much help is shown: common options, or all with `--help-all`, in completions and in manual pages.
enum HelpExtent {
    /// Set before the command line is parsed.
    nonisolated(unsafe) static var showsAll = false

    static let flag = "--help-all"

    /// Decides from the command line; replaces our flag by the parser's own.
    static func decide(_ words: [String]) -> [String] {
        let isWhole = words.prefix { $0 != "--" }.contains(flag)
        showsAll =
            isWhole || words.contains { ["completion", "--experimental-dump-help"].contains($0) }
            || words.contains { $0.hasPrefix("---completion") }
        return isWhole ? words.map { $0 == flag ? "--help" : $0 } : words
    }
}

extension ArgumentHelp {
    /// Help for a rarely used option.
    static func more(_ text: String) -> ArgumentHelp {
        ArgumentHelp(text, visibility: HelpExtent.showsAll ? .default : .hidden)
    }
}
