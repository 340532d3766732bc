internal import Recommendation

/// Gathers posts, each and day once.
struct PostGatherer {
    private struct Key: Hashable {
        let id: String
        let day: Int
    }

    private(set) var records: [PostRecord] = []
    private(set) var leftOut: [LeftOutRow] = []
    private var places: [Key: Int] = [:]

    mutating func leaveOut(_ row: LeftOutRow) { leftOut.append(row) }

    /// Overlapping exports tell a post twice: of one day the larger views count.
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
