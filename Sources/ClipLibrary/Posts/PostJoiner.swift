internal import GRDB
internal import Recommendation

/// Finds the render that a post is.
struct PostJoiner {
    private struct Candidate {
        let id: Int64
        let made: String
        let choice: [String?]
    }

    private var byKey: [String: Int64] = [:]
    private var byCaption: [String: [Candidate]] = [:]

    init(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT id, made, music_id, look, post_key, caption_print FROM render WHERE post_key IS NOT NULL "
                + "OR caption_print IS NOT NULL ORDER BY id")
        while let row = try rows.next() {
            let candidate = Candidate(id: row[0], made: row[1], choice: [row[2], row[3]])
            if let key = row[4] as String? { byKey[key] = candidate.id }
            if let caption = row[5] as String? { byCaption[caption, default: []].append(candidate) }
        }
    }

    /// By the id of its facts; else by its text, where all renders with that text, made before it was posted, have the same
    /// music and look. The latest of several.
    func render(of record: PostRecord) -> Int64? {
        if let found = byKey[record.renderKey ?? record.post.id] { return found }
        guard let caption = CaptionPrint.print(of: record.title ?? "") else { return nil }
        // A day of grace: days of renders are local, times of posts are UTC.
        let last = PostTime.text(record.post.posted + 86_400).prefix(10)
        let candidates = (byCaption[caption] ?? []).filter { $0.made <= last }
        guard Set(candidates.map(\.choice)).count == 1 else { return nil }
        return candidates.last?.id
    }
}
