import ClipCore
import Recommendation
import SystemPackage
import Testing

@testable import ClipLibrary

@Suite struct ChartReaderTests {
    // MARK: Tables

    @Test func `a chart of songs is read with its byte order mark, line ends and quotes`() throws {
        let text =
            "\u{FEFF}\"date\",\"Rank\",\"song\",\"artist\"\r\n2026-11-21,1,\"Hello, \"\"World\"\"\",Ana\r\n"
            + "2026-11-21,2,  Kopi  Pagi ,\"Band\nof two\"\r\n"
        let lines = try board(text).observations
        #expect(lines.map(\.name) == ["Hello, \"World\"", "Kopi  Pagi"])
        #expect(lines.map(\.item) == ["hello, \"world\"|ana", "kopi pagi|band of two"])
        #expect(lines.map(\.rank) == [1, 2] && lines.map(\.count) == [nil, nil])
        #expect(lines.allSatisfy { $0.day == CalendarDay("2026-11-21") && $0.kind == .sound })
    }

    @Test func `the shapes of collected boards are told apart by their columns`() throws {
        let spotify = try board("region,date,position,song,artist,popularity\nid,2023-05-18,3,A,B,89\n")
            .observations
        #expect(spotify[0].region == "ID" && spotify[0].rank == 3 && spotify[0].count == nil)
        let tags = try board(
            "date,source,position,hashtag_id,name,views\n2022-03-24,m,1,9541,#Musica,51200000000\n"
        ).observations
        #expect(tags[0].kind == .hashtag && tags[0].item == "musica" && tags[0].source == "m")
        #expect(tags[0].count == 51_200_000_000 && tags[0].rank == 1)
        let sounds = try board(
            "date,source,position,music_id,title,author,posts\n2022-03-24,m,4,6716039644095465474,Funeral Music,Bobby Cole,45.2K"
        ).observations
        #expect(
            sounds[0].kind == .sound && sounds[0].item == "6716039644095465474" && sounds[0].count == 45_200)
    }

    @Test func `semicolons and tabs separate too, and other columns are passed over`() throws {
        #expect(
            try board("tanggal;peringkat;judul;x\n2026/11/20;1;A;9\n").observations[0].day.text
                == "2026-11-20")
        #expect(try board("date\ttag\tviews\n20261120\t#a\t1,5K\n").observations[0].count == 1500)
    }

    @Test func `options hold where the file is silent, and must agree where it speaks`() throws {
        let lines = try board("song,rank\nA,1\n") {
            ($0.region, $0.category, $0.source) = ("id", "Food", "TikTok")
            $0.asOf = CalendarDay("2026-11-01")
        }.observations
        #expect(lines[0].region == "ID" && lines[0].category == "food" && lines[0].source == "tiktok")
        #expect(lines[0].day.text == "2026-11-01")
        let text = "region,date,song,rank\nus,2026-11-01,A,1\n"
        #expect(boardError(text) { $0.region = "ID" }?.message.contains("--region says 'ID'") == true)
        #expect(boardError(text) { $0.region = "US" } == nil)
        #expect(boardError(text) { $0.asOf = CalendarDay("2026-11-02") }?.row == 2)
    }

    @Test func `an item that a board of a day names again is kept once`() throws {
        let read = try board("date,song,artist,rank\n2026-11-01,A,B,7\n2026-11-01,a,b,3\n2026-11-02,A,B,1\n")
        #expect(read.observations.map(\.rank) == [3, 1])
        #expect(read.notes.count == 1 && read.notes[0].hasPrefix("1 lines"))
    }

    @Test func `counts that could have been read otherwise are told`() throws {
        let read = try board("date,tag,views\n2026-11-01,a,12\n2026-11-01,b,5.431\n2026-11-01,c,6.000\n")
        #expect(read.observations.map(\.count) == [12, 5431, 6000])
        #expect(read.notes == ["row 3: '5.431' and its like were read as thousands, not as decimals"])
    }

    @Test(arguments: [
        ("date,tag,views\n2026-11-01,a,12\n2026-11-02,b", 3, nil, "2 fields"),
        ("date,tag,views\n2026-11-01,a,12,9\n", 2, nil, "4 fields"),
        ("date,tag,views\n2026-11-01,a,NaN\n", 2, "column 3 (views)", "'NaN' is no count"),
        ("date,tag,views\n2026-11-01,a,inf\n", 2, "column 3 (views)", "is no count"),
        ("date,tag,views\n2026-11-01,a,-4\n", 2, "column 3 (views)", "is no count"),
        ("date,tag,rank\n2026-11-01,a,0\n", 2, "column 3 (rank)", "is no rank"),
        ("date,tag,rank\n2026-11-01,a,1.5\n", 2, "column 3 (rank)", "is no rank"),
        ("date,tag,rank\n2026-11-01,a,\n", 2, nil, "neither a rank nor a count"),
        ("date,tag,rank\n2026-12-01,a,1\n", 2, "column 1 (date)", "in the future"),
        ("date,tag,rank\n01.11.2026,a,1\n", 2, "column 1 (date)", "is no day"),
        ("date,tag,rank\n2026-02-30,a,1\n", 2, "column 1 (date)", "is no day"),
        ("date,tag,rank\n2026-11-01,#,1\n", 2, "column 2 (tag)", "is no hashtag"),
        ("date,tag,rank\n2026-11-01,\"a,1\n2026-11-02,b,2\n", 2, nil, "never closed"),
        ("date,rank,tag\n2026-11-01,1,\"a\n2026-11-02,2,b\n", 2, nil, "never closed"),
        ("date,song,rank\n2026-11-01,\"a\"b,1\n", 2, nil, "in the middle of a field"),
        ("date,tag,rank,Position\n2026-11-01,a,1,2\n", 1, nil, "tell the same"),
        ("date,song,hashtag,rank\n2026-11-01,a,b,1\n", 1, nil, "nothing tells what it lists"),
        ("date,name,rank\n2026-11-01,a,1\n", 1, nil, "nothing tells what it lists"),
        ("Time,Video title,Video link,Total likes\n9 July,a,b,1\n", 1, nil, "it is no board"),
        ("tag,rank\na,1\n", 2, nil, "nothing tells the day"),
    ])
    func `what is wrong in a table is told with its row and column`(
        text: String, row: Int, column: String?, message: String
    ) {
        let error = boardError(text)
        #expect(
            error?.kind == .unusable && error?.row == row && error?.column == column, "\(error as Any)")
        #expect(error?.message.contains(message) == true, "\(error as Any)")
    }

    @Test func `a board of the wrong kind is refused`() {
        let text = "date,hashtag_name,rank\n2026-11-01,a,1\n"
        #expect(boardError(text) { $0.kind = .sound }?.message.contains("a board of hashtags") == true)
        #expect(boardError(text) { $0.kind = .hashtag } == nil)
    }

    @Test func `what is no text, empty, or has no line is refused`() {
        for text in [
            "", "  \n\n", "\u{FEFF}", "date,tag,rank\n", "date,tag,rank\n\n\n", "{}", "[]", "{\"data\":[]}",
        ] {
            #expect(boardError(text)?.kind == .unusable, "\(text)")
        }
        let options = ChartOptions(today: today)
        for bytes: [UInt8] in [
            [0xFF, 0xFE, 0x64, 0, 0x61, 0], [0x89, 0x50, 0x4E, 0x47], [0x64, 0xC3, 0x28, 0x2C],
        ] {
            let error = #expect(throws: Failure.self) { try ChartReader(options).read(bytes, from: "x") }
            #expect(error?.message == "it is no text in UTF-8")
        }
    }

    // MARK: JSON

    private let songs = """
        {"code":0,"msg":"OK","data":{"pagination":{"page":1},"sound_list":[
          {"rank":1,"rank_diff":null,"rank_diff_type":4,"title":"Kopi","author":"Ana","song_id":"7304512345678901234",
           "clip_id":"7304512345678900000","country_code":"ID","duration":60,"if_cml":true,"promoted":false,
           "link":"https://www.tiktok.com/music/x-7304512345678900000",
           "trend":[{"time":1763856000,"value":0.5},{"time":1763942400,"value":1}]},
          {"rank":2,"rankDiff":0,"rankDiffType":2,"title":"Teh","author":"Budi","songId":7304512345678901235,
           "countryCode":"ID","ifCml":false,"trend":[]}]}}
        """

    @Test func `songs in Creative Center's shape are read, camelCase too`() throws {
        let read = try board(songs)
        let ranked = read.observations.filter { $0.rank != nil }
        #expect(ranked.map(\.item) == ["7304512345678900000", "7304512345678901235"])
        #expect(ranked.map(\.rank) == [1, 2] && ranked.map(\.isBusinessCleared) == [true, false])
        #expect(ranked.allSatisfy { $0.kind == .sound && $0.region == "ID" && $0.source == "tiktok" })
        #expect(ranked.allSatisfy { $0.day.text == "2025-11-24" })
        #expect(read.notes == ["the day, 2025-11-24, is that of the newest value in its series"])
    }

    @Test func `the series of an item stands on a board of its own, in millionths of its peak`() throws {
        let series = try board(songs).observations.filter { $0.rank == nil }
        #expect(series.map(\.count) == [500_000, 1_000_000])
        #expect(series.map(\.day.text) == ["2025-11-23", "2025-11-24"])
        #expect(series.allSatisfy { $0.source == "tiktok/interest" })
    }

    @Test func `hashtags and keywords in Creative Center's shape are read`() throws {
        let tags = try board(
            """
            {"data":{"list":[{"hashtag_id":"1","hashtag_name":"Kopi","country_info":{"id":"ID","value":"Indonesia","label":"x"},
            "industry_info":{"id":23,"value":"Food & Beverage"},"publish_cnt":1200,"video_views":"1.2M","rank":3,
            "rank_diff_type":2,"trend":[]}]}}
            """
        ) { $0.asOf = CalendarDay("2026-11-20") }.observations
        #expect(tags.count == 1 && tags[0].item == "kopi" && tags[0].region == "ID" && tags[0].rank == 3)
        #expect(
            tags[0].category == "food & beverage" && tags[0].count == 1_200_000
                && tags[0].day.text == "2026-11-20")
        let words = try board(
            "{\"data\":{\"keyword_list\":[{\"keyword\":\"Es Kopi\",\"post\":540,\"impression\":90000,\"ctr\":1.2}]}}"
        ) { $0.asOf = today }.observations
        #expect(words[0].kind == .keyword && words[0].item == "es kopi" && words[0].count == 90_000)
    }

    @Test func `without a day the board is refused, whatever the clock says`() {
        let error = boardError("{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":1}]}}")
        #expect(
            error?.message.contains("nothing tells the day") == true
                && error?.hint?.contains("--as-of") == true)
    }

    @Test(arguments: [
        "{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":1",
        "{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":NaN}]}}",
        "{\"code\":40101,\"msg\":\"no permission\"}", "{\"data\":{\"sound_list\":[]}}", "[1,2]",
        "[{\"x\":1}]",
        "{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":\"first\"}]}}",
        "{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":-1}]}}",
        "{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":1,\"trend\":[{\"time\":4000000000,\"value\":1}]}]}}",
        "{\"data\":{\"list\":[{\"hashtag_name\":\"a\",\"rank\":1,\"trend\":[{\"time\":1763856000,\"value\":7}]}]}}",
    ])
    func `JSON that is no board is refused`(text: String) {
        #expect(boardError(text) { $0.asOf = today }?.kind == .unusable)
    }

    // MARK: JSON Lines

    @Test func `lines of our own are read, several kinds in one file`() throws {
        let lines = try board(
            """
            {"kind":"sound","item":"7304","name":"Kopi","author":"Ana","region":"ID","category":"","source":"tiktok","day":"2026-11-20","rank":4,"isBusinessCleared":true}

            {"kind":"hashtag","item":"kopi","name":"kopi","author":"","region":"","category":"","source":"","day":"2026-11-20","count":5.5}
            """
        ).observations
        #expect(lines.map(\.kind) == [.sound, .hashtag] && lines.map(\.item) == ["7304", "kopi"])
        #expect(lines[0].isBusinessCleared == true && lines[0].rank == 4 && lines[1].count == 5.5)
    }

    @Test(arguments: [
        (
            "{\"kind\":\"sound\",\"name\":\"a\",\"day\":\"2026-11-20\",\"rank\":1}\n{\"kind\":\"sound\",\"na",
            2
        ),
        (
            "{\"kind\":\"sound\",\"name\":\"a\",\"day\":\"2026-11-20\",\"rank\":1}\n\n{\"kind\":\"film\",\"name\":\"a\"}",
            3
        ),
        ("{\"kind\":\"sound\",\"name\":\"a\",\"day\":\"2099-11-20\",\"rank\":1}", 1),
        ("{\"kind\":\"sound\",\"name\":\"a\",\"day\":\"2026-11-20\",\"rank\":1}\n[]\n", 2),
    ])
    func `a wrong line is told with its number`(text: String, row: Int) {
        let error = boardError(text)
        #expect(error?.kind == .unusable && error?.row == row, "\(error as Any)")
    }
}
