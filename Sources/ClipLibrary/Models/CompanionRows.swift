internal import GRDB
internal import Recommendation

/// Stores hashtag companions as rows. Counts of clues use the empty tag, counts of hashtags the empty clue,
/// the count of all tagged posts both.
enum CompanionRows {
    /// Most frequent hashtags kept per clue; the rest is chance.
    private static let most = 30

    static func write(_ companions: HashtagCompanions, into database: Database) throws {
        let insert = try database.makeStatement(sql: "INSERT INTO companion VALUES (?, ?, ?)")
        try insert.execute(arguments: ["", "", companions.tagged])
        for (tag, posts) in companions.uses { try insert.execute(arguments: ["", tag, posts]) }
        for (clue, tags) in companions.together {
            let often = tags.filter { $0.value > 1 }
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most)
            guard !often.isEmpty else { continue }
            try insert.execute(arguments: [key(clue), "", companions.counts[clue] ?? 0])
            for (tag, posts) in often {
                try insert.execute(arguments: [key(clue), companions.uses[tag].tag, posts])
            }
        }
    }

    /// Reads the companions of these clues.
    static func read(_ clues: [HashtagCompanions.Clue], from database: Database) throws -> HashtagCompanions {
        var (tagged, uses) = (0, [(tag: String, posts: Int)]())
        let all = try Row.fetchCursor(
            database, sql: "SELECT tag, posts FROM companion WHERE clue = '' ORDER BY posts DESC, tag")
        while let row = try all.next() {
            let tag: String = row[0]
            if tag.isEmpty { tagged = row[1] } else { uses.append((tag, row[1])) }
        }
        let places = Dictionary(uniqueKeysWithValues: uses.enumerated().map { ($1.tag, $0) })
        var counts: [HashtagCompanions.Clue: Int] = [:]
        var together: [HashtagCompanions.Clue: [Int: Int]] = [:]
        for clue in clues {
            let rows = try Row.fetchAll(
                database, sql: "SELECT tag, posts FROM companion WHERE clue = ?", arguments: [key(clue)])
            for row in rows {
                let tag: String = row[0]
                if tag.isEmpty {
                    counts[clue] = row[1]
                } else if let place = places[tag] {
                    together[clue, default: [:]][place] = row[1]
                }
            }
        }
        return HashtagCompanions(uses: uses, tagged: tagged, counts: counts, together: together)
    }

    private static func key(_ clue: HashtagCompanions.Clue) -> String {
        switch clue {
        case .hashtag(let tag): "#\(tag)"
        case .creator(let name): "@\(name)"
        case .music(let id): "~\(id)"
        }
    }
}
