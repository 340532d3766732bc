public import ClipCore
internal import GRDB
internal import Recommendation
internal import SystemLibrary

/// Music tracks.
extension Library {
    /// All tracks by id.
    ///
    /// - Parameter withSeries: also load the series of their analyses (beats, downbeats, energy per second,
    ///   sections, other tempos), otherwise empty: thousands of tracks are read at once.
    public func tracks(withSeries: Bool = false) throws(Failure) -> [StoredTrack] {
        try read { database in
            let rows = try Row.fetchCursor(
                database, sql: TrackRow.select(withSeries: withSeries) + " ORDER BY id")
            return try Array(rows.map { try TrackRow.track($0, withSeries: withSeries) })
        } ?? []
    }

    /// The track of that id with all known facts; nil if there is none.
    public func track(_ id: String) throws(Failure) -> StoredTrack? { try track("id", id) }

    /// The track whose file has that path.
    public func track(atPath path: String) throws(Failure) -> StoredTrack? { try track("path", path) }

    /// The tracks whose file has that identity, by id.
    public func tracks(identity: String) throws(Failure) -> [StoredTrack] {
        try read { database in
            try Row.fetchAll(
                database, sql: TrackRow.select(withSeries: true) + " WHERE identity = ? ORDER BY id",
                arguments: [identity]
            ).map { try TrackRow.track($0, withSeries: true) }
        } ?? []
    }

    private func track(_ column: String, _ value: String) throws(Failure) -> StoredTrack? {
        try read { database in
            try Row.fetchOne(
                database, sql: TrackRow.select(withSeries: true) + " WHERE \(column) = ?", arguments: [value]
            )
            .map { try TrackRow.track($0, withSeries: true) }
        } ?? nil
    }

    /// Adds a track; replaces one of the same id.
    public func save(_ stored: StoredTrack) throws(Failure) {
        try write { database in
            try database.execute(sql: "DELETE FROM track WHERE id = ?", arguments: [stored.track.id])
            try TrackRow.insert(stored, into: database)
        }
    }

    /// Stores content identities of files, by track id.
    public func note(contents: [String: String]) throws(Failure) {
        try write { database in
            for (id, content) in contents {
                try database.execute(
                    sql: "UPDATE track SET content = ? WHERE id = ?", arguments: [content, id])
            }
        }
    }

    /// Erases a track and its licence from all of the library's files; its music file is not touched.
    ///
    /// - Returns: false if there is no such track.
    public func removeTrack(_ id: String) throws(Failure) -> Bool {
        let removed = try write { database in
            try database.execute(sql: "DELETE FROM track WHERE id = ?", arguments: [id])
            return database.changesCount > 0
        }
        if removed { try compact() }
        return removed
    }
}

/// Converts a track to and from rows of its two tables.
enum TrackRow {
    /// Columns in selection order: looking them up by name would dominate the time for thousands of rows.
    private enum Column: Int, CaseIterable {
        case id, path, identity, content, title, artist, moods
        case soundIDs, explicit, added, duration, tempo
        case tempoConfidence, metre, downbeatConfidence, energy, brightness, loudness
        case loudnessRange, truePeak, leadingSilence, trailingSilence
        case kind, territories, platforms
        case validFrom, validTo, proof, attribution, url, series

        /// The column's name in the table.
        var name: String {
            "\(self)".replacing("IDs", with: "_ids").reduce(into: "") {
                $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)"
            }
        }
    }

    private static func at(_ column: Column) -> Int { column.rawValue }

    /// - Parameter withSeries: include series that grow with the track's length.
    static func select(withSeries: Bool) -> String {
        let columns = Column.allCases.filter { withSeries || $0 != .series }
        return "SELECT \(columns.map(\.name).joined(separator: ", "))"
            + " FROM track JOIN licence ON licence.track_id = track.id"
    }

    /// Analysis values that grow with the track's length.
    private struct Series: Codable {
        let alternatives: [Double]
        let beats: [Double]
        let downbeats: [Double]
        let energyCurve: [Double]
        let sections: [Double]
    }

    static func track(_ row: Row, withSeries: Bool) throws -> StoredTrack {
        var track = Track(
            id: row[at(.id)], path: row[at(.path)], title: row[at(.title)], artist: row[at(.artist)],
            analysis: try analysis(row, withSeries: withSeries))
        (track.moods, track.soundIDs) = (words(row[at(.moods)]), words(row[at(.soundIDs)]))
        track.isExplicit = row[at(.explicit)]
        track.licence = licence(row)
        return StoredTrack(
            track, identity: row[at(.identity)], content: row[at(.content)],
            added: day(row[at(.added)]) ?? CalendarDay(number: 0))
    }

    private static func analysis(_ row: Row, withSeries: Bool) throws -> TrackAnalysis {
        var analysis = TrackAnalysis(duration: row[at(.duration)])
        (analysis.tempo, analysis.tempoConfidence) = (row[at(.tempo)], row[at(.tempoConfidence)])
        (analysis.metre, analysis.downbeatConfidence) = (row[at(.metre)], row[at(.downbeatConfidence)])
        (analysis.energy, analysis.brightness) = (row[at(.energy)], row[at(.brightness)])
        (analysis.loudness, analysis.loudnessRange) = (row[at(.loudness)], row[at(.loudnessRange)])
        analysis.truePeak = row[at(.truePeak)]
        (analysis.leadingSilence, analysis.trailingSilence) = (
            row[at(.leadingSilence)], row[at(.trailingSilence)]
        )
        guard withSeries else { return analysis }
        let series = try JSONDecoder().decode(Series.self, from: Data((row[at(.series)] as String).utf8))
        analysis.alternatives = series.alternatives
        (analysis.beats, analysis.downbeats) = (series.beats, series.downbeats)
        (analysis.energyCurve, analysis.sections) = (series.energyCurve, series.sections)
        return analysis
    }

    private static func licence(_ row: Row) -> Licence {
        var licence = Licence(Licence.Kind(rawValue: row[at(.kind)]) ?? .unknown)
        (licence.territories, licence.platforms) = (words(row[at(.territories)]), words(row[at(.platforms)]))
        (licence.validFrom, licence.validTo) = (day(row[at(.validFrom)]), day(row[at(.validTo)]))
        (licence.proof, licence.attribution, licence.url) = (
            row[at(.proof)], row[at(.attribution)], row[at(.url)]
        )
        return licence
    }

    static func insert(_ stored: StoredTrack, into database: Database) throws {
        let (track, analysis) = (stored.track, stored.track.analysis)
        let series = Series(
            alternatives: analysis.alternatives, beats: analysis.beats, downbeats: analysis.downbeats,
            energyCurve: analysis.energyCurve, sections: analysis.sections)
        let text = String(decoding: try JSONEncoder().encode(series), as: UTF8.self)
        let start: StatementArguments = [
            track.id, track.path, stored.identity, track.title, track.artist, list(track.moods),
            list(track.soundIDs), track.isExplicit, stored.added.text, analysis.duration, analysis.tempo,
            analysis.tempoConfidence, analysis.metre, analysis.downbeatConfidence,
        ]
        let rest: StatementArguments = [
            analysis.energy, analysis.brightness, analysis.loudness, analysis.loudnessRange,
            analysis.truePeak, analysis.leadingSilence, analysis.trailingSilence, text, stored.content,
        ]
        let places = Array(repeating: "?", count: 23).joined(separator: ", ")
        try database.execute(sql: "INSERT INTO track VALUES (\(places))", arguments: start + rest)
        let licence = track.licence
        try database.execute(
            sql: "INSERT INTO licence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                track.id, licence.kind.rawValue, list(licence.territories), list(licence.platforms),
                licence.validFrom?.text, licence.validTo?.text, licence.proof, licence.attribution,
                licence.url,
            ])
    }

    private static func day(_ text: String?) -> CalendarDay? { text.flatMap { CalendarDay($0) } }
    static func list(_ words: [String]) -> String { words.joined(separator: ",") }
    static func words(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
}
