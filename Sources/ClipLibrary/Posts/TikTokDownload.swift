internal import ClipCore
internal import Recommendation
internal import SystemLibrary

/// The list of own posts in TikTok's "your data" (`user_data_tiktok.json`). The file also holds messages,
/// addresses and devices: nothing else of it is read.
struct TikTokDownload: Decodable {
    private enum CodingKeys: String, CodingKey {
        case post = "Post"
        case video = "Video"
        case settings = "Profile And Settings"
        case activity = "Your Activity"
        case oldActivity = "Activity"
    }

    private let items: [[String: JSONValue]]
    /// Whether it is such a file, even without posts.
    let isDownload: Bool

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        isDownload = !values.allKeys.isEmpty
        let list = { (key: CodingKeys, name: String) -> [[String: JSONValue]]? in
            let posts = (try? values.decode(JSONValue.self, forKey: key))?[name]
            guard case .object(let object)? = posts else { return nil }
            if case .null? = object["VideoList"] { return [] }
            return object["VideoList"].map(\.objects) ?? []
        }
        items = list(.post, "Posts") ?? list(.video, "Videos") ?? []
    }

    static func read(_ bytes: [UInt8]) throws(ImportProblem) -> TikTokDownload {
        do { return try JSONDecoder().decode(TikTokDownload.self, from: Data(bytes)) } catch {
            throw ImportProblem(
                "it is no JSON of a download of TikTok's",
                hint: "is the file complete? name user_data_tiktok.json")
        }
    }

    /// Collects its posts: they have likes and sounds, but no views. Rows are list indices from 1.
    func gather(into gatherer: inout PostGatherer, _ options: PostOptions) {
        let end = Double(options.today.number + 1) * 86_400
        for (index, item) in items.enumerated() {
            let (link, date) = (item["Link"]?.text, item["Date"]?.text)
            let row = index + 1
            let wrong = { (key: String, reason: String, found: String?) in
                LeftOutRow(row: row, column: key, reason: reason, found: found)
            }
            guard let id = link.flatMap(TikTokID.read) else {
                gatherer.leaveOut(wrong("Link", "it is no link of a video", link))
                continue
            }
            guard let posted = date.flatMap(PostTime.read) ?? TikTokID.posted(id, before: end),
                posted < end, posted > 946_684_800
            else {
                gatherer.leaveOut(wrong("Date", "it is no possible time", date))
                continue
            }
            gatherer.add(record(item, id, posted, row, options))
        }
    }

    private func record(
        _ item: [String: JSONValue], _ id: String, _ posted: Double, _ row: Int, _ options: PostOptions
    ) -> PostRecord {
        var post = Post(id: id, posted: posted, views: 0)
        post.creator = options.brand ?? ""
        // A number, possibly as text.
        let likes = item["Likes"].flatMap { $0.text ?? $0.double.map { "\($0)" } }
        post.likes = likes.flatMap { ExportNumber.count($0, isOwn: true) }
        post.music = item["Sound"]?.text?.trimmed ?? ""
        post.measured = max(posted, Double((options.asOf ?? options.changed).number) * 86_400)
        post.hashtags = Hashtags.inside(item["Title"]?.text ?? "")
        var record = PostRecord(post, platform: "tiktok", row: row)
        (record.title, record.url, record.tellsViews) = (item["Title"]?.text, item["Link"]?.text, false)
        return record
    }
}
