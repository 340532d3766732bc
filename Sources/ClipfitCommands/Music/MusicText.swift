internal import ClipCore
internal import ClipEditing
internal import Recommendation

/// Formats the library's music for people.
enum MusicText {
    /// `kopi-pagi: Kopi Pagi by clipfit, 92 bpm, energy 58 %, cc0`.
    static func line(_ track: Track) -> String {
        let by = track.artist.isEmpty ? "" : " \(Language.text("by \(track.artist)"))"
        return
            "\(track.id): \(track.title)\(by), \(tempo(track.analysis)), energy \(percent(track.analysis.energy)), "
            + track.licence.kind.rawValue
    }

    /// `92 bpm`.
    static func tempo(_ analysis: TrackAnalysis) -> String {
        analysis.tempo.map { "\(Int($0.rounded())) bpm" } ?? Language.text("no beat")
    }

    static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

    /// Why it cannot be used, or its origin; "" for a usable track of the user's own.
    static func state(_ entry: TrackCatalogue.Entry, on day: CalendarDay) -> String {
        Language.text(englishState(entry, on: day))
    }

    private static func englishState(_ entry: TrackCatalogue.Entry, on day: CalendarDay) -> String {
        if entry.isBuiltIn { return "built in" }
        if entry.isMissing { return "missing" }
        if let last = entry.track.licence.validTo, last < day { return "expired" }
        if let first = entry.track.licence.validFrom, day < first { return "not yet valid" }
        return ""
    }

    /// All facts of a track except its analysis.
    static func facts(_ entry: TrackCatalogue.Entry, on day: CalendarDay) -> String {
        let (track, licence) = (entry.track, entry.track.licence)
        let state = state(entry, on: day)
        let guessed = (try? TrackCatalogue.reference()).map(track.estimatedMoods) ?? []
        let moods =
            track.moods.map { Language.text($0) }
            + guessed.map { Language.text("\(Phrase(stringLiteral: $0)) (estimated)") }
        let lines: [(String, String?)] = [
            ("title", track.title), ("artist", track.artist), ("moods", moods.joined(separator: ", ")),
            ("explicit", track.isExplicit ? "yes" : nil),
            ("sound ids", track.soundIDs.joined(separator: ", ")),
            ("licence", licence.kind.rawValue), ("territory", licence.territories.joined(separator: ", ")),
            ("platforms", licence.platforms.joined(separator: ", ")), ("from", licence.validFrom?.text),
            ("expires", licence.validTo?.text), ("proof", licence.proof), ("credit", licence.attribution),
            ("text", licence.url), ("state", state),
        ]
        return lines.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return "  \(Language.text(name).padding(to: 9)) \(value.printable)"
        }.joined(separator: "\n")
    }

    /// Pads columns to their widest cell.
    static func table(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { $0.padding(to: $1) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension String {
    /// Appends spaces up to `width` characters.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
