import Foundation
import GRDB
import Testing

/// Posts that were imported change what is suggested, and what was suggested is remembered.
@Suite struct LearnedAdviceTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
    }

    private func run(_ line: String) throws -> Outcome {
        try scratch.runAtHome(line.split(separator: " ").map(String.init))
    }

    /// 40 posts of the brand, of two pieces that are built in: `hujan-sore` does far better.
    private func importPosts() throws {
        var text = "post,posted,scraped,views,likes,comments,music,hashtags\n"
        for number in 0..<40 {
            let day = number % 28 + 1
            let month = number < 28 ? 1 : 2
            let isRain = number % 2 == 0
            text +=
                "p\(number),2026-0\(month)-\(day < 10 ? "0" : "")\(day)T05:00:00Z,2026-04-01T00:00:00Z,9800,"
            text += "\(isRain ? 1_980 : 280),0,\(isRain ? "hujan-sore" : "kopi-pagi"),kopi ngopisore\n"
        }
        try scratch.write(text, as: "posts.csv")
        let run = try run("learn import posts.csv --brand kopi-senja")
        try #require(run.code == 0, "\(run.errors)")
    }

    private func music(_ line: String) throws -> [[String: Any]] {
        let told = try run(line)
        try #require(told.code == 0, "\(told.errors)")
        return try #require(try told.objects()[0]["music"] as? [[String: Any]])
    }

    private func database() throws -> DatabaseQueue {
        try DatabaseQueue(path: scratch.path + "/data/clipfit/library.sqlite")
    }

    @Test func `what the brand's posts say joins the score, with how many they are`() throws {
        try importPosts()
        let told = try run("suggest clip.mp4 -Z kopi-senja --about ngopi-sore --no-explore --json")
        try #require(told.code == 0, "\(told.errors)")
        let advice = try told.objects()[0]
        #expect(advice["evidence"] as? String == "good" && advice["policy"] as? String == "greedy")
        let music = try #require(advice["music"] as? [[String: Any]])
        let first = try #require(music.first)
        #expect(first["id"] as? String == "hujan-sore" && first["probability"] as? Double == 1)
        let reasons = try #require(first["reasons"] as? [[String: Any]])
        let sum = reasons.reduce(0) { $0 + ($1["effect"] as? Double ?? .nan) }
        #expect((sum - (first["score"] as? Double ?? .nan)).magnitude < 1e-9)
        let notes = reasons.filter { $0["factor"] as? String == "learned" }.compactMap {
            $0["note"] as? String
        }
        #expect(notes.contains { $0.hasPrefix("brand × sound +") && $0.hasSuffix("(20 of your posts)") })
        let tags = try #require(advice["hashtags"] as? [[String: Any]])
        let learned = tags.flatMap { $0["reasons"] as? [[String: Any]] ?? [] }.filter {
            $0["factor"] as? String == "learned" && $0["effect"] as? Double ?? 0 > 0
        }
        #expect(!learned.isEmpty)
    }

    @Test func `draws are of the seed and the clip, and are told with their probability`() throws {
        try importPosts()
        let line = "suggest clip.mp4 -Z kopi-senja --json --seed 5"
        let music = try music(line)
        #expect(try music.map { $0["score"] as? Double } == self.music(line).map { $0["score"] as? Double })
        let chances = music.compactMap { $0["probability"] as? Double }
        #expect(chances.count == music.count && chances.allSatisfy { $0 > 0 && $0 <= 1 })
        let reasons = try #require(music.first?["reasons"] as? [[String: Any]])
        #expect(reasons.contains { $0["factor"] as? String == "exploration" })
    }

    @Test func `suggestions are remembered, and the render marks what it took up`() throws {
        try importPosts()
        let made = try run(
            "trim clip.mp4 -l 3 -Z kopi-senja --music auto --no-explore --speed ultrafast -o post.mp4")
        try #require(made.code == 0, "\(made.errors)")
        let rows = try database().read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM suggestion WHERE kind = 'music' ORDER BY id")
        }
        let first = try #require(rows.first)
        #expect(first["item_id"] as String == "hujan-sore")
        #expect(first["policy"] as String == "greedy")
        #expect(first["rank"] as Int == 1)
        #expect(first["probability"] as Double == 1)
        #expect(first["accepted"] as Bool? == true)
        #expect((first["render_id"] as Int64?) != nil)
        let others = rows.dropFirst().map { $0["accepted"] as Bool? }
        #expect(others.allSatisfy { $0 == nil })
        let planned = try run("trim clip.mp4 -l 3 -Z kopi-senja --music auto --dry-run")
        #expect(planned.code == 0)
        let count = try database().read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM suggestion WHERE kind = 'music'")
        }
        #expect(count == rows.count)
    }

    @Test func `what was learnt of a post, a sound and a hashtag is told with its interval`() throws {
        #expect(try run("learn explain --tag kopi").code == 65)
        try importPosts()
        let post = try run("learn explain p0 --json")
        let found = try #require(try post.objects().first, "\(post.errors)")
        #expect(found["schema"] as? String == "clipfit.learn-explain/1" && found["posts"] as? Int == 40)
        let terms = try #require(found["terms"] as? [[String: Any]])
        let sum = terms.reduce(found["mean"] as? Double ?? .nan) { $0 + ($1["effect"] as? Double ?? .nan) }
        #expect((sum - (found["expected"] as? Double ?? .nan)).magnitude < 1e-9)
        #expect(found["actual"] is Double)
        let sound = try run("learn explain --sound hujan-sore --brand kopi-senja -v")
        #expect(sound.output.contains("creator item: kopi-senja × music × hujan-sore"))
        #expect(sound.output.contains("20 posts"))
        let plain = try run("learn explain --sound hujan-sore --brand kopi-senja").output
        #expect(plain.contains("engagement per view (20 posts, likely between"), "\(plain)")
        #expect(try run("learn explain --tag kopi --json").objects()[0]["kind"] as? String == "hashtag")
        #expect(try run("learn explain nowhere").code == 65)
        #expect(try run("learn explain p0 --tag kopi").code == 64)
    }
}
