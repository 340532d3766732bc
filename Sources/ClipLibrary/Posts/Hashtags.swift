internal import ClipCore

/// Parses hashtags: lower case, without `#`, no duplicates.
enum Hashtags {
    /// Most hashtags per post, and most letters of one.
    private static let (most, longest) = (60, 100)

    /// Hashtags of a list separated by spaces or commas, with `#` or without.
    static func listed(_ text: String) -> [String] {
        unique(text.lowercased().split { $0 == "," || $0.isWhitespace }.map { String($0.drop { $0 == "#" }) })
    }

    static func inside(_ text: String) -> [String] { unique(PostText.hashtags(in: text.lowercased())) }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return Array(
            words.filter { !$0.isEmpty && $0.count <= longest && seen.insert($0).inserted }.prefix(most))
    }
}
