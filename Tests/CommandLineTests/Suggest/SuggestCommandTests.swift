import Foundation
import Testing

/// `clipfit suggest`, and `trim --music auto --look auto`, with a library that lies in the scratch folder.
@Suite struct SuggestCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "kopi-sore.mp4")
    }

    private func run(_ line: String) throws -> Outcome {
        try scratch.runAtHome(line.split(separator: " ").map(String.init))
    }

    /// The names in the folder but for the user's data and caches.
    private var names: [String] { scratch.names.filter { !["data", "cache"].contains($0) } }

    private func reasons(_ item: [String: Any]) throws -> [[String: Any]] {
        try #require(item["reasons"] as? [[String: Any]])
    }

    @Test func `a new machine has music, looks and hashtags to suggest, and says that it has no trends`()
        throws
    {
        let told = try run("suggest kopi-sore.mp4 -Z kopi-senja --json")
        try #require(told.code == 0, "\(told.errors)")
        let advice = try told.objects()[0]
        #expect(advice["schema"] as? String == "clipfit.suggest/1")
        for kind in ["music", "looks"] {
            let items = try #require(advice[kind] as? [[String: Any]])
            let first = try #require(items.first)
            let sum = try reasons(first).reduce(0) { $0 + ($1["effect"] as? Double ?? .nan) }
            #expect(abs(sum - (first["score"] as? Double ?? .nan)) < 1e-9)
        }
        let looks = try #require(advice["looks"] as? [[String: Any]])
        #expect(looks.map { $0["id"] as? String } == ["warm-cafe"])
        let tags = try #require(advice["hashtags"] as? [[String: Any]]).map { $0["id"] as? String }
        #expect(Set(["kopi", "ngopi", "kopisusu", "jogja"]).isSubset(of: Set(tags)))
        #expect((advice["notes"] as? [String])?.contains { $0.contains("no trend data") } == true)
        #expect(names == ["kopi-sore.mp4"])
        #expect(try run("suggest kopi-sore.mp4 -Z kopi-senja --json").output == told.output)
    }

    @Test func `each hashtag says why, in the user's language and word`() throws {
        let told = try run("suggest kopi-sore.mp4 --about sate-babi --lang id")
        #expect(
            told.output.contains("#sate #pecintasate: tentang sate babi, seperti klipnya"), "\(told.output)")
        let own = try run("suggest kopi-sore.mp4 -Z kopi-senja --lang en")
        #expect(
            !own.output.contains("tentang") && own.output.contains("on every post of the brand"),
            "\(own.output)")
        let harm = try run("suggest kopi-sore.mp4 --about kekerasan --lang id")
        #expect(harm.output.contains("tidak ada tagar tentang klip"), "\(harm.output)")
    }

    @Test func `a post has a caption file, though there may be little to say`() throws {
        try scratch.add(.batik, as: "x.mp4")
        let made = try run("trim x.mp4 -s 0 -d 1 --look auto --size 90x160 --speed ultrafast -o out.mp4")
        try #require(made.code == 0, "\(made.errors)")
        #expect(names == ["kopi-sore.mp4", "out.caption.txt", "out.mp4", "out.post.json", "x.mp4"])
    }

    private func hashtags(_ arguments: [String]) throws -> [String] {
        let told = try scratch.runAtHome(["suggest", "--json", "--top", "1"] + arguments)
        try #require(told.code == 0, "\(told.errors)")
        let items = try #require(try told.objects()[0]["hashtags"] as? [[String: Any]])
        return items.compactMap { $0["id"] as? String }
    }

    @Test func `hashtags and caption follow the description, the note beside the clip, or the name`() throws {
        try scratch.add(.batik, as: "IMG_0001.mp4")
        // Its title says what it is; a cut has no title.
        #expect(try hashtags(["IMG_0001.mp4"]).contains("batik"))
        #expect(
            try scratch.runAtHome(["trim", "IMG_0001.mp4", "-s", "0", "-d", "4", "-o", "IMG_0002.mp4"]).code
                == 0)
        #expect(try hashtags(["IMG_0002.mp4"]) == [])
        try scratch.write(
            "1\n00:00:00,000 --> 00:00:01,000\nKopi panas\n\n2\n00:00:02,000 --> 00:00:03,000\nkopi dingin\n",
            as: "IMG_0002.id.srt")
        #expect(try hashtags(["IMG_0002.mp4"]).contains("kopi"))
        #expect(try hashtags(["kopi-sore.mp4"]).contains("kopi"))
        let cockatoo = try hashtags(["IMG_0001.mp4", "--about", "A cockatoo dances to rock music"])
        #expect(cockatoo.contains("cockatoo") && cockatoo.contains("birdsoftiktok") && cockatoo.count == 5)
        try scratch.write("Kucing oren rebutan ikan di Bandung", as: "IMG_0001.txt")
        #expect(try hashtags(["IMG_0001.mp4"]).contains("kucing"))
        #expect(try hashtags(["IMG_0001.mp4", "--about", "pancakes"]).contains("pancake"))
        let made = try scratch.runAtHome([
            "trim", "IMG_0001.mp4", "-s", "0", "-d", "4", "--for", "tiktok", "--about", "Es kopi susu #ngopi",
            "--speed", "ultrafast", "-o", "post.mp4",
        ])
        try #require(made.code == 0, "\(made.errors)")
        let caption = String(decoding: try scratch.contents(of: "post.caption.txt"), as: UTF8.self)
        #expect(caption.hasPrefix("Es kopi susu\n\n#") && caption.contains("#ngopi"), "\(caption)")
        #expect(caption.contains("#kopisusu"))
    }

    @Test func `descriptions that cannot be used are refused clearly`() throws {
        for about in ["", "  \n", String(repeating: "kopi ", count: 2000)] {
            let told = try scratch.runAtHome(["suggest", "kopi-sore.mp4", "--about", about])
            #expect(told.code == 64 && told.errors.contains("--about"))
        }
        let emoji = try scratch.runAtHome(["suggest", "kopi-sore.mp4", "--about", "🎉🔥"])
        #expect(emoji.code == 0, "\(emoji.errors)")
        try scratch.write([0x89, 0x50, 0, 1, 2], as: Array("kopi-sore.txt".utf8))
        let note = try run("suggest kopi-sore.mp4")
        #expect(
            note.code == 65 && note.errors.contains("kopi-sore.txt") && note.errors.contains("not a text"))
    }

    @Test func `reasons are sentences in the user's language, numbers are for -v`() throws {
        let told = try run("suggest kopi-sore.mp4 -Z kopi-senja --lang id")
        try #require(told.code == 0, "\(told.errors)")
        #expect(told.output.contains("klip") && !told.output.contains("clip "))
        #expect(!told.output.contains(" 0."))
        #expect(try run("suggest kopi-sore.mp4 -Z kopi-senja -v").output.contains("0."))
    }

    @Test func `what is suggested is rendered, with the post's text and facts beside it`() throws {
        let made = try run(
            "trim kopi-sore.mp4 -l 3 -Z kopi-senja --for tiktok --music auto --speed ultrafast --cover 1 -o post.mp4 --json"
        )
        try #require(made.code == 0, "\(made.errors)")
        #expect(
            names == [
                "kopi-sore.mp4", "post.caption.txt", "post.cover.jpg", "post.mp4", "post.post.json",
            ])
        let caption = String(decoding: try scratch.contents(of: "post.caption.txt"), as: UTF8.self)
        #expect(caption.contains("#kopi"))
        #expect(caption.contains("Konten milik sendiri"))
        let post = try #require(
            try JSONSerialization.jsonObject(with: scratch.contents(of: "post.post.json")) as? [String: Any])
        #expect(post["schema"] as? String == "clipfit.post/1")
        #expect(post["brand"] as? String == "kopi-senja")
        #expect(post["platforms"] as? [String] == ["tiktok"])
        let fields = try #require((post["tiktok"] as? [String: Any])?["post_info"] as? [String: Any])
        #expect(fields["title"] as? String == post["caption"] as? String)
        #expect(fields["privacy_level"] as? String == "SELF_ONLY")
        #expect(fields["brand_organic_toggle"] as? Bool == true)
        #expect(fields["brand_content_toggle"] as? Bool == false)
        // Nobody knows whether a model made it: nothing is said.
        #expect(fields["is_aigc"] == nil && post["aiGenerated"] == nil)
        #expect(fields["video_cover_timestamp_ms"] as? Int == 1000)
        let music = try #require(post["music"] as? [String: Any])
        #expect(["kopi-pagi", "hujan-sore"].contains(music["id"] as? String))
        #expect(post["licence"] as? String == "cc0")
    }

    @Test func `what was used lately counts less`() throws {
        func freshness(_ id: String) throws -> Double {
            let advice = try run("suggest kopi-sore.mp4 --json").objects()[0]
            let music = try #require(advice["music"] as? [[String: Any]])
            let item = try #require(music.first { $0["id"] as? String == id })
            return try #require(
                try reasons(item).first { $0["factor"] as? String == "freshness" }?["effect"] as? Double)
        }
        let before = try freshness("kopi-pagi")
        let made = try run("trim kopi-sore.mp4 --pick start -l 1 --music kopi-pagi -o post.mp4")
        try #require(made.code == 0, "\(made.errors)")
        #expect(try freshness("kopi-pagi") < before)
        #expect(try freshness("pasar-malam") == before)
    }

    @Test func `a caption that is there already is not replaced, and nothing is rendered`() throws {
        try scratch.write("mine", as: "post.caption.txt")
        let made = try run("trim kopi-sore.mp4 --pick start -l 1 --music auto -o post.mp4")
        #expect(made.code == 73)
        #expect(names == ["kopi-sore.mp4", "post.caption.txt"])
        #expect(try scratch.contents(of: "post.caption.txt") == Data("mine".utf8))
    }

    @Test(arguments: ["personal-only", "unknown", "cc-by-nc"])
    func `a business may not use what its licence does not allow`(licence: String) throws {
        let song = Sample.kopi.url.deletingLastPathComponent().appendingPathComponent(
            "../music/kopi-pagi-92bpm.m4a")
        try scratch.write([UInt8](Data(contentsOf: song)), as: Array("song.m4a".utf8))
        let added = try run("music add song.m4a --licence \(licence)")
        try #require(added.code == 0, "\(added.errors)")
        let made = try run("trim kopi-sore.mp4 --pick start -l 1 -Z kopi-senja --music song -o post.mp4")
        #expect(made.code == 77)
        #expect(made.errors.contains("may not be used"))
        #expect(!scratch.names.contains("post.mp4"))
        let advice = try run("suggest kopi-sore.mp4 -Z kopi-senja --json").objects()[0]
        let refused = try #require(advice["refused"] as? [[String: Any]]).map { $0["id"] as? String }
        #expect(refused.contains("song"))
        let music = try #require(advice["music"] as? [[String: Any]]).map { $0["id"] as? String }
        #expect(!music.contains("song"))
    }

    @Test func `a stored plan carries its music, look and words`() throws {
        let plan = try run(
            "trim kopi-sore.mp4 --pick start -l 1 --aspect 1:1 --music auto --look auto --dry-run --json -o post.mp4"
        )
        try #require(plan.code == 0, "\(plan.errors)")
        try scratch.write(plan.output, as: "plan.json")
        let made = try run("render plan.json --json")
        try #require(made.code == 0, "\(made.errors)")
        #expect(scratch.names.contains("post.post.json"))
        let post = try #require(try made.objects()[0]["post"] as? [String: Any])
        #expect(post["look"] != nil && post["music"] != nil)
    }

    @Test func `a batch chooses for each clip, in their order and only once, and says what to post`() throws {
        try scratch.makeFolder("in")
        for name in ["a", "b"] { try scratch.add(.batik, as: "in/\(name).mp4") }
        let words = "batch in --pick start -l 1 --aspect 1:1 --speed ultrafast --music auto --look auto"
        let plans = try ["1", "2"].map { try run("\(words) -o out --jobs \($0) --dry-run --json") }
        try #require(plans[0].code == 0, "\(plans[0].errors)")
        #expect(plans[0].output == plans[1].output && names == ["in", "kopi-sore.mp4"])
        let made = try run("\(words) -o out --json")
        try #require(made.code == 0, "\(made.errors)")
        let post = try #require(
            JSONSerialization.jsonObject(with: scratch.contents(of: "out/b-1s.post.json")) as? [String: Any])
        let planned = try #require(try plans[0].objects()[1]["post"] as? [String: Any])
        for kind in ["music", "look"] {
            let ids = [post, planned].map { ($0[kind] as? [String: Any])?["id"] as? String }
            #expect(ids[0] != nil && ids[0] == ids[1])
        }
        let again = try run("\(words) -o out --json")
        #expect(try again.objects().dropLast().map { $0["status"] as? String } == ["skipped", "skipped"])
    }

    @Test(arguments: [
        ("suggest missing.mp4", 66), ("suggest kopi-sore.mp4 --top 0", 64),
        ("suggest kopi-sore.mp4 --for nowhere", 64),
        ("suggest kopi-sore.mp4 --sheet looks.jpg", 64),
        ("trim kopi-sore.mp4 -l 1 --music no-such-piece", 64),
    ])
    func `what cannot be is told`(line: String, code: Int32) throws {
        let told = try run(line)
        #expect(told.code == code)
        #expect(told.errors.contains("error"))
    }
}
