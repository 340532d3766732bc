import Foundation
import Testing

/// `trim --variants` and `learn experiment`, as a user types them.
@Suite struct ExperimentCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "kopi-sore.mp4")
    }

    private func run(_ words: String) throws -> Outcome {
        try scratch.runAtHome(words.split(separator: " ").map(String.init))
    }

    private func post(_ name: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: scratch.contents(of: name + ".post.json"))
                as? [String: Any])
    }

    /// Posts of renders, with likes of 10,000 views; measured when figures are final.
    private func importPosts(_ posts: [(render: Any?, likes: Int)]) throws {
        let rows = posts.enumerated().map { number, post in
            "p\(number),2026-09-05T02:20Z,2026-09-20,10000,\(post.likes),\(post.render ?? "")\n"
        }
        try scratch.write("post,posted,scraped,views,likes,render\n" + rows.joined(), as: "posts.csv")
        let told = try run("learn import posts.csv --brand kopi")
        try #require(told.code == 0, "\(told.errors)")
    }

    @Test func `variants differ in one thing, and an import tells the best`() throws {
        let made = try run(
            "trim kopi-sore.mp4 -l 3 --variants look:warm-cafe,none --speed ultrafast --json")
        try #require(made.code == 0, "\(made.errors)")
        let names = ["kopi-sore-3s-warm-cafe", "kopi-sore-3s-none"]
        #expect(Set(scratch.names).isSuperset(of: names.map { $0 + ".mp4" }))
        #expect(try made.objects().map { $0["window"] as? [String: Double] }.count == 2)
        let posts = try names.map(post)
        let experiments = try posts.map { try #require($0["experiment"] as? [String: String]) }
        let id = try #require(experiments[0]["id"])
        #expect(experiments[1]["id"] == id && id.count == 8)
        #expect(experiments.map { $0["variant"] } == ["warm-cafe", "none"])
        #expect(posts[0]["start"] as? Double == posts[1]["start"] as? Double)
        #expect(posts[0]["caption"] as? String == posts[1]["caption"] as? String)

        let early = try run("learn experiment \(id)")
        #expect(early.code == 65 && early.errors.contains("no post of the experiment has figures yet"))
        let unknown = try run("learn experiment 00000000")
        #expect(unknown.code == 65 && unknown.errors.contains(id), "\(unknown.errors)")

        try importPosts([(posts[0]["id"], 900), (nil, 100)])
        #expect(try run("learn experiment \(id)").output.contains("no post counts for none"))
        #expect(try run("learn experiment \(id) --post cold=p1").code == 64)
        #expect(try run("learn experiment \(id) --post none=p9").code == 65)
        let told = try run("learn experiment \(id) --post none=p1 --json")
        let result = try #require(try told.objects().first, "\(told.errors)")
        #expect(result["schema"] as? String == "clipfit.learn-experiment/1")
        #expect(result["winner"] as? String == "warm-cafe" && result["kind"] as? String == "look")
        #expect(try run("learn experiment \(id)").output.contains("warm-cafe wins: about"))
        // The model knows the look from now on.
        #expect(try run("learn explain --look warm-cafe --json").output.contains("\"posts\":1"))
    }

    @Test(arguments: [
        ("size:1,2", "look:A,B"), ("look", "look:A,B"), ("look:warm-cafe", "two to eight"),
        ("look:none,none", "two to eight"), ("length:5,long", "'long' is no length"),
        ("look:warm-cafe,warm-caffe", "warm-caf"), ("music:none,no-such-piece", "no-such-piece"),
    ])
    func `an experiment of which a variant cannot be makes nothing`(variants: String, message: String) throws
    {
        let made = try run("trim kopi-sore.mp4 -l 3 --speed ultrafast --variants \(variants)")
        #expect(made.code == 64 && made.errors.contains(message), "\(made.code) \(made.errors)")
        #expect(scratch.names.filter { $0.hasSuffix(".mp4") } == ["kopi-sore.mp4"])
    }

    @Test func `lengths are told by the names of the outputs`() throws {
        let made = try run("trim kopi-sore.mp4 --variants length:2,4 --speed ultrafast")
        try #require(made.code == 0, "\(made.errors)")
        let ids = try ["kopi-sore-2s", "kopi-sore-4s"].map { try post($0)["experiment"] as? [String: String] }
        #expect(ids[0]?["id"] == ids[1]?["id"] && ids.map { $0?["variant"] } == ["2", "4"])
    }
}
