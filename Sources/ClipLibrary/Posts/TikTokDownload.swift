internal import ClipCore
internal import Recommendation
internal import SystemLibrary

/// The list of own posts in TikTok's "your data" (`user_data_tiktok.json`). The file also holds messages,
/// addresses and devices: nothing else of it is read.
struct TikTokDownload: Decodable {
    private struct Item: Decodable {
        let (date, link, likes, sound, title): (String?, String?, Lenient?, String?, String?)

        private enum CodingKeys: String, CodingKey {
            case date = "Date"
            case link = "Link"
            case likes = "Likes"
            case sound = "Sound"
            case title = "Title"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            date = try? values.decode(String.self, forKey: .date)
            link = try? values.decode(String.self, forKey: .link)
            likes = try? values.decode(Lenient.self, forKey: .likes)
            sound = try? values.decode(String.self, forKey: .sound)
            title = try? values.decode(String.self, forKey: .title)
        }
    }

    /// A number, possibly as text.
    private struct Lenient: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            text = try (try? value.decode(String.self)) ?? "\(value.decode(Double.self))"
        }
    }

    private struct List: Decodable {
        let items: [Item]

        private enum CodingKeys: String, CodingKey { case items = "VideoList" }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            items = try values.decodeIfPresent([Item].self, forKey: .items) ?? []
        }
    }

    private struct Posts: Decodable {
        let list: List?
        private enum CodingKeys: String, CodingKey { case list = "Posts" }
    }

    private struct Videos: Decodable {
        let list: List?
        private enum CodingKeys: String, CodingKey { case list = "Videos" }
    }

    private enum CodingKeys: String, CodingKey {
        case post = "Post"
        case video = "Video"
        case settings = "Profile And Settings"
        case activity = "Your Activity"
        case oldActivity = "Activity"
    }

    private let items: [Item]?
    /// Whether it is such a file, even without posts.
    let isDownload: Bool

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        isDownload = !values.allKeys.isEmpty
        items =
            (try? values.decode(Posts.self, forKey: .post))?.list?.items
            ?? (try? values.decode(Videos.self, forKey: .video))?.list?.items
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
        for (index, item) in (items ?? []).enumerated() {
            let row = index + 1
            let wrong = { (key: String, reason: String, found: String?) in
                LeftOutRow(row: row, column: key, reason: reason, found: found)
            }
            guard let link = item.link, let id = TikTokID.read(link) else {
                gatherer.leaveOut(wrong("Link", "it is no link of a video", item.link))
                continue
            }
            guard let posted = item.date.flatMap(PostTime.read) ?? TikTokID.posted(id, before: end),
                posted < end, posted > 946_684_800
            else {
                gatherer.leaveOut(wrong("Date", "it is no possible time", item.date))
                continue
            }
            let likes = item.likes.flatMap { ExportNumber.count($0.text, isOwn: true) }
            gatherer.add(record(item, id, posted, likes, row, options))
        }
    }

    private func record(
        _ item: Item, _ id: String, _ posted: Double, _ likes: Double?, _ row: Int, _ options: PostOptions
    ) -> PostRecord {
        var post = Post(id: id, posted: posted, views: 0)
        post.creator = options.brand ?? ""
        post.likes = likes
        post.music = item.sound?.trimmed ?? ""
        post.measured = max(posted, Double((options.asOf ?? options.changed).number) * 86_400)
        post.hashtags = Hashtags.inside(item.title ?? "")
        var record = PostRecord(post, platform: "tiktok", row: row)
        (record.title, record.url, record.tellsViews) = (item.title, item.link, false)
        return record
    }
}
