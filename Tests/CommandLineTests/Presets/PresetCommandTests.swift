import Foundation
import Testing

/// `clipfit preset …` and `trim -Z`, with a folder of the user's own presets that lies in the scratch folder.
@Suite struct PresetCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("clipfit/presets")
    }

    private func run(_ line: String) throws -> Outcome {
        let words =
            ["XDG_CONFIG_HOME=\(scratch.path)", clipfit] + line.split(separator: " ").map(String.init)
        return try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
    }

    private func preset(_ line: String) throws -> Outcome { try run("preset \(line)") }

    private func add(_ text: String, as name: String) throws {
        try scratch.write(text, as: "clipfit/presets/\(name).yaml")
    }

    private static let builtIn = [
        "kopi-senja", "oak-and-iron", "reels-60", "school-clips", "shorts-60", "spotlight-60", "status-30",
        "tiktok-15", "tiktok-60",
    ]

    // MARK: Verbs

    @Test func `presets are listed, the user's own too, and a wrong one hides no other`() throws {
        try add("description: Mine\nextends: tiktok-15\n", as: "mine")
        try add("extends: kopi-senja\nquality: 18\n", as: "kopi-senja")
        let objects = try preset("list --json").objects()
        #expect(objects.map { $0["name"] as? String } == Self.builtIn + ["mine"])
        #expect(objects.allSatisfy { $0["schema"] as? String == "clipfit.preset/1" })
        #expect(objects[0]["builtIn"] as? Bool == false && objects[1]["builtIn"] as? Bool == true)
        #expect(objects.last?["extends"] as? [String] == ["tiktok-15"])
        #expect(objects.last?["lengths"] as? [Double] == [15])
        try add("qualty: 20\n", as: "bad")
        let run = try preset("list")
        #expect(run.code == 78 && run.output.split(separator: "\n").count == 10)
        #expect(run.errors.contains("presets/bad.yaml:1:1: unknown key 'qualty'"))
        #expect(try preset("list --json").errorObjects().first?["line"] as? Int == 1)
    }

    @Test func `a resolved preset tells where each value is from`() throws {
        try add("extends: kopi-senja\nquality: 18\n", as: "kopi-senja")
        let typed = try #require(try preset("show kopi-senja --json").objects().first)
        #expect((typed["settings"] as? [[String: Any]])?.count == 1)
        let object = try #require(try preset("show kopi-senja --resolved --json").objects().first)
        #expect(object["schema"] as? String == "clipfit.preset-settings/1")
        let settings = try #require(object["settings"] as? [[String: Any]])
        let look = try #require(settings.first { $0["key"] as? String == "look" })
        #expect(look["value"] as? String == "warm-cafe" && look["locked"] as? Bool == true)
        #expect(look["file"] as? String == "built-in/kopi-senja.yaml")
        let quality = try #require(settings.first { $0["key"] as? String == "quality" })
        #expect(quality["value"] as? Double == 18 && quality["line"] as? Int == 2)
        #expect((quality["file"] as? String)?.hasSuffix("clipfit/presets/kopi-senja.yaml") == true)
        let text = try preset("show kopi-senja --resolved").output
        #expect(text.contains("kopi-senja.yaml:10, locked"))
        #expect(try preset("show nope").code == 64)
    }

    @Test func `a new preset is sound, builds on another, and replaces nothing`() throws {
        let run = try preset("new my-shop --from oak-and-iron --json")
        #expect(run.code == 0, "\(run.errors)")
        #expect(try run.objects().first?["schema"] as? String == "clipfit.preset-new/1")
        #expect(try preset("lint my-shop").code == 0)
        let shown = try #require(try preset("show my-shop --resolved --json").objects().first)
        #expect(shown["extends"] as? [String] == ["oak-and-iron"])
        let before = try scratch.contents(of: "clipfit/presets/my-shop.yaml")
        let again = try preset("new my-shop")
        #expect(again.code == 73 && again.errors.contains("could not write"))
        #expect(try scratch.contents(of: "clipfit/presets/my-shop.yaml") == before)
        #expect(try preset("new My_Shop").code == 64 && preset("new a --from ./b.yaml").code == 64)
        #expect(try preset("new a --from nope").code == 64)
    }

    @Test func `lint checks several, and one that is wrong does not stop the rest`() throws {
        try scratch.write("look: none\n", as: "good.yaml")
        try scratch.write("qualty: 20\nlook: 5\n", as: "bad.yaml")
        try scratch.write("extends: kopi-senja\nlook: none\n", as: "locked.yaml")
        let run = try preset("lint bad.yaml missing.yaml good.yaml locked.yaml --json")
        #expect(run.code == 1)
        let objects = try run.objects()
        #expect(objects.map { $0["isSound"] as? Bool } == [false, false, true, false])
        #expect(objects.map { $0["exit"] as? Int } == [78, 78, 0, 77])
        #expect((objects[0]["problems"] as? [[String: Any]])?.map { $0["line"] as? Int } == [1, 2])
        #expect(try preset("lint good.yaml").code == 0 && preset("lint bad.yaml").code == 78)
        #expect(try preset("lint locked.yaml").code == 77)
    }

    @Test func `two presets are compared by what they come to`() throws {
        try scratch.write("extends: base.yaml\nquality: 20\n", as: "one.yaml")
        try scratch.write("speed: fast\nquality: 19\nlock: [speed]\n", as: "base.yaml")
        #expect(try preset("diff one.yaml one.yaml").output.isEmpty)
        let run = try preset("diff one.yaml base.yaml")
        #expect(run.code == 0 && run.output == "quality: 20 -> 19\n")
        let object = try #require(try preset("diff tiktok-15 base.yaml --json").objects().last)
        #expect(object["key"] as? String == "speed" && object["left"] is NSNull)
        #expect(object["right"] as? String == "fast" && object["rightLocked"] as? Bool == true)
    }

    @Test func `the schema is the published one`() throws {
        let published = Sample.kopi.url.deletingLastPathComponent().appendingPathComponent(
            "../../Presets/schema/preset.schema.json")
        #expect(try preset("schema").output == String(contentsOf: published, encoding: .utf8))
    }

    // MARK: Trim

    private func plans(_ flags: String) throws -> [[String: Any]] {
        let part = flags.contains("-s ") ? "" : "--pick start "
        let run = try run("trim clip.mp4 \(part)--dry-run --json \(flags)")
        try #require(run.code == 0, "\(run.errors)")
        return try run.objects()
    }

    private func output(_ plan: [String: Any]) -> String? {
        ((plan["output"] as? [String: Any])?["file"] as? [String: Any])?["path"] as? String
    }

    @Test func `trim does what a preset says, and flags go before it`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write(
            "lengths: [3, 5]\nplatforms: [tiktok, reels]\nlook: film-fade\nfps: 25\nquality: 30\nspeed: fast\n"
                + "loudness: -16\nmusic:\n  mix: under\noutput: '{stem}_{preset}_{length}'\n", as: "shop.yaml"
        )
        let two = try plans("-Z shop.yaml")
        #expect(two.map(output) == ["clip_shop_3-tiktok+reels.mp4", "clip_shop_5-tiktok+reels.mp4"])
        let plan = two[0]
        let picture = try #require(plan["picture"] as? [String: Any])
        #expect((picture["look"] as? [String: Any])?["name"] as? String == "film-fade")
        #expect(picture["frames"] as? Int == 75)
        #expect((plan["mix"] as? [String: Any])?["loudness"] as? Double == -16)
        let video = try #require(plan["video"] as? [String: Any])
        #expect(video["quality"] as? Double == 30 && video["speed"] as? String == "fast")
        let flags = try plans("-Z shop.yaml -l 4 --look none --fps 30 --quality 20 --for shorts -s 2")
        #expect(flags.map(output) == ["clip_shop_4-shorts.mp4"])
        let other = try #require(flags[0]["picture"] as? [String: Any])
        #expect(other["look"] == nil && other["frames"] as? Int == 120)
        #expect(try plans("-Z shop.yaml -s 1 -d 4").count == 1)
        #expect(try plans("-Z shop.yaml -s 1").count == 2)
        #expect(
            try plans("-Z shop.yaml -l 4 -o {preset}-{platform}.mp4").map(output) == ["shop-tiktok+reels.mp4"]
        )
    }

    @Test func `a preset's own files are found beside it, whatever folder it is called from`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.makeFolder("brand")
        let corners = ["0 0 0", "1 0 0", "0 1 0", "1 1 0", "0 0 1", "1 0 1", "0 1 1", "1 1 1"]
        try scratch.write((["LUT_3D_SIZE 2"] + corners).joined(separator: "\n") + "\n", as: "brand/a.cube")
        try scratch.write("lut: a.cube\nlengths: [3]\n", as: "brand/shop.yaml")
        let picture = try #require(try plans("-Z brand/shop.yaml")[0]["picture"] as? [String: Any])
        let path = (picture["lut"] as? [String: Any])?["path"] as? String
        #expect(path?.hasSuffix("/brand/a.cube") == true && path?.hasPrefix("/") == true)
        #expect(try plans("-Z brand/shop.yaml --lut none")[0]["picture"] == nil)
        try scratch.write("x", as: "outside.cube")
        symlink("../outside.cube", "\(scratch.path)/brand/link.cube")
        try scratch.write("lut: link.cube\n", as: "brand/shop.yaml")
        let run = try run("trim clip.mp4 --pick start -Z brand/shop.yaml")
        #expect(
            run.code == 78
                && run.errors.contains("brand/shop.yaml:1:6: 'lut' names link.cube, which leads out"))
    }

    /// The start of a PNG of 300x100: what planning reads of it.
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 1, 44, 0, 0, 0, 100, 8, 6, 0, 0, 0, 0, 0, 0, 0]

    @Test func `a logo is planned where the platforms leave the picture clear, by flags or a preset`() throws
    {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write(Self.png, as: Array("logo.png".utf8))
        try scratch.write(
            "logo:\n  file: logo.png\n  corner: bottom-left\nlock: [logo.file]\n", as: "shop.yaml")
        for flags in ["--logo logo.png --logo-corner bottom-left", "-Z shop.yaml"] {
            let plan = try plans("-l 4 --for tiktok,shorts \(flags)")[0]
            let logo = try #require((plan["picture"] as? [String: Any])?["logo"] as? [String: Any])
            let place = try #require(logo["place"] as? [String: Any])
            #expect(place["x"] as? Int == 60)
            let size = try #require(place["size"] as? [String: Int])
            #expect((place["y"] as? Int ?? 0) + (size["height"] ?? 0) == 1920 - 672)
            #expect(logo["opacity"] as? Double == 1)
        }
        #expect(try plans("-l 4 -Z shop.yaml --logo-size 20").count == 1)
        #expect(try run("trim clip.mp4 -Z shop.yaml --logo none").code == 77)
        #expect(try run("trim clip.mp4 --logo missing.png").code == 66)
        #expect(try run("trim clip.mp4 --logo-size 20").code == 64)
        #expect(try run("trim clip.mp4 --logo logo.png --logo-size 60").code == 64)
        let error = try #require(try run("trim clip.mp4 --logo clip.mp4 --json").errorObjects().first)
        #expect(error["exit"] as? Int == 65)
        #expect(
            error["message"] as? String == "could not use clip.mp4: this is not a PNG, JPEG or WebP picture")
    }

    private static let refusals: [(flags: String, code: Int32, words: String)] = [
        ("-Z kopi-senja --look none", 77, "built-in/kopi-senja.yaml:25:8: --look cannot change 'look'"),
        ("-Z school-clips --keep-metadata", 77, "--keep-metadata cannot change"),
        ("-Z school-clips --music song.m4a", 77, "it stays none"),
        ("-Z fixed.yaml -l 20", 77, "--length cannot change 'lengths'"),
        ("-Z fixed.yaml -s 1 -d 4", 77, "--duration cannot change"),
        ("-Z fixed.yaml -e 4", 77, "--end cannot"),
        ("-Z fixed.yaml -o other.mp4", 77, "--output cannot change 'output'"),
        ("-Z fixed.yaml --size 720x1280", 77, "--size cannot change 'aspect'"),
        ("-Z nowhere", 64, "unknown preset 'nowhere'"), ("-Z nowhere.yaml", 78, "could not be read"),
        ("-Z wrong.yaml", 78, "wrong.yaml:1:1: unknown key 'lenghts'"),
        ("-Z look.yaml", 78, "look.yaml:1:7: there is no look 'warm-coffee'"),
        ("-Z kopi-senja -l 2", 65, "TikTok takes clips from 3 s on"),
    ]

    @Test(arguments: refusals)
    func `what a preset locks, and what is wrong, ends with the right code and place`(
        flags: String, code: Int32, words: String
    ) throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write(
            "lengths: [3]\naspect: '9:16'\nlock: [lengths, output, aspect]\n", as: "fixed.yaml")
        try scratch.write("lenghts: [3]\n", as: "wrong.yaml")
        try scratch.write("look: warm-coffee\n", as: "look.yaml")
        let run = try run("trim clip.mp4 \(flags)")
        #expect(run.code == code && run.errors.contains(words), "\(run.code) \(run.errors)")
        let error = try #require(try self.run("trim clip.mp4 --json \(flags)").errorObjects().first)
        #expect(error["schema"] as? String == "clipfit.error/1" && error["exit"] as? Int == Int(code))
        #expect(scratch.names == ["clip.mp4", "clipfit", "fixed.yaml", "look.yaml", "wrong.yaml"])
    }

    @Test func `a wrong look of the user's is told as JSON, and keeps no other from being used`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.makeFolder("clipfit/looks")
        try scratch.write("contrsat: 1\n", as: "clipfit/looks/bad.yaml")
        #expect(try plans("--look film-fade").count == 1)
        let run = try run("trim clip.mp4 --look bad --json")
        let error = try #require(try run.errorObjects().first)
        #expect(run.code == 78 && error["line"] as? Int == 1)
        #expect(error["code"] as? String == "wrong-configuration")
    }
}
