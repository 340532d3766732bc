internal import Recommendation

/// Collects posts without duplicates per day.
struct PostGatherer {
    private struct Key: Hashable {
        let id: String
        let day: Int
    }

    private(set) var records: [PostRecord] = []
    private(set) var leftOut: [LeftOutRow] = []
    private var places: [Key: Int] = [:]

    mutating func leaveOut(_ row: LeftOutRow) { leftOut.append(row) }

    /// Adds a post. Overlapping exports repeat posts: of one day the larger view count wins.
    mutating func add(_ record: PostRecord) {
        let key = Key(id: record.post.id, day: Int((record.post.measured ?? 0) / 86_400))
        guard let place = places[key] else {
            places[key] = records.count
            records.append(record)
            return
        }
        let isLarger = record.post.views > records[place].post.views
        leaveOut(
            LeftOutRow(
                row: isLarger ? records[place].row : record.row,
                reason: "the post stands there twice: its larger views count", found: record.post.id))
        if isLarger { records[place] = record }
    }
}
