internal import Foundation

/// The names under which things are found again: what differs in case, accents or spaces alone is one.
public enum TrendKey {
    /// A song by its title and artist: `toxic|britney spears`.
    public static func song(title: String, artist: String) -> String { "\(fold(title))|\(fold(artist))" }

    /// A hashtag or another word, without `#`.
    public static func word(_ text: String) -> String { fold(text.drop { $0 == "#" }) }

    /// In lower case, without accents, white space as single spaces.
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
