internal import Foundation

/// Lookup names: equal if they differ only in case, accents or spaces.
public enum TrendKey {
    /// The key of a song: `toxic|britney spears`.
    public static func song(title: String, artist: String) -> String { "\(fold(title))|\(fold(artist))" }

    /// The key of a hashtag or another word, without `#`.
    public static func word(_ text: String) -> String { fold(text.drop { $0 == "#" }) }

    /// Folds to lower case, without accents, white space as single spaces.
    static func fold(_ text: some StringProtocol) -> String {
        let isPlain = text.utf8.allSatisfy { $0 < 128 }
        let lowered =
            isPlain
            ? text.lowercased()
            : text.folding(
                options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return lowered.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
