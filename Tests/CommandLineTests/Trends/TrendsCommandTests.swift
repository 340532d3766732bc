import Foundation
import GRDB
import Testing

/// `clipfit trends`, with a library that lies in the scratch folder.
@Suite struct TrendsCommandTests {
    private let scratch: Scratch
    private let library: String

    init() throws {
        scratch = try Scratch()
        library = "\(scratch.path)/data/clipfit/library.sqlite"
    }

    private func trends(_ words: String...) throws -> Outcome { try scratch.runAtHome(["trends"] + words) }

    /// The day so many days ago, in UTC.
    private func day(_ ago: Int) -> String {
        String(
            ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -86_400 * Double(ago))).prefix(10))
    }

    private func writeBoard() throws {
        var rows = "date,rank,title,artist,if_cml\n"
        for ago in [21, 14, 7, 0] {
            rows += "\(day(ago)),1,Kopi Pagi,clipfit,true\n\(day(ago)),2,Elsewhere,Somebody,false\n"
        }
        try scratch.write(rows, as: "songs.csv")
    }

    @Test func `import and list speak Indonesian, and a region without charts is refused`() throws {
        try writeBoard()
        let read = try trends("import", "songs.csv", "--lang", "id", "--region", "ID")
        #expect(read.output.contains("songs.csv: lagu dari \(day(21)) sampai \(day(0))"), "\(read.output)")
        let run = try trends("list", "--region", "IR")
        #expect(run.code == 64 && run.errors.contains("'ID'"), "\(run.errors)")
    }

    @Test func `boards are imported once, and corrected by a second import`() throws {
        try writeBoard()
        let first = try #require(
            try trends("import", "songs.csv", "--region", "ID", "--json").objects().first)
        #expect(first["schema"] as? String == "clipfit.trends-import/1" && first["added"] as? Int == 8)
        #expect(first["from"] as? String == day(21) && first["to"] as? String == day(0))
        let again = try trends("import", "songs.csv", "--region", "ID")
        #expect(again.output.hasSuffix("0 new, 0 changed, 8 known\n"))
    }

    @Test func `the list tells level and age, and what is still to be obtained`() throws {
        try writeBoard()
        _ = try trends("import", "songs.csv", "--region", "ID", "--source", "tiktok")
        let list = try trends("list", "--region", "id", "--kind", "sound", "--json").objects()
        #expect(list.map { $0["name"] as? String } == ["Kopi Pagi", "Elsewhere"])
        #expect(list.map { $0["track"] as? String } == ["kopi-pagi", nil])
        #expect(list.map { $0["businessCleared"] as? Bool } == [true, false])
        for one in list {
            #expect(one["schema"] as? String == "clipfit.trend/1" && one["asOf"] as? String == day(0))
            #expect(one["expired"] as? Bool == false && (one["age"] as? Int).map { $0 <= 1 } == true)
        }
        #expect(try #require(list[0]["level"] as? Double) > #require(list[1]["level"] as? Double))
        let text = try trends("list").output
        #expect(text.contains("songs, tiktok, ID, ranks:") && text.contains("in the library: kopi-pagi"))
        #expect(text.contains("to obtain, not cleared for business"))
        #expect(try trends("list", "--region", "MY", "--json").output.isEmpty)
    }

    @Test func `an old board is told as expired, and expire forgets it`() throws {
        try scratch.write("date,tag,views\n2022-03-24,old,12K\n\(day(0)),new,15K\n", as: "tags.csv")
        _ = try trends("import", "tags.csv")
        #expect(
            try trends("list", "--json").objects().contains {
                $0["item"] as? String == "old" && $0["expired"] as? Bool == true
            })
        #expect(
            try trends("expire", "--before", "2023-01-01").output == "forgot 1 line from before 2023-01-01\n"
        )
        #expect(try trends("list", "--json").objects().map { $0["item"] as? String } == ["new"])
    }

    @Test func `looking at an empty library makes none`() throws {
        let list = try trends("list")
        #expect(list.code == 0 && list.errors.contains("there are no boards yet"))
        #expect(try trends("expire", "--before", "2026-01-01").code == 0)
        #expect(scratch.names.isEmpty)
    }

    @Test func `standard input is read too`() throws {
        try writeBoard()
        let words = ["-c", "cat songs.csv | XDG_DATA_HOME=\"$PWD/data\" '\(clipfit)' trends import -"]
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/bin/sh").wait()
        #expect(run.code == 0 && run.output.hasPrefix("-: songs of"), "\(run.errors)")
    }

    // MARK: Bad input

    @Test(arguments: [
        ("date,tag,views\n2026-01-01,a,12\n2026-01-02,b", "row 3", 65),
        ("date,tag,views\n2026-01-01,a,NaN\n", "row 2, column 3 (views): 'NaN' is no count", 65),
        ("date,tag,views\n2199-01-01,a,1\n", "row 2, column 1 (date): 2199-01-01 is in the future", 65),
        ("Time,Video title,Total likes\n9 July,a,1\n", "row 1: it is no board", 65),
        ("{\"data\":{\"sound_list\":[{\"rank\":1,\"title\":\"a\"", "it is no JSON", 65),
    ])
    func `a wrong board is told with its place, and nothing of it is imported`(
        text: String, message: String, code: Int32
    ) throws {
        try scratch.write("date,tag,views\n2026-01-01,known,5\n", as: "good.csv")
        _ = try trends("import", "good.csv")
        try scratch.write(text, as: "bad.csv")
        let run = try trends("import", "bad.csv")
        #expect(
            run.code == code && run.errors.hasPrefix("clipfit: error: could not import bad.csv: \(message)"),
            "\(run.errors)")
        let error = try #require(try trends("import", "--json", "bad.csv").errorObjects().first)
        #expect(error["schema"] as? String == "clipfit.error/1" && error["exit"] as? Int == Int(code))
        #expect(try trends("list", "--json").objects().map { $0["item"] as? String } == ["known"])
    }

    @Test func `a wrong file does not stop the others`() throws {
        try writeBoard()
        #expect(try trends("import", "none.csv", "songs.csv").code == 66)
        #expect(try trends("list", "--json").objects().count == 2)
        #expect(try trends("import", "none.csv", "other.csv").code == 1)
        #expect(try trends("import", "songs.csv", "--kind", "hashtag").code == 65)
        #expect(try trends("import", "songs.csv", "--as-of", "2199-01-01").code == 64)
    }

    @Test func `a locked library is worth another try, and can be read meanwhile`() throws {
        try writeBoard()
        _ = try trends("import", "songs.csv")
        let queue = try DatabaseQueue(path: library)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let run = try trends("import", "songs.csv", "--region", "ID")
            #expect(run.code == 75 && run.errors.contains("another program is writing into it"))
            #expect(try trends("list", "--json").objects().count == 2)
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try trends("import", "songs.csv", "--region", "ID").code == 0)
    }

    @Test func `a newer version's library is refused and left alone`() throws {
        try writeBoard()
        _ = try trends("import", "songs.csv")
        try DatabaseQueue(path: library).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999')")
        }
        for words in [["trends", "list"], ["trends", "import", "songs.csv"], ["music", "list"]] {
            let run = try scratch.runAtHome(words)
            #expect(run.code == 65 && run.errors.contains("a newer version of clipfit made it"))
        }
    }

    @Test func `a damaged library is refused with what to do, and left alone`() throws {
        try writeBoard()
        _ = try trends("import", "songs.csv")
        let text = String(repeating: "this is no database\n", count: 400)
        try scratch.write(text, as: "data/clipfit/library.sqlite")
        for words in [["trends", "list"], ["trends", "import", "songs.csv"], ["music", "list"]] {
            let run = try scratch.runAtHome(words)
            #expect(run.code == 65 && run.errors.contains("hint: it is left as it is"), "\(run.errors)")
        }
        #expect(try scratch.contents(of: "data/clipfit/library.sqlite") == Data(text.utf8))
    }

    @Test func `a history is evaluated, and one that is too short is refused`() throws {
        try scratch.write("date,rank,song\n2026-01-01,1,a\n2026-01-01,2,b\n", as: "day.csv")
        let short = try trends("evaluate", "day.csv")
        #expect(short.code == 65 && short.errors.contains("its history is too short"))
        var rows = "date,rank,song,artist\n"
        for week in 0..<60 {
            for rank in 1...20 {
                rows += "\(day(430 - 7 * week)),\(rank),Song \((rank * 7 + week * (rank % 3)) % 31),A\n"
            }
        }
        try scratch.write(rows, as: "history.csv")
        let run = try trends("evaluate", "history.csv", "--json")
        let result = try #require(try run.objects().first, "\(run.errors)")
        #expect(result["schema"] as? String == "clipfit.trends-evaluation/1" && result["boards"] as? Int == 1)
        #expect(result["growthSpearman"] is NSNull && (result["weeks"] as? Int).map { $0 > 10 } == true)
        for key in ["ndcgAt10", "precisionAt10Climbers"] {
            #expect((0...1).contains(try #require(result[key] as? Double)))
        }
        #expect(scratch.names == ["day.csv", "history.csv"])
    }
}
