import Foundation
import Testing

/// `clipfit learn`, as a user types it.
@Suite struct LearnCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func learn(_ words: String...) throws -> Outcome { try scratch.runAtHome(["learn"] + words) }

    /// Posts of 100 days whose sound alone decides how they are liked.
    private func writePosts() throws {
        var text = "\u{FEFF}views,POST,posted,likes,music,hashtags,unknown\n"
        for number in 0..<300 {
            let day = 1 + number / 4 % 28
            let month = 1 + number / 112
            text += "9800,p\(number),2026-0\(month)-\(day < 10 ? "0" : "")\(day) 0\(number % 4):00:00+00:00,"
            text += "\([80, 480, 980, 1980][number % 4]).0,s\(number % 4),\"#Kopi, pagi fyp\",x\n"
        }
        try scratch.write(text, as: "posts.csv")
    }

    @Test func `a back-test tells its figures, and writes what it expected`() throws {
        try writePosts()
        let run = try learn("evaluate", "posts.csv", "--json", "--seed", "3", "--predictions", "out.jsonl")
        let result = try #require(try run.objects().first, "\(run.errors)")
        #expect(result["schema"] as? String == "clipfit.learn-evaluation/1")
        #expect(result["posts"] as? Int == 300 && result["trained"] as? Int == 210)
        #expect(result["tested"] as? Int == 90)
        #expect(try #require(result["spearman"] as? Double) > 0.9)
        let hashtags = try #require(result["hashtags"] as? [String: Any])
        #expect(hashtags["tested"] as? Int == 90 && hashtags["recallAt5"] as? Double == 1)
        let lines = String(decoding: try scratch.contents(of: "out.jsonl"), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 90 && lines.allSatisfy { $0.contains("\"hiddenTag\":\"") })
        #expect(try learn("evaluate", "posts.csv", "--predictions", "out.jsonl").code == 73)
        #expect(scratch.names.sorted() == ["out.jsonl", "posts.csv"])
    }

    @Test(arguments: [
        ("post,posted\na,2026-01-01\n", "row 1: there is no column 'views'", 65),
        ("post,posted,views\na,2026-01-01,nan\n", "row 2, column 3 (views): 'nan' is no count", 65),
        ("post,posted,views\na,2026-01-01,-1\n", "row 2, column 3 (views): '-1' is no count", 65),
        ("post,posted,views\na,9 July,1\n", "row 2, column 2 (posted): '9 July' is no time", 65),
        ("post,posted,views\na,2026-01-01,1\na,2026-01-01,1\n", "row 3: the post 'a' stands there twice", 65),
        ("post,posted,views\na,2026-01-01,1\nb,2026", "row 3: 2 fields, and the header has 3", 65),
        ("post,posted,views\na,2026-01-01,1\n", "1 post is too few for a back-test", 65),
        ("", "it is empty", 65),
    ])
    func `wrong posts are told with their place`(text: String, message: String, code: Int32) throws {
        try scratch.write(text, as: "bad.csv")
        let run = try learn("evaluate", "bad.csv")
        #expect(
            run.code == code
                && run.errors.hasPrefix("clipfit: error: could not evaluate bad.csv: \(message)"),
            "\(run.errors)")
    }

    @Test func `a brand that no post has is refused with the nearest one, and a new one like it is noted`()
        throws
    {
        try writePosts()
        #expect(try learn("import", "posts.csv", "--brand", "kopi-senja").code == 0)
        for words in [
            ["explain", "--tag", "kopi", "--brand", "kopi-sneja"], ["forget", "--brand", "kopi-sneja"],
            ["assign", "--brand", "kopi-sneja", "--to", "x"],
        ] {
            let run = try scratch.runAtHome(["learn"] + words)
            #expect(run.code == 65 && run.errors.contains("did you mean 'kopi-senja'?"), "\(run.errors)")
        }
        let other = try learn("import", "posts.csv", "--brand", "kopi-sneja", "--lang", "id")
        #expect(other.errors.contains("merek 'kopi-sneja' baru: maksudnya 'kopi-senja'?"), "\(other.errors)")
        #expect(
            other.errors.contains("tersimpan untuk merek lain (misalnya 'kopi-senja')"), "\(other.errors)")
        let tag = try learn("explain", "--tag", "kopii")
        #expect(
            tag.code == 0 && tag.errors.contains("no post has 'kopii'; did you mean 'kopi'?"), "\(tag.errors)"
        )
        #expect(try learn("explain", "--tag", "kopi", "--category", "fodo").code == 64)
        #expect(
            try learn("status", "--lang", "id").output.hasPrefix(
                "kopi-senja: 300 kiriman, 2026-01-01 sampai "))
    }

    @Test func `a split that leaves nothing is a mistake in the command`() throws {
        try writePosts()
        #expect(try learn("evaluate", "posts.csv", "--split", "1").code == 64)
        #expect(try learn("evaluate", "none.csv").code == 66)
    }
}
