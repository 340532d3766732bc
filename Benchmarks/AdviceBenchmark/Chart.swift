internal import ClipCore
internal import Foundation
internal import Recommendation

/// Reads a board's history in CSV: columns `date`, `rank` or `position`, names, and `views` or `posts` for counts.
struct Chart {
    let observations: [TrendObservation]

    init(_ path: String) throws {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        var lines = text.split(whereSeparator: \.isNewline).map(Self.fields)
        let header = lines.removeFirst()
        let column = { (names: [String]) in header.firstIndex { names.contains($0) } }
        let (date, region) = (column(["date"]), column(["region"]))
        let (rank, count) = (column(["rank", "position"]), column(["views", "posts"]))
        let (title, artist) = (column(["song", "title", "name"]), column(["artist", "author"]))
        let (source, id) = (column(["source"]), column(["hashtag_id", "music_id"]))
        observations = lines.compactMap { line in
            let text = { (index: Int?) in index.flatMap { $0 < line.count ? line[$0] : nil } ?? "" }
            guard let day = CalendarDay(text(date)) else { return nil }
            let item = id == nil ? TrendKey.song(title: text(title), artist: text(artist)) : text(id)
            var found = TrendObservation(
                kind: header.contains("hashtag_id") ? .hashtag : .sound, item: item, name: text(title),
                day: day)
            (found.author, found.region, found.source) = (text(artist), text(region), text(source))
            (found.rank, found.count) = (Int(text(rank)), Double(text(count)))
            return found
        }
    }

    private static func fields(_ line: Substring) -> [String] {
        var (fields, isQuoted) = ([""], false)
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
