import Foundation
import Glibc
import Testing

/// Licences of music through every door, with a library that lies in the scratch folder.
@Suite struct LicenceCommandTests {
    private let scratch: Scratch
    private let quick = ["--size", "180x320", "--speed", "ultrafast"]

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
        for (name, tone) in [("private", 330), ("bought", 440), ("stray", 550)] {
            try scratch.write(Self.wave(tone), as: Array("\(name).wav".utf8))
        }
        for (name, licence) in [("private", "personal-only"), ("bought", "owned")] {
            #expect(try scratch.runAtHome(["music", "add", "\(name).wav", "--licence", licence]).code == 0)
        }
        let brand = "platforms: [tiktok]\nlengths: [3]\nlook: auto\nmusic: {licence: [commercial]}\n"
        try scratch.write(brand + "lock: [music.licence]\n", as: "brand.yaml")
        try scratch.write(brand, as: "open.yaml")
    }

    /// Two and a half seconds of a tone; `tags` is a chunk behind it.
    private static func wave(_ tone: Int, tags: [UInt8] = []) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let samples = (0..<40_000).flatMap {
            number(Int(9000 * sin(Double($0 * tone) / 16_000 * 2 * .pi)), 2)
        }
        let format =
            Array("fmt ".utf8) + number(16, 4) + number(1, 2) + number(1, 2) + number(16_000, 4)
            + number(32_000, 4) + number(2, 2) + number(16, 2)
        let body =
            Array("WAVE".utf8) + format + Array("data".utf8) + number(samples.count, 4) + samples + tags
        return Array("RIFF".utf8) + number(body.count, 4) + body
    }

    private func call(_ words: [String]) throws -> Outcome { try scratch.runAtHome(words) }

    private func trim(_ music: String, _ brand: String = "brand.yaml", _ more: [String] = []) throws
        -> Outcome
    {
        try call(
            [
                "trim", "clip.mp4", "-Z", brand, "--music", music, "-s", "1", "-d", "3", "-o", "out.mp4",
                "--overwrite",
            ]
                + quick + more)
    }

    private func shell(_ line: String) throws {
        #expect(try scratch.start(["-c", line].map { Array($0.utf8) }, program: "/bin/sh").wait().code == 0)
    }

    @Test(arguments: ["brand.yaml", "open.yaml"])
    func `music is known by what is in its file, whatever it is called`(brand: String) throws {
        try shell("cp private.wav copy.wav && ln -s private.wav link.wav && ln private.wav hard.wav")
        try scratch.write(
            Self.wave(330, tags: Array("LIST\u{4}\0\0\0INFO".utf8)), as: Array("tagged.wav".utf8))
        for name in ["private", "private.wav", "./copy.wav", "link.wav", "hard.wav", "tagged.wav"] {
            let run = try trim(name, brand)
            #expect(run.code == 77, "\(name): \(run.errors)")
            #expect(run.errors.contains("it is licensed for personal use alone"), "\(run.errors)")
            #expect(!scratch.names.contains("out.mp4"))
        }
        #expect(try trim("private.wav", brand, ["--dry-run"]).code == 77)
        #expect(try trim("bought.wav", brand).code == 0)
    }

    @Test func `music that nobody knows is refused where terms are locked, and said of where not`() throws {
        let locked = try trim("stray.wav")
        #expect(
            locked.code == 77 && locked.errors.contains("nothing is known of its licence"), "\(locked.errors)"
        )
        let open = try trim("stray.wav", "open.yaml", ["-v"])
        #expect(open.code == 0)
        #expect(open.errors.contains("nothing is known of the music's licence"))
        // Without a preset nobody asks.
        let free = try call(
            ["trim", "clip.mp4", "--music", "private.wav", "-s", "1", "-d", "1", "-o", "a.mp4"])
        #expect(free.code == 0, "\(free.errors)")
    }

    @Test func `a batch refuses it, also by the preset of a folder`() throws {
        try scratch.makeFolder("config/clipfit/presets")
        try scratch.makeFolder("in/shop")
        try scratch.add(.batik, as: "in/a.mp4")
        try scratch.add(.batik, as: "in/shop/b.mp4")
        try shell("cp brand.yaml config/clipfit/presets/shop.yaml")
        let words =
            ["XDG_CONFIG_HOME=\(scratch.path)/config", "XDG_DATA_HOME=\(scratch.path)/data", clipfit]
            + [
                "batch", "in", "-o", "out", "--preset-by-folder", "--music", "private.wav", "-l", "3",
                "--json",
            ]
            + quick
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
        let results = try run.objects().dropLast()
        #expect(results.count == 2, "\(run.output) \(run.errors)")
        for result in results {
            let isShop = (result["source"] as? String)?.contains("shop") == true
            #expect(result["status"] as? String == (isShop ? "failed" : "done"), "\(run.output)")
            #expect((result["error"] as? [String: Any])?["code"] as? String == (isShop ? "forbidden" : nil))
        }
    }

    // MARK: Stored plans

    private func plan(_ brand: String = "brand.yaml", music: String = "bought.wav") throws -> [String: Any] {
        let run = try trim(music, brand, ["--dry-run", "--json"])
        #expect(run.code == 0, "\(run.errors)")
        return try #require(try run.objects().first)
    }

    private func render(_ plan: [String: Any]) throws -> Outcome {
        let data = try JSONSerialization.data(withJSONObject: plan, options: .prettyPrinted)
        try scratch.write([UInt8](data), as: Array("plan.json".utf8))
        return try call(["render", "plan.json", "--json", "--overwrite"])
    }

    private func deviations(_ run: Outcome) throws -> [String] {
        #expect(run.code == 0, "\(run.errors)")
        return try #require(try run.objects().first?["deviations"] as? [String])
    }

    private func edited(_ plan: [String: Any], _ path: [String], _ value: Any?) -> [String: Any] {
        var plan = plan
        if path.count == 1 {
            plan[path[0]] = value
        } else {
            let inner = plan[path[0]] as? [String: Any] ?? [:]
            plan[path[0]] = edited(inner, Array(path.dropFirst()), value)
        }
        return plan
    }

    @Test func `a stored plan is held to the licence of the day on which it is carried out`() throws {
        let plan = try plan()
        #expect(try deviations(render(plan)).contains { $0.contains("edited") } == false)
        #expect(try call(["music", "add", "bought.wav", "--licence", "personal-only"]).code == 0)
        let run = try render(plan)
        #expect(run.code == 77 && run.errors.contains("'bought' may not be used"), "\(run.errors)")
        // And what lies at the music's path counts, not what lay there.
        #expect(try call(["music", "add", "bought.wav", "--licence", "owned"]).code == 0)
        #expect(try render(plan).code == 0)
        try shell("cp stray.wav bought.wav")
        #expect(try render(plan).code == 77)
    }

    @Test func `plans of a batch are held to it too`() throws {
        try scratch.makeFolder("in")
        try scratch.add(.batik, as: "in/a.mp4")
        let words = ["batch", "in", "-o", "out"]
        let made = try call(
            words + ["-Z", "brand.yaml", "--music", "bought.wav", "--plan-only", "plans.jsonl"] + quick)
        #expect(made.code == 0, "\(made.errors)")
        let text = String(decoding: try scratch.contents(of: "plans.jsonl"), as: UTF8.self)
        try scratch.write(text.replacingOccurrences(of: "bought.wav", with: "private.wav"), as: "bad.jsonl")
        let bad = try call(words + ["--from-plan", "bad.jsonl", "--json"])
        #expect(bad.code == 1 && bad.output.contains(#""code":"forbidden""#), "\(bad.output)")
        let good = try call(words + ["--from-plan", "plans.jsonl", "--json"])
        #expect(good.code == 0, "\(good.output) \(good.errors)")
    }

    @Test func `an edited plan is carried out, says so, and cannot take other music`() throws {
        let plan = try plan()
        let run = try render(edited(plan, ["mix", "truePeak"], -3))
        #expect(try deviations(run).contains("the plan was edited after it was made"))
        for name in ["private.wav", "stray.wav"] {
            let other = try render(edited(plan, ["mix", "music", "file", "path"], name))
            #expect(other.code == 77, "\(other.errors)")
        }
        let bare = try render(edited(edited(plan, ["mix", "music"], nil), ["post", "licence"], "cc0"))
        #expect(bare.code == 0, "\(bare.errors)")
        let post = try post()
        #expect(post["licence"] == nil && post["music"] == nil)
    }

    private func post() throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: scratch.contents(of: "out.post.json")) as? [String: Any])
    }

    @Test func `the post says what was found of the music, not what an edit says`() throws {
        let plan = try plan()
        var edit = edited(plan, ["post", "licence"], "cc0")
        edit = edited(edit, ["post", "attribution"], "by nobody")
        edit = edited(
            edit, ["post", "music"], ["id": "kopi-pagi", "name": "Kopi", "score": 0, "reasons": []])
        #expect(try render(edit).code == 0)
        let post = try post()
        #expect(post["licence"] as? String == "owned" && post["attribution"] == nil)
        #expect((post["music"] as? [String: Any])?["id"] as? String == "bought")
    }

    @Test func `an edited plan keeps the preset's flashes, disclosure and labels`() throws {
        try scratch.write(
            """
            platforms: [tiktok]
            look: auto
            audience: {minimum-age: 13}
            disclosure: {labels: [paid-partnership]}
            """, as: "paid.yaml")
        let plan = try plan("paid.yaml")
        let limits = try #require(plan["limits"] as? [String: Any])
        #expect(limits["onFlashes"] as? String == "refuse")
        let words = try #require((plan["picture"] as? [String: Any])?["words"] as? [Any])
        #expect(!words.isEmpty)
        var edit = edited(plan, ["limits"], nil)
        edit = edited(edit, ["picture", "words"], nil)
        edit = edited(edit, ["post", "labels"], nil)
        let said = try deviations(render(edit))
        #expect(said.contains("the edited plan is held to the preset's rule on flashes"))
        #expect(said.contains("the disclosure was put back onto the picture"))
        #expect(said.contains("the post keeps the preset's labels: paid-partnership"))
        let tiktok = try #require((try post()["tiktok"] as? [String: Any])?["post_info"] as? [String: Any])
        #expect(tiktok["brand_content_toggle"] as? Bool == true)
        let changed = try render(edited(plan, ["guards", "onFlashes"], "warn"))
        #expect(changed.code == 77 && changed.errors.contains("guards"), "\(changed.errors)")
    }

    @Test func `equal asks give equal plans, and a plan without a seal says so`() throws {
        let (one, two) = (
            try trim("bought.wav", "brand.yaml", ["--dry-run", "--json"]),
            try trim("bought.wav", "brand.yaml", ["--dry-run", "--json"])
        )
        #expect(one.output == two.output)
        let bare = edited(edited(try plan("open.yaml"), ["seal"], nil), ["guards"], nil)
        #expect(try deviations(render(bare)).contains { $0.hasPrefix("the plan is not sealed") })
    }
}
