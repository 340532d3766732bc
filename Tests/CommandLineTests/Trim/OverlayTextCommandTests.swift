import Foundation
import Testing

/// `--text` and `--captions`, as a user at a shell meets them.
@Suite struct OverlayTextCommandTests {
    private let scratch: Scratch
    private let quick = ["--size", "180x320", "--speed", "ultrafast", "-s", "3", "-d", "2"]

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write(
            "1\n00:00:02,000 --> 00:00:04,000\nOne & two\n\n2\n00:00:04,500 --> 00:00:09,000\nThree\n",
            as: "clip.srt")
    }

    private func run(_ words: [String]) throws -> Outcome {
        try scratch.run(bytes: words.map { Array($0.utf8) })
    }

    private func plan(_ words: [String]) throws -> [String: Any] {
        let made = try run(["trim", "clip.mp4", "-o", "a.mp4", "--dry-run", "--json"] + quick + words)
        return try #require(try made.objects().first, "\(made.errors)")
    }

    private func written(_ plan: [String: Any]) throws -> [[String: Any]] {
        try #require((plan["picture"] as? [String: Any])?["words"] as? [[String: Any]])
    }

    @Test func `captions are moved to the part, and stand on the picture, beside it, or both`() throws {
        let words = try written(try plan(["--captions", "clip.srt"]))
        let captions = try #require(words.first?["captions"] as? [[String: Any]])
        #expect(captions.map { $0["text"] as? String } == ["One & two", "Three"])
        let range = try #require(captions.last?["range"] as? [String: String])
        #expect(range["start"] == "3/2" && range["end"] == "2/1")
        let made = try run(
            ["trim", "clip.mp4", "-o", "a.mp4", "--captions", "clip.srt", "--captions-as", "both"] + quick)
        #expect(made.code == 0, "\(made.errors)")
        let beside = String(decoding: try scratch.contents(of: "a.srt"), as: UTF8.self)
        #expect(
            beside
                == "1\n00:00:00,000 --> 00:00:01,000\nOne & two\n\n2\n00:00:01,500 --> 00:00:02,000\nThree\n")
    }

    @Test func `a sidecar alone leaves the picture what it is`() throws {
        let made = try run([
            "trim", "clip.mp4", "-s", "3", "-d", "4", "-o", "a.mp4", "--captions", "auto", "--captions-as",
            "sidecar", "--json",
        ])
        #expect(made.code == 0, "\(made.errors)")
        #expect(try made.objects().first?["copiedFrames"] as? Int ?? 0 > 0)
        #expect(scratch.names.contains("a.srt"))
        // There is none beside this one.
        try scratch.add(.kopi, as: "other.mp4")
        let none = try run([
            "trim", "other.mp4", "-s", "1", "-d", "1", "-o", "b.mp4", "--captions", "auto", "--captions-as",
            "sidecar",
        ])
        #expect(none.code == 0 && !scratch.names.contains("b.srt"))
        // The captions that were read stay, whatever may be overwritten.
        let read = try scratch.contents(of: "clip.srt")
        let over = try run([
            "trim", "clip.mp4", "-s", "3", "-d", "2", "-o", "clip.mov", "--captions", "auto", "--captions-as",
            "sidecar", "--overwrite",
        ])
        #expect(over.code == 73 && !scratch.names.contains("clip.mov"))
        #expect(try scratch.contents(of: "clip.srt") == read)
        // What an older output left beside the name is not this one's.
        let stale = try run(["trim", "clip.mp4", "-s", "12", "-d", "1", "-o", "a.mp4", "--overwrite"])
        #expect(stale.code == 0 && stale.errors.contains("a.srt was there before"), "\(stale.errors)")
        #expect(scratch.names.contains("a.srt"))
        // A part in which nothing is said has no file, and says so.
        let silent = try run([
            "trim", "clip.mp4", "-s", "12", "-d", "1", "-o", "silent.mp4", "--captions", "auto",
            "--captions-as", "sidecar",
        ])
        #expect(silent.code == 0 && silent.errors.contains("captions: nothing is said in this part"))
        #expect(!scratch.names.contains("silent.srt"))
    }

    @Test func `a text is just text, and a stored plan carries it exactly`() throws {
        let text = "50%: {\\b1}“now”, \\N 'a' [in];=x"
        let words = try written(try plan(["--text", text, "--text-from", "0.5", "--text-colour", "#ffcc00"]))
        let caption = try #require((words.first?["captions"] as? [[String: Any]])?.first)
        #expect((caption["text"] as? String)?.replacing("\n", with: " ") == text)
        #expect(words.first?["colour"] as? String == "#ffcc00")
        let typed = ["trim", "clip.mp4", "-o", "a.mp4", "--text", text] + quick
        try scratch.write(try run(typed + ["--dry-run", "--json"]).output, as: "plan.json")
        #expect(try run(["render", "plan.json"]).code == 0)
        let first = try scratch.contents(of: "a.mp4")
        #expect(try run(typed + ["--overwrite"]).code == 0)
        #expect(try scratch.contents(of: "a.mp4") == first)
    }

    @Test func `several texts have their own times and places, and what is said once holds for all`() throws {
        let words = try written(
            try plan([
                "--text", "One", "--text", "Two", "--text", "Three", "--text-from", "0", "--text-from", "-1",
                "--text-to", "1", "--text-to", "2", "--text-position", "bottom", "--text-box", "#102030",
                "--text-box", "none", "--text-size", "6",
            ]))
        let captions = words.compactMap { ($0["captions"] as? [[String: Any]])?.first }
        #expect(captions.map { $0["text"] as? String } == ["One", "Two", "Three"])
        let starts = captions.map { ($0["range"] as? [String: String])?["start"] }
        #expect(
            starts[0]?.hasPrefix("0/") == true && starts[1] == starts[2] && starts[1]?.hasPrefix("1/") == true
        )
        #expect(words.map { $0["box"] as? String } == ["#102030", nil, nil])
        #expect(words.allSatisfy { $0["edge"] as? String == "bottom" })
        let tops = words.compactMap { ($0["place"] as? [String: Any])?["y"] as? Int }
        #expect(tops[2] < tops[1], "it stands above what is there at the time")
        let typed = ["trim", "clip.mp4", "-o", "a.mp4"] + quick
        #expect(try run(typed + ["--text", "a", "--text-from", "0", "--text-from", "1"]).code == 64)
        #expect(try run(typed + Array(repeating: ["--text", "a"], count: 9).joined()).code == 64)
        try scratch.write("text: { words: [One, Two], from: [0, 0] }\naspect: '9:16'\n", as: "two.yaml")
        #expect(try written(try plan(["-Z", "two.yaml"])).count == 2)
        #expect(try written(try plan(["-Z", "two.yaml", "--text", "Three"])).count == 1)
    }

    @Test func `what cannot be is told`() throws {
        #expect(try run(["trim", "clip.mp4", "-o", "a.mp4", "--captions", "no.srt"] + quick).code == 66)
        try scratch.write("nothing", as: "empty.srt")
        #expect(try run(["trim", "clip.mp4", "-o", "a.mp4", "--captions", "empty.srt"] + quick).code == 65)
        let font = try run(
            ["trim", "clip.mp4", "-o", "a.mp4", "--text", "a", "--text-font", "No Such Font"] + quick)
        #expect(font.code == 69 && font.errors.contains("No Such Font"), "\(font.errors)")
        #expect(
            try run(
                ["trim", "clip.mp4", "-o", "a.mp4", "--text", "a", "--text-font", "clip.srt/x.ttf"] + quick
            ).code == 66)
        #expect(
            try run(["trim", "clip.mp4", "-o", "a.mp4", "--text", "a", "--text-colour", "rde"] + quick).code
                == 64)
        let long = String(repeating: "much ", count: 390)
        let full = try run([
            "trim", "clip.mp4", "-o", "a.mp4", "--text", long, "--for", "tiktok,reels,shorts",
        ])
        #expect(full.code == 65 && full.errors.contains("does not fit"), "\(full.errors)")
        #expect(scratch.names == ["clip.mp4", "clip.srt", "empty.srt"])
    }

    @Test func `a preset gives text its looks, and may lock them`() throws {
        try scratch.write(
            "text: { colour: '#112233', box: '#ffffff', size: 5 }\naspect: '9:16'\nlock: [text.colour]\n",
            as: "shop.yaml")
        let words = try written(try plan(["-Z", "shop.yaml", "--text", "Kopi"]))
        #expect(words.first?["colour"] as? String == "#112233" && words.first?["box"] as? String == "#ffffff")
        #expect(
            try run(["trim", "clip.mp4", "-Z", "shop.yaml", "--text", "a", "--text-colour", "#ffffff"]).code
                == 77)
    }

    @Test func `what is paid for says so on the picture, and nothing takes it off`() throws {
        try scratch.write("disclosure: { labels: [paid-partnership] }\n", as: "paid.yaml")
        try scratch.write(
            "disclosure: { labels: [paid-partnership] }\naudience: { language: id }\n", as: "iklan.yaml")
        try scratch.write("extends: paid.yaml\ndisclosure: { labels: [own-brand] }\n", as: "sly.yaml")
        let text = { (preset: String) in
            ((try written(plan(["-Z", preset])).first?["captions"] as? [[String: Any]])?.first)?["text"]
                as? String
        }
        #expect(try text("paid.yaml") == "#ad")
        #expect(try text("iklan.yaml") == "#iklan")
        #expect(try run(["trim", "clip.mp4", "-Z", "sly.yaml"]).code == 77)
        let both = try written(try plan(["-Z", "paid.yaml", "--text", "Kopi", "--captions", "clip.srt"]))
        #expect(both.count == 3)
        // Copying would leave it out.
        #expect(try run(["trim", "clip.mp4", "-Z", "paid.yaml", "--method", "copy"]).code == 64)
    }

    private func sidecar(_ captions: String, _ more: [String] = []) throws -> Outcome {
        let words = ["trim", "clip.mp4", "-s", "0", "-d", "5", "-o", "a.mp4", "--overwrite", "--json"]
        return try run(words + ["--captions", captions, "--captions-as", "sidecar"] + more)
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: scratch.path + "/" + name)
    }

    private func said() throws -> String {
        String(decoding: try scratch.contents(of: "a.srt"), as: UTF8.self)
    }

    @Test func `captions that cannot be read are a warning, and are not shown`() throws {
        try scratch.write(
            "1\n00:00:01,000 -> 00:00:02,000\nOne\n\n2个\n00:00:02:xx --> 00:00:03,000\nTwo\n", as: "odd.srt")
        let made = try sidecar("odd.srt")
        #expect(
            made.code == 0 && made.errors.contains("1 caption left out: the times cannot be read (line 6)"))
        #expect(try said() == "1\n00:00:01,000 --> 00:00:02,000\nOne\n")
        #expect((try made.objects().first?["warnings"] as? [String])?.count == 1)
    }

    @Test func `auto takes a file of any case and language, and says which`() throws {
        try scratch.write("", as: "clip.copy.srt")
        let text = { (word: String) in "WEBVTT\n\n00:01.000 --> 00:02.000\n\(word)\n" }
        #expect(try sidecar("auto").code == 0)
        for (name, isClear) in [
            ("clip.fr.VTT", true), ("clip.de.vtt", false), ("clip.en.vtt", true), ("clip.id-ID.Srt", true),
        ] {
            remove("clip.srt")
            try scratch.write(text(name), as: name)
            let made = try sidecar("auto")
            let taken = name == "clip.de.vtt" ? "clip.de.vtt" : name
            #expect(made.code == 0 && made.errors.contains("several languages") != isClear, "\(made.errors)")
            #expect(try said().contains(taken))
            #expect(
                (try made.objects().first?["reasons"] as? [String])?.contains("captions: \(taken)") == true)
        }
        try scratch.add(.batik, as: "bare.mp4")
        let bare = try run(["trim", "bare.mp4", "-s", "0", "-d", "1", "-o", "b.mp4", "--captions", "auto"])
        #expect(bare.code == 0 && bare.errors.contains("captions: none found"), "\(bare.errors)")
    }

    @Test func `a track that the clip does not have is refused`() throws {
        let made = try sidecar("track:id")
        #expect(made.code == 65 && made.errors.contains("it has no subtitle track"), "\(made.errors)")
        #expect(try sidecar("track:").code == 64)
    }

    @Test func `text of other encodings is refused with likely ones, or read where one is named`() throws {
        let bytes: [UInt8] =
            Array("1\n00:00:00,500 --> 00:00:02,000\n".utf8) + [
                0xC4, 0xE3, 0xBA, 0xC3, 0xCA, 0xC0, 0xBD, 0xE7,
            ]
        try scratch.write(bytes, as: Array("clip.srt".utf8))
        for captions in ["clip.srt", "auto"] {
            let refused = try sidecar(captions)
            #expect(refused.code == 65 && refused.errors.contains("GB18030 (你好世界)"), "\(refused.errors)")
            #expect(!scratch.names.contains("a.srt"))
            let read = try sidecar(captions, ["--captions-encoding", "gbk"])
            #expect(read.code == 0, "\(read.errors)")
            #expect(try said().contains("你好世界"))
            remove("a.srt")
        }
        let wrong = try sidecar("clip.srt", ["--captions-encoding", "ascii"])
        #expect(wrong.code == 65 && wrong.errors.contains("its text is not ascii"), "\(wrong.errors)")
        let unknown = try sidecar("clip.srt", ["--captions-encoding", "klingon"])
        #expect(unknown.code == 64 && unknown.errors.contains("CP1252"), "\(unknown.errors)")
        #expect(try sidecar("clip.srt", ["--captions-encoding", "gbk//IGNORE"]).code == 64)
    }

    @Test func `what is no file of captions is refused`() throws {
        try scratch.write(
            [UInt8]((0..<4096).map { UInt8(truncatingIfNeeded: $0 * 7) }), as: Array("x.srt".utf8))
        try scratch.write([], as: Array("empty.srt".utf8))
        for name in ["x.srt", "empty.srt", "clip.mp4"] {
            let made = try sidecar(name)
            #expect(made.code == 65, "\(name): \(made.errors)")
        }
        try scratch.write("no font", as: "x.ttf")
        let font = try run(
            ["trim", "clip.mp4", "-o", "a.mp4", "--captions", "clip.srt", "--text-font", "x.ttf"] + quick)
        #expect(font.code == 65 && font.errors.contains("it is not a font"), "\(font.errors)")
    }
}
