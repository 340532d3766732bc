import ClipCore
import Foundation
import Recommendation
import SystemPackage
import Testing

@testable import ClipLibrary

/// What reading such an export gives.
func export(_ bytes: [UInt8], _ change: (inout PostOptions) -> Void = { _ in }) throws -> PostExport {
    var options = PostOptions(today: CalendarDay("2026-11-24")!)
    change(&options)
    return try PostExportReader(options).read(bytes, from: "export")
}

func export(_ text: String, _ change: (inout PostOptions) -> Void = { _ in }) throws -> PostExport {
    try export(Array(text.utf8), change)
}

/// The message of the error that reading such an export ends with; nil where it succeeds.
func exportError(_ bytes: [UInt8]) -> String? {
    do {
        _ = try export(bytes)
        return nil
    } catch { return (error as? Failure)?.message }
}

@Suite struct PostExportTests {
    /// Uploaded 2026-09-05 02:20 UTC.
    private static let id = "7681870521679564053"
    private static let link = "https://www.tiktok.com/@kopi/video/\(id)"

    // MARK: TikTok Studio

    @Test(arguments: [
        "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views",
        "Waktu,Judul video,Tautan video,Waktu posting,Total suka,Total komentar,Total dibagikan,Total tayangan",
        "Hora,Título del vídeo,Enlace del vídeo,Fecha de publicación,Total de me gusta,Comentarios,Compartidos,Visualizaciones",
        "日付,動画タイトル,動画リンク,投稿日,いいね,コメント,シェア,再生数",
        "Ora,Titolo del video,Link del video,Ora di pubblicazione,Mi piace totali,Commenti totali,Condivisioni totali,Visualizzazioni totali",
        "시간,동영상 제목,동영상 링크,게시 시간,총 좋아요 수,총 댓글 수,총 공유 수,총 조회수",
        "Saat,Video başlığı,Video bağlantısı,Gönderi zamanı,Toplam beğeni,Toplam yorum,Toplam paylaşım,Toplam görüntüleme",
        "时间,视频标题,视频链接,发布时间,总点赞数,总评论数,总分享数,总播放量",
    ])
    func `TikTok's headers are known in several languages`(header: String) throws {
        let row =
            "\"9/20/2026\",\"Kopi pagi #Kopi #fyp\",\"\(Self.link)\",\"9月5日\",\"1,200\",\"30\",\"5\",\"1.2K\""
        let quoted = header.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        let result = try export("\u{FEFF}\(quoted)\n\(row)")
        let record = try #require(result.records.first, "\(result.leftOut)")
        #expect(result.platform == "tiktok" && record.post.id == Self.id && record.row == 2)
        #expect(record.post.views == 1200 && record.post.likes == 1200 && record.post.comments == 30)
        #expect(record.post.posted == 1_788_574_800 + 0 || abs(record.post.posted - 1_788_574_800) < 86_400)
        #expect(record.post.hashtags == ["kopi", "fyp"] && record.post.shares == 5)
    }

    @Test(arguments: [
        "5 September", "September 5", "9月5日", "5 de septiembre", "5 сентября", "5 tháng Chín", "Sep 5, 2026",
        "5 Sept", "2026-09-05", "5 settembre", "9월 5일", "5 Eylül", "5/9/2026", "9/5/2026", "2026年9月5日",
        "5 tháng 9, 2026", "5. September",
    ])
    func `a date without a year gets that of the video's id, and its clock`(date: String) throws {
        let text = "Video link,Post time,Total views\n\(Self.link),\"\(date)\",9\n"
        let record = try #require(try export(text).records.first)
        let expected = UInt64(Self.id)! >> 32
        // A whole date in ISO is taken as it is.
        #expect(record.post.posted == (date == "2026-09-05" ? 1_788_566_400 : Double(expected)), "\(date)")
    }

    @Test func `a date of last year is not taken for one of this year`() throws {
        // 2025-12-30
        let id = "\(UInt64(1_767_052_800) << 32)"
        let text =
            "Video link,Post time,Total views\nhttps://www.tiktok.com/@kopi/video/\(id),30 December,9\n"
        let record = try #require(try export(text).records.first)
        #expect(CalendarDay(number: Int(record.post.posted) / 86_400).text == "2025-12-30")
    }

    @Test func `many viewers together watch for more than a day`() throws {
        let text =
            "Video link,Post time,Total views,Total play time\n\(Self.link),5 September,90000,50:00:00\n"
        let record = try #require(try export(text).records.first)
        #expect(record.post.watchAverage == 2)
    }

    @Test func `a deleted video and one told twice are left out, and told`() throws {
        let text = """
            Time,Video link,Post time,Total views
            2026-11-20,\(Self.link),5 September,100
            2026-11-20,\(Self.link),5 September,300
            2026-11-21,\(Self.link),5 September,350
            2026-11-20,,5 September,100
            """
        let result = try export(text)
        #expect(result.records.map(\.post.views) == [300, 350])
        #expect(result.leftOut.map(\.row) == [2, 5], "\(result.leftOut)")
    }

    @Test(arguments: [
        ("nan", "1", "it is no count"), ("-5", "1", "it is no count"), ("1e13", "1", "it is no count"),
        ("=1+1", "1", "it is no count"), ("inf", "1", "it is no count"),
        ("10", "5000", "it is more than the views allow"),
    ])
    func `figures that cannot be are left out with their place`(views: String, likes: String, reason: String)
        throws
    {
        let text = """
            Video link,Post time,Total views,Total likes
            \(Self.link),5 September,\(views),\(likes)
            https://www.tiktok.com/@kopi/video/7681870521679564099,5 September,100,10
            """
        let result = try export(text)
        #expect(result.records.count == 1 && result.leftOut.map(\.row) == [2])
        #expect(result.leftOut.first?.reason == reason)
        #expect(result.leftOut.first?.column?.hasPrefix("column ") == true)
    }

    @Test func `the day of the figures comes from the option, the file, or its last change, which is told`()
        throws
    {
        let rows = "Time,Video link,Post time,Total views\n2026-11-20,\(Self.link),5 September,9\n"
        let day = { (export: PostExport) in
            export.records.first?.post.measured.map { CalendarDay(number: Int($0) / 86_400).text }
        }
        #expect(day(try export(rows)) == "2026-11-20")
        #expect(day(try export(rows) { $0.asOf = CalendarDay("2026-11-22") }) == "2026-11-22")
        let bare = "Video link,Post time,Total views\n\(Self.link),5 September,9\n"
        let result = try export(bare) { $0.changed = CalendarDay("2026-11-10")! }
        #expect(day(result) == "2026-11-10" && result.notes.first?.contains("2026-11-10") == true)
    }

    @Test(arguments: [
        ("Date,Video Views,Profile Views,Likes,Comments,Shares\n", "overview of days"),
        ("Date,Followers,Difference in followers from previous day\n", "history of followers"),
        ("Gender,Distribution\n", "genders of followers"),
        ("date,rank,song,artist\n2026-11-15,1,a,b\n", "it is no table of posts"),
        ("Video title,Post time,Total views,Total likes\n", "no column 'link'"),
        ("", "it is empty"), ("\u{0}\u{1}", "no text in UTF-8"),
        ("Video link,Post time,Total views\na,b", "row 2: 2 fields, and the header has 3"),
        ("Video link,Post time,Total views\n\"a,b,c\n", "row 2: a quote is opened and never closed"),
        ("Video link,Post time,Total views\n", "there is no post in it"),
        ("post,posted,views\na,2999-01-01,1\n", "row 2, column 2 (posted): none of its 1 rows"),
        ("{\"data\":{\"sound_list\":[]}}", "no download of TikTok's"), ("{", "no JSON"),
    ])
    func `what is no export of posts is told as what it is`(text: String, message: String) {
        let error = exportError(Array(text.utf8))
        #expect(error?.contains(message) == true, "\(error ?? "none")")
    }

    @Test func `a text that ends in a line break is read where it stands last`() throws {
        let text =
            "Video link,Post time,Total views,Video title\n\(Self.link),5 September,9,\"Kopi\npagi\n\"\n"
        #expect(try export(text).records.map(\.title?.isEmpty) == [false])
    }

    @Test func `UTF-16 is read as programs save it`() throws {
        let text = "Video link,Post time,Total views\n\(Self.link),5 September,9\n"
        for isBig in [false, true] {
            let bytes = [UInt16(0xFEFF)] + Array(text.utf16)
            let read = try export(
                bytes.flatMap { unit in
                    isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
                })
            #expect(read.records.count == 1)
        }
    }

    // MARK: Other platforms

    @Test func `Meta's reels count, whatever the order of the columns`() throws {
        let text = """
            Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves
            179,1,kopisenja,Kopi,Pagi #kopi,14,05/03/2026 08:30,https://www.instagram.com/reel/x/,IG reel,,Lifetime,"12,400",9000,300,12,3,40,25
            180,1,kopisenja,Kopi,Foto,0,05/04/2026 08:30,https://www.instagram.com/p/y/,IG image,,Lifetime,100,90,3,1,0,0,0
            181,1,kopisenja,Kopi,Pagi,14,05/04/2026 08:30,https://www.instagram.com/reel/z/,IG reel,,05/05/2026,100,90,3,1,0,0,0
            """
        let result = try export(text)
        let record = try #require(result.records.first)
        #expect(result.platform == "instagram" && result.records.count == 1)
        #expect(result.leftOut.map(\.reason).contains("it is no video") && result.leftOut.count == 2)
        #expect(record.post.posted == 1_777_797_000 - 0, "\(PostTime.text(record.post.posted))")
        #expect(record.post.views == 12_400 && record.reach == 9000 && record.post.saves == 25)
        #expect(record.post.creator == "kopisenja" && record.post.duration == 14)
        // A day above 12 tells that days stand first in all rows.
        let first = try export(
            text.replacingOccurrences(of: "05/04/2026", with: "25/04/2026")
                .replacingOccurrences(of: "05/05/2026", with: "Lifetime"))
        #expect(PostTime.text(first.records[0].post.posted).hasPrefix("2026-03-05"))
    }

    @Test func `YouTube's sums are passed over, and its percentages may be above 100`() throws {
        let text = """
            Content,Video title,Video publish time,Duration,Views,Average view duration,Average percentage viewed (%),Likes,Comments added
            Total,,,,9999,0:00:20,80.5,1,1
            dQw4w9WgXcQ,Kopi,"Sep 28, 2026",15,"1,234",,"104,2",50,3
            aQw4w9WgXcQ,Kopi,"Sep 29, 2026",15,"1\u{202F}234",0:00:12,80.5,50,3
            """
        let result = try export(text)
        #expect(result.platform == "youtube" && result.leftOut.isEmpty, "\(result.leftOut)")
        #expect(result.records.map(\.post.views) == [1234, 1234])
        #expect(abs((result.records[0].post.watchAverage ?? 0) - 15.63) < 1e-9)
        #expect(result.records[1].post.watchAverage == 12)
    }

    @Test func `our own table is read with all that it tells`() throws {
        let text = """
            post,creator,posted,scraped,followers,duration_s,views,likes,comments,shares,saves,watch_s_avg,completion,music,music_used,music_original,look,hashtags,category,caption
            a,kopi,2026-09-05 02:20:00+00:00,2026-09-20,1000.0,15,5000.0,100,5,3,2,9.5,0.4,s1,145.0,False,warm,"#Kopi, fyp",Food,Kopi pagi
            b,,2026-09-05,2026-09-20,,,70,,,,,,1.4,,,,,,,
            """
        let result = try export(text) { $0.brand = "senja" }
        let post = try #require(result.records.first?.post)
        #expect(result.platform == "own" && result.leftOut.map(\.reason) == ["it is more than all"])
        #expect(post.creator == "kopi" && post.followers == 1000 && post.watchAverage == 9.5)
        #expect(post.completion == 0.4 && post.music == "s1" && post.musicUses == 145)
        #expect(post.isOriginalSound == false && post.look == "warm" && post.category == "food")
        #expect(post.hashtags == ["kopi", "fyp"] && result.records[0].title == "Kopi pagi")
    }

    @Test func `of TikTok's data download the own posts are read, and nothing else`() throws {
        let text = """
            {"Profile And Settings":{"Profile Info":{"ProfileMap":{"emailAddress":"canary@example.com"}}},
            "Direct Message":{"Direct Messages":{"ChatHistory":{"Chat":[{"Content":"canary message"}]}}},
            "Your Activity":{"Login History":{"LoginHistoryList":[{"IP":"203.0.113.7"}]}},
            "Post":{"Posts":{"VideoList":[{"Date":"2026-09-05 02:20:00","Link":"\(Self.link)/","Likes":"12",
            "Sound":"Kopi Pagi","Location":"canary place","Title":"Pagi #kopi"},{"Date":"x","Link":""}]}}}
            """
        let result = try export(text)
        #expect(result.records.count == 1 && result.leftOut.map(\.row) == [2])
        #expect(result.records[0].post.music == "Kopi Pagi" && result.records[0].post.likes == 12)
        let folder = try Folder()
        _ = try folder.open().add(result.records, from: "/x.json")
        #expect(try folder.open(.reading).posts().isEmpty)
        let bytes = try folder.bytes()
        for canary in ["canary", "203.0.113.7"] { #expect(bytes.range(of: Data(canary.utf8)) == nil) }
        #expect(bytes.range(of: Data("Kopi Pagi".utf8)) != nil)
        // The views come with another export, and the sound stays.
        let table = try export("Video link,Post time,Total views\n\(Self.link),5 September,900\n")
        _ = try folder.open().add(table.records, from: "/x.csv")
        #expect(try folder.open(.reading).posts().map(\.music) == ["Kopi Pagi"])
    }

    @Test func `an old data download has its posts elsewhere`() throws {
        let text = """
            {"Activity":{},"Video":{"Videos":{"VideoList":[{"Date":"2026-09-05 02:20:00","Link":"\(Self.link)/"}]}}}
            """
        #expect(try export(text).records.map(\.post.id) == [Self.id])
    }

    // MARK: What spreadsheets and other programs make of exports

    @Test func `an id proves that the day stands first, for all dates of the file`() throws {
        let text = "Time,Video link,Post time,Total views\n10/9/2026,\(Self.link),5/9/2026,5431\n"
        let result = try export(text)
        let record = try #require(result.records.first, "\(result.leftOut)")
        #expect(record.post.posted == Double(UInt64(Self.id)! >> 32))
        #expect(record.post.measured == Double(CalendarDay("2026-09-10")!.number) * 86_400)
        // One note about it: the first way to read them was no use.
        #expect(
            result.notes.filter { $0.contains("dates") }.count == 1
                && result.notes[0].contains("the day first"))
    }

    @Test(arguments: [
        "sep=;\nVideo link;Post time;Total views\n\(link);2026-09-05;5.431\n",
        "Video link;\"Title, text\";Post time;Total views\n\(link);x;2026-09-05;5.431\n",
        "SEP=,\nVideo link,Post time,Total views\n\(link),2026-09-05,\"5,431\"\n",
        "Video link\tPost time\tTotal views\n\(link)\t2026-09-05\t5431\n",
    ])
    func `the separator is found`(text: String) throws {
        #expect(try export(text).records.map(\.post.views) == [5431])
    }

    @Test(arguments: [
        ("1,2 mil", 1200.0), ("1.2K", 1200), ("3,4 jt", 3.4e6), ("1,2 rb", 1200), ("1,5 Mio.", 1.5e6),
        ("2,1만", 21_000),
        ("1.2万", 12_000), ("1,1 тыс.", 1100), ("2 mila", 2000), ("1,3 Mn", 1.3e6), ("4 bin", 4000),
        ("5 431", 5431),
    ])
    func `counts are read as interfaces abbreviate them`(text: String, views: Double) throws {
        let table = "Video link;Post time;Total views\n\(Self.link);2026-09-05;\(text)\n"
        #expect(try export(table).records.map(\.post.views) == [views])
    }

    @Test func `Windows-1252 is read, and said`() throws {
        let text =
            "Video link;Video title;Veröffentlichungszeit;Aufrufe insgesamt\n\(Self.link);Süß;5. September;9\n"
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        let result = try export(bytes)
        #expect(result.records.first?.title == "Süß")
        #expect(result.notes.contains { $0.contains("Windows-1252") })
    }

    private static let meta =
        "Post ID,Account username,Description,Duration (sec),Publish time,Permalink,Post type,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n"

    @Test func `ids that a spreadsheet rounded are told apart by the links`() throws {
        for id in ["1.79E+16", "17900000000000000"] {
            let rows = ["AAA1", "AAA2"].map {
                "\(id),me,kopi,14,09/05/2026 02:20,https://www.instagram.com/reel/\($0)/,IG reel,Lifetime,12400,9800,310,4,1,12,7\n"
            }
            let result = try export(Self.meta + rows.joined())
            #expect(result.records.map(\.post.id) == ["AAA1", "AAA2"])
            #expect(result.notes.contains { $0.contains("rounded") })
        }
    }

    @Test func `Reels of a page are Facebook's, with reactions and watch time`() throws {
        let text =
            "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Post type,Date,Views,Reach,Reactions,Comments,Shares,Seconds viewed,Average Seconds viewed,Skip rate\n"
            + "122100000000000001,615,Kopi,,kopi pagi,14,09/05/2026 02:20,https://www.facebook.com/reel/123/,Reels,Lifetime,12400,9800,310,12,4,70000,5.6,38.5%\n"
        let record = try #require(try export(text).records.first)
        #expect(record.platform == "facebook" && record.post.likes == 310 && record.post.watchAverage == 5.6)
        #expect(record.post.skipped == 0.385)
        let folder = try Folder()
        _ = try folder.open().add([record], from: "/x.csv")
        #expect(try folder.open(.reading).posts().map(\.skipped) == [0.385])
    }

    @Test func `engaged views count for Shorts since views are starts`() throws {
        let header = "Content,Video title,Video publish time,Duration,Views,Engaged views\n"
        let rows =
            "dQw4w9WgXcQ,a,\"Sep 5, 2026\",34,9000,5000\nbQw4w9WgXcQ,b,\"Sep 5, 2026\",400,800,700\ncQw4w9WgXcQ,c,\"Sep 5, 2024\",30,600,600\n"
        let result = try export(header + rows)
        #expect(result.records.map(\.post.views) == [5000, 800, 600])
        #expect(result.notes.contains { $0.contains("engaged views") })
        let without = try export(
            "Content,Video title,Video publish time,Duration,Views\ndQw4w9WgXcQ,a,\"Sep 5, 2026\",34,9000\n")
        #expect(without.notes.contains { $0.contains("Engaged views") })
    }

    @Test func `a table whose columns the user names is not YouTube's`() throws {
        let found = try export("Kode,Tgl,Tonton\na,2026-01-02,5\n") { options in
            for name in ["post=Kode", "posted=Tgl", "views=Tonton"] { _ = options.addColumn(name) }
        }
        #expect(found.platform == "own")
        let dutch = try export("Content,Video publish time,Weergaven,Duration\nabcdefghijk,2024-01-02,5,9\n")
        {
            _ = $0.addColumn("views=Weergaven")
        }
        #expect(dutch.platform == "youtube")
    }

    @Test func `a column that is named and not there is told`() {
        #expect(throws: Failure.self) {
            try export("post,posted,views\na,2026-01-02,5\n") { _ = $0.addColumn("likes=Nope") }
        }
    }

    @Test(arguments: [
        (["03/04/2026", "05/06/2026"], 1, "2026-03-04"), (["03/04/2026", "25/06/2026"], 1, "2026-04-03"),
        (["03/04/2026", "06/25/2026"], 0, "2026-03-04"), (["04/04/2026", "2026-03-04"], 0, "2026-04-04"),
        (["03/04/2026", "01/12/2026"], 0, "2026-03-04"), (["03/04/2026", "12/01/2026"], 1, "2026-04-03"),
    ])
    func `dates that can be read both ways are told, unless one proves the order`(
        _ dates: [String], _ notes: Int, _ first: String
    ) throws {
        let rows = dates.enumerated().map { "p\($0),\($1),5\n" }.joined()
        let found = try export("post,posted,views\n" + rows) {
            $0.today = CalendarDay("2026-11-24") ?? $0.today
            $0.asOf = $0.today
        }
        #expect(found.notes.count == notes, "\(found.notes)")
        #expect(found.records.map { CalendarDay(number: Int($0.post.posted / 86_400)).text }.contains(first))
    }

    @Test func `unknown headers are named by the user`() throws {
        let text = "Videolink,Geplaatst,Weergaven\n\(Self.link),2026-09-05,77\n"
        #expect(throws: Failure.self) { try export(text) }
        let named = try export(text) {
            #expect($0.addColumn("views=Weergaven") && $0.addColumn("posted=Geplaatst"))
            #expect(!$0.addColumn("views") && !$0.addColumn("nothing=x"))
        }
        #expect(named.records.map(\.post.views) == [77])
    }
}
