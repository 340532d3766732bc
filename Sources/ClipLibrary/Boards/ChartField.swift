internal import ClipCore

/// A known column of a chart table, or key of a JSON item.
enum ChartField: CaseIterable {
    case kind, day, rank
    case item, clipID, soundID, hashtagID, link
    case name, title, author, hashtag, keyword, look
    case count, views, uses
    case region, category, source, cleared, trend

    /// The field of a header or key; nil if unknown. Ignores case, spaces and `_`, so that `Song ID`,
    /// `song_id` and `songId` are equal.
    init?(_ header: String) {
        let plain = String(header.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic })
        guard let field = Self.named[plain] else { return nil }
        self = field
    }

    /// The table `chart-columns.tsv`.
    private static let named: [String: ChartField] = {
        let columns = DataTable.byName(PackageResources.chart_columns_tsv)
        return allCases.reduce(into: [:]) { named, field in
            for name in columns["\(field)"]! { named[name] = field }
        }
    }()

    /// The chart kind that has such a column; nil if several have.
    var kind: String? {
        switch self {
        case .hashtag, .hashtagID: "hashtag"
        case .keyword: "keyword"
        case .look: "look"
        case .title, .clipID, .soundID: "sound"
        default: nil
        }
    }
}
