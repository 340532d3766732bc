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
        ("post,posted,views\na,2026-01-01,1\n", "1 posts are too few for a back-test", 65),
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

    @Test func `a split that leaves nothing is a mistake in the command`() throws {
        try writePosts()
        #expect(try learn("evaluate", "posts.csv", "--split", "1").code == 64)
        #expect(try learn("evaluate", "none.csv").code == 66)
    }

    /// Choices at random among four, one of which is the best.
    private func writeChoices(_ count: Int) throws {
        var text = "timestamp,item_id,position,click,propensity_score\n"
        for number in 0..<count {
            let item = (number * 7 + number / 4) % 4
            let isGood = item == 2 ? number % 3 != 0 : number % 11 == 0
            let minute = number % 60
            text +=
                "2026-01-\(10 + number / 1440) \(10 + number / 60 % 14):\(minute < 10 ? "0" : "")\(minute):00+00:00,"
            text += "\(item),1,\(isGood ? 1 : 0),0.25\n"
        }
        try scratch.write(text, as: "log.csv")
    }

    @Test func `a way to choose is judged by a log, or there is too little evidence`() throws {
        try writeChoices(1_600)
        let run = try learn(
            "evaluate", "log.csv", "--policy", "greedy", "--json", "--predictions", "rows.jsonl")
        let found = try #require(try run.objects().first, "\(run.errors)")
        #expect(found["schema"] as? String == "clipfit.learn-policy/1")
        #expect(found["verdict"] as? String == "better" && found["tested"] as? Int == 480)
        let rows = String(decoding: try scratch.contents(of: "rows.jsonl"), as: UTF8.self).split(
            separator: "\n")
        #expect(rows.count == 480 && rows.allSatisfy { $0.contains("\"target\":") })
        try writeChoices(60)
        #expect(
            try learn("evaluate", "log.csv", "--policy", "greedy").output.hasPrefix(
                "greedy: too little evidence"))
        #expect(try learn("evaluate", "log.csv", "--policy", "best").code == 64)
        #expect(try learn("evaluate").code == 64)
    }

    @Test(arguments: [
        ("action,reward\n1,0\n", "row 1: there is no column 'propensity'"),
        (
            "action,reward,propensity\n1,0,0\n",
            "row 2, column propensity: what was chosen has a probability above 0"
        ),
        (
            "action,reward,propensity\n1,0,1.5\n",
            "row 2, column propensity: '1.5' is no number that it can be"
        ),
        ("action,reward,propensity\n1,nan,1\n", "row 2, column reward: 'nan' is no number that it can be"),
        ("action,reward,propensity,position\n1,0,1,0\n", "row 2, column position: '0' is no place from 1 on"),
        ("action,reward,propensity\n1,0,1\n1,0\n", "row 3: 2 fields, and the header has 3"),
        ("action,reward,propensity\n1,0,1\n", "1 choices with a result are too few"),
    ])
    func `wrong choices are told with their place`(text: String, message: String) throws {
        try scratch.write(text, as: "bad.csv")
        let run = try learn("evaluate", "bad.csv", "--policy", "random")
        #expect(
            run.code == 65 && run.errors.hasPrefix("clipfit: error: could not evaluate bad.csv: \(message)"),
            "\(run.errors)")
    }
}
