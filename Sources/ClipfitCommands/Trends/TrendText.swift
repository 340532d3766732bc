internal import ClipCore
internal import Recommendation

/// Formats chart lines for people.
enum TrendText {
    /// The fields that identify its chart.
    static func board(_ entry: TrendBook.Entry) -> [String] {
        let line = entry.latest
        return [
            line.kind.rawValue, line.source, line.region, line.category,
            line.count == nil ? "ranks" : "counts",
        ]
    }

    /// `songs, tiktok, ID, food`.
    static func title(_ entry: TrendBook.Entry) -> String {
        let words = board(entry)
        let kind = entry.latest.kind == .sound ? "songs" : "\(words[0])s"
        return ([Language.text(kind)] + words[1...3].filter { !$0.isEmpty } + [Language.text(words[4])])
            .joined(separator: ", ") + ":"
    }

    static func row(_ entry: TrendBook.Entry, track: String?) -> [String] {
        let line = entry.latest
        let name = line.author.isEmpty ? line.name : "\(line.name) - \(line.author)"
        let days: Phrase = entry.age == 0 ? "today" : "\(entry.age) d ago"
        let age = Language.text(days)
        return [
            "  " + (line.rank.map { "\($0)." } ?? MusicText.percent(entry.level)),
            ([entry.past] + [entry.outlook].compactMap { $0 }).map(Language.text).joined(separator: ", "),
            age, entry.isExpired ? Language.text("expired") : "", (line.kind == .hashtag ? "#" : "") + name,
            Language.text(obtain(line, track: track)),
        ]
    }

    private static func obtain(_ line: TrendObservation, track: String?) -> String {
        guard line.kind == .sound else { return "" }
        if let track { return "in the library: \(track)" }
        switch line.isBusinessCleared {
        case true?: return "to obtain, cleared for business"
        case false?: return "to obtain, not cleared for business"
        case nil: return "to obtain"
        }
    }
}
