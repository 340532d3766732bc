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

    private static let named: [String: ChartField] = {
        var named: [String: ChartField] = [:]
        for field in allCases {
            for name in field.names.split(separator: " ") { named[String(name)] = field }
        }
        return named
    }()

    private var names: String {
        switch self {
        case .kind: "kind"
        case .day: "day date asof week chartdate chartweek snapshotdate tanggal"
        case .rank: "rank position pos ranking peringkat thisweek"
        case .item: "item itemid"
        case .clipID: "clipid"
        case .soundID: "soundid musicid songid trackid"
        case .hashtagID: "hashtagid"
        case .link: "link"
        case .name: "name"
        case .title: "title song track songtitle tracktitle songname trackname musictitle judul"
        case .author: "author artist artists artistname performer creator penyanyi"
        case .hashtag: "hashtag hashtagname tag tagar"
        case .keyword: "keyword katakunci"
        case .look: "look filter effect effectname filtername"
        case .count: "count jumlah"
        case .views: "views videoviews viewcount impression impressions tayangan"
        case .uses: "uses posts post postcount publishcnt publishcount videos videocount usercount"
        case .region: "region country countrycode countryinfo market wilayah negara"
        case .category: "category industry industryinfo genre kategori"
        case .source: "source board chart sumber"
        case .cleared: "ifcml isbusinesscleared businesscleared cleared commercial commercialmusic"
        case .trend: "trend"
        }
    }

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
