internal import ClipCore
internal import Recommendation

extension LeftOutRow: Error {}

/// Converts a table's rows to posts.
struct PostRowReader {
    private let platform: ExportColumns
    private let header: [String]
    private let places: [PostField: Int]
    private let options: PostOptions
    private let words: ExportWords
    private(set) var dates: ExportDates
    /// Whether some figures have no date in the file: the date of its last change is used.
    private(set) var usedFallbackDay = false

    /// Decisions made while reading.
    private(set) var notes: [String] = []
    /// The links of each id, to find ids that a spreadsheet rounded.
    private var links: [String: Set<String>] = [:]

    private var isOwn: Bool { platform.id == "own" }
    /// The second after the latest day.
    private var end: Double { Double(options.today.number + 1) * 86_400 }

    init(
        _ platform: ExportColumns, header: [String], _ options: PostOptions, _ words: ExportWords,
        isDayFirst: Bool
    ) {
        (self.platform, self.header, self.options, self.words) = (platform, header, options, words)
        places = platform.places(in: header)
        dates = ExportDates(words)
        dates.isDayFirst = isDayFirst
    }

    /// The post of a row; nil for a row of totals.
    mutating func record(_ row: Int, _ cells: [String]) throws(LeftOutRow) -> PostRecord? {
        let cells = Cells(row: row, cells: cells, header: header, places: places)
        guard let (id, link) = try name(cells) else { return nil }
        let measured = try measured(cells)
        let posted = try posted(cells, id, measured)
        guard let views = try views(cells, posted) else { throw cells.wrong(.views, "it is not told") }
        var post = Post(id: id, posted: posted, views: views)
        post.measured = max(measured, posted)
        (post.likes, post.comments) = (try count(cells, .likes), try count(cells, .comments))
        (post.shares, post.saves) = (try count(cells, .shares), try count(cells, .saves))
        for (field, count) in [
            (PostField.likes, post.likes), (.comments, post.comments), (.shares, post.shares),
            (.saves, post.saves),
        ] {
            // Nobody does it twice; the margin is for platforms that count views late.
            guard count ?? 0 <= 2 * views + 100 else {
                throw cells.wrong(field, "it is more than the views allow")
            }
        }
        (post.followers, post.musicUses) = (try count(cells, .followers), try count(cells, .musicUses))
        post.duration = try value(cells, .duration, "it is no length", ExportNumber.seconds)
        try watching(cells, &post)
        try choices(cells, &post)
        var record = PostRecord(post, platform: platform.id, row: row)
        if isOwn { record.platform = cells.text(.platform).lowercased() }
        // Both come from Meta: the link says which it is.
        if platform.isMeta, let link {
            record.platform =
                link.contains("facebook.com") || link.contains("fb.watch") ? "facebook" : "instagram"
        }
        record.title = cells.known(.title)
        record.url = link
        (record.reach, record.follows) = (try count(cells, .reach), try count(cells, .follows))
        record.impressions = try count(cells, .impressions)
        record.renderKey = cells.known(.render)
        if post.hashtags.isEmpty, let title = record.title { record.post.hashtags = Hashtags.inside(title) }
        return record
    }

    // MARK: Which post

    private mutating func name(_ cells: Cells) throws(LeftOutRow) -> (id: String, link: String?)? {
        let link = cells.known(.link)
        switch platform.id {
        case "tiktok":
            guard let link else { throw cells.wrong(.link, "it is empty: the post was deleted") }
            guard let id = TikTokID.read(link) else { throw cells.wrong(.link, "it is no link of a video") }
            return (id, link)
        case "youtube":
            let id = cells.text(.post)
            if words.isSum(id) { return nil }
            guard !id.isEmpty, id.utf8.count <= 64, id.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
                throw cells.wrong(.post, "it is no id of a video")
            }
            return (id, nil)
        case "instagram", "facebook":
            guard words.isVideo(cells.text(.kind)) else { throw cells.wrong(.kind, "it is no video") }
            if let period = cells.known(.period), !words.isLifetime(period) {
                throw cells.wrong(.period, "its figures are of one day: export those of the lifetime")
            }
        default: break
        }
        let id = cells.text(.post)
        if platform.isMeta, Self.isRounded(id) || links[id, default: []].count > 1 {
            guard let code = link.flatMap(Self.code) else {
                throw cells.wrong(
                    .post, "a spreadsheet rounded it: export again, and import that file itself")
            }
            note("a spreadsheet rounded its ids: posts are told apart by their links")
            return (code, link)
        }
        guard !id.isEmpty, id.utf8.count <= 200 else { throw cells.wrong(.post, "it is empty or too long") }
        return (id, link)
    }

    private mutating func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

    /// Collects the ids and links of all rows, before they are read.
    mutating func noteID(_ cells: [String]) {
        let cells = Cells(row: 0, cells: cells, header: header, places: places)
        if let link = cells.known(.link) { links[cells.text(.post), default: []].insert(link) }
    }

    /// `1.79E+16`
    private static func isRounded(_ id: String) -> Bool {
        id.contains { "eE".contains($0) } && id.allSatisfy { $0.isNumber || ".,eE+".contains($0) }
    }

    /// The last part of a link's path: `AAA1` of `https://www.instagram.com/reel/AAA1/`.
    private static func code(_ link: String) -> String? {
        let parts = link.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        return parts.count > 2 ? parts.last.map(String.init) : nil
    }

    // MARK: When

    private mutating func measured(_ cells: Cells) throws(LeftOutRow) -> Double {
        if let day = options.asOf { return Double(day.number) * 86_400 }
        guard places[.posted] != nil, let text = cells.known(.measured) else {
            usedFallbackDay = true
            return Double(options.changed.number) * 86_400
        }
        let last = Double(options.changed.number + 1) * 86_400
        guard let time = dates.read(text, last: last) else { throw cells.wrong(.measured, "it is no time") }
        guard time < end else { throw cells.wrong(.measured, "it is in the future") }
        return time
    }

    private mutating func posted(_ cells: Cells, _ id: String, _ measured: Double) throws(LeftOutRow)
        -> Double
    {
        let known = platform.id == "tiktok" || isOwn ? TikTokID.posted(id, before: end) : nil
        let text = cells.text(.posted)
        var found = text.isEmpty ? nil : dates.read(text, known: known, last: measured + 86_400)
        if let known, let date = found, abs(known - date) > 3 * 86_400, !isOwn {
            note("some dates differ from those in the posts' ids, which count")
            found = known
        }
        guard let time = found ?? (text.isEmpty && !isOwn ? known : nil) else {
            throw cells.wrong(.posted, text.isEmpty ? "it is not told" : "it is no time")
        }
        guard time < end else { throw cells.wrong(.posted, "it is in the future") }
        guard time > 946_684_800 else { throw cells.wrong(.posted, "it is before 2000") }
        guard time < measured + 2 * 86_400 else {
            throw cells.wrong(.posted, "it is later than its figures")
        }
        return time
    }

    // MARK: What

    /// The views that engagement relates to. Since 31 March 2025 YouTube counts every start of a Short as a
    /// view (support.google.com/youtube/answer/10059070), and what were views are "Engaged views".
    private mutating func views(_ cells: Cells, _ posted: Double) throws(LeftOutRow) -> Double? {
        let views = try count(cells, .views)
        guard platform.id == "youtube", posted >= 1_743_379_200 else { return views }
        let length = try value(cells, .duration, "it is no length", ExportNumber.seconds)
        guard length ?? 0 <= 180 else { return views }
        if let engaged = try count(cells, .engaged) {
            note("for Shorts the engaged views count: a view is any start since 31 March 2025")
            return engaged
        }
        note(
            "its views of Shorts are starts, which are more: export with the column 'Engaged views' to compare them with older posts"
        )
        return views
    }

    private func count(_ cells: Cells, _ field: PostField) throws(LeftOutRow) -> Double? {
        try value(cells, field, "it is no count") { [isOwn] in ExportNumber.count($0, isOwn: isOwn) }
    }

    private func value(
        _ cells: Cells, _ field: PostField, _ message: String, _ read: (String) -> Double?
    ) throws(LeftOutRow) -> Double? {
        guard let text = cells.known(field) else { return nil }
        guard let value = read(text) else { throw cells.wrong(field, message) }
        return value
    }

    private func watching(_ cells: Cells, _ post: inout Post) throws(LeftOutRow) {
        post.watchAverage = try value(cells, .watch, "it is no time", ExportNumber.seconds)
        let together = try value(cells, .playTime, "it is no time", ExportNumber.playTime)
        let share = try value(cells, .watchedPercent, "it is no percentage") {
            ExportNumber.share($0, isPercent: true)
        }
        if post.watchAverage == nil {
            if let together, post.views > 0 {
                post.watchAverage = together / post.views
            } else if let share, let duration = post.duration {
                post.watchAverage = share * duration
            }
        }
        let part = { (field: PostField) throws(LeftOutRow) -> Double? in
            let part = try value(cells, field, "it is no share") { [isOwn] in
                ExportNumber.share($0, isOwn: isOwn)
            }
            guard part ?? 0 <= 1 else { throw cells.wrong(field, "it is more than all") }
            return part
        }
        (post.completion, post.skipped) = (try part(.completion), try part(.skipRate))
        // Allows for viewers who watch repeatedly.
        guard let average = post.watchAverage, let duration = post.duration else { return }
        guard average <= 20 * duration + 1 else {
            throw cells.wrong(.watch, "it is more than the length allows")
        }
    }

    private func choices(_ cells: Cells, _ post: inout Post) throws(LeftOutRow) {
        post.creator =
            isOwn ? cells.known(.creator) ?? options.brand ?? "" : options.brand ?? cells.text(.creator)
        (post.music, post.look) = (cells.text(.music), cells.text(.look))
        post.category = cells.text(.category).lowercased()
        post.hashtags = Hashtags.listed(cells.text(.hashtags))
        guard let flag = cells.known(.musicIsOriginal) else { return }
        switch flag.lowercased() {
        case "true", "1": post.isOriginalSound = true
        case "false", "0": post.isOriginalSound = false
        default: throw cells.wrong(.musicIsOriginal, "it is neither True nor False")
        }
    }

    private struct Cells {
        let row: Int
        let cells: [String]
        let header: [String]
        let places: [PostField: Int]

        func text(_ field: PostField) -> String { places[field].map { cells[$0].trimmed } ?? "" }

        /// The cell's text; nil if unknown.
        func known(_ field: PostField) -> String? {
            let text = text(field)
            return ExportNumber.isMissing(text) ? nil : text
        }

        func wrong(_ field: PostField, _ reason: String) -> LeftOutRow {
            let place = places[field].map { "column \($0 + 1) (\(header[$0].trimmed))" }
            return LeftOutRow(
                row: row, column: place, reason: reason, found: places[field].map { cells[$0].trimmed })
        }
    }
}
