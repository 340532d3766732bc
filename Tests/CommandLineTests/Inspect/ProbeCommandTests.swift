import Foundation
import Testing

/// `clipfit probe` and `clipfit render`, as a user at a shell meets them.
@Suite struct ProbeCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `JSON has the keys that scripts rely on, schema first`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("probe", "clip.mp4", "--json")
        try #require(run.code == 0)
        #expect(run.output.hasPrefix(#"{"schema":"clipfit.probe/1","#))
        let result = try #require(try run.objects().first)
        for key in [
            "path", "container", "duration", "start", "sizeBytes", "bitsPerSecond", "fastStart", "editList",
            "location", "video",
            "audio",
        ] { #expect(result[key] != nil, "\(key)") }
        #expect(result["duration"] as? Double == 20)
        #expect(result["location"] is NSNull)
        let video = try #require(result["video"] as? [String: Any])
        for key in [
            "codec", "profile", "width", "height", "displayWidth", "displayHeight", "rotation", "frameRate",
            "averageFrameRate",
            "variableFrameRate", "frames", "duration", "pixelFormat", "bitDepth", "colour",
        ] { #expect(video[key] != nil, "\(key)") }
        #expect(video["keyframes"] == nil)
        let audio = try #require((result["audio"] as? [[String: Any]])?.first)
        for key in ["codec", "sampleRate", "channels", "layout", "duration", "language"] {
            #expect(audio[key] != nil, "\(key)")
        }
    }

    @Test func `deep adds frames, keyframes and the kind of groups`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let result = try #require(try scratch.run("probe", "clip.mp4", "--json", "--deep").objects().first)
        #expect(result["frames"] as? Int == 600)
        #expect(result["openGOP"] as? Bool == false)
        let keyframes = try #require(result["keyframes"] as? [Double])
        #expect(keyframes.map { Int(($0 * 30).rounded()) } == [0, 128, 235, 480])
    }

    @Test func `several files give a line each and a bad one its error`() throws {
        try scratch.add(.batik, as: "a.mp4")
        try scratch.write("<html></html>", as: "b.mp4")
        let run = try scratch.run("probe", "a.mp4", "b.mp4", "a.mp4", "--json")
        #expect(run.code == 65)
        #expect(try run.objects().count == 2)
        #expect(try run.errorObjects().map { $0["path"] as? String } == ["b.mp4"])
    }

    @Test func `text for people tells length and streams`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("probe", "clip.mp4")
        #expect(run.output.hasPrefix("clip.mp4: mp4, 20 s, "))
        #expect(run.output.contains("  video  h264 High, 720x1280, 30 frames/s, 600 frames"))
        #expect(run.output.contains("  sound  aac LC, 44100 Hz, stereo"))
    }

    @Test func `playlists and scripts that name other files are refused`() throws {
        try scratch.add(.batik, as: "private.mp4")
        try scratch.write(
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nprivate.mp4\n#EXT-X-ENDLIST\n", as: "list.mp4")
        try scratch.write("ffconcat version 1.0\nfile private.mp4\n", as: "concat.mp4")
        for name in ["list.mp4", "concat.mp4"] {
            let run = try scratch.run("probe", name)
            #expect(run.code == 65)
            #expect(run.errors.contains("are refused"), "\(run.errors)")
        }
    }

    @Test(
        arguments: [
            ("no such thing", "{}", 65), ("not JSON", "hello", 65), ("nothing", "", 65),
            ("another schema", #"{"schema":"clipfit.plan/9"}"#, 65),
        ] as [(String, String, Int32)])
    func `what is no plan is refused`(what: String, text: String, code: Int32) throws {
        try scratch.write(text, as: "plan.json")
        let run = try scratch.run("render", "plan.json")
        #expect(run.code == code, "\(what): \(run.errors)")
        #expect(run.errors.hasPrefix("clipfit: error: could not render plan.json"))
    }

    @Test func `a plan that was edited into nonsense is refused and not crashed on`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let plan = try scratch.run(
            "trim", "clip.mp4", "-s", "4", "-l", "1", "-o", "out.mp4", "--dry-run", "--json"
        ).output
        let origin = try #require(plan.range(of: #""origin":"0/[0-9]+""#, options: .regularExpression))
        for text in [
            plan.replacingCharacters(in: origin, with: #""origin":"-9223372036854775808/1""#),
            plan.replacingCharacters(in: origin, with: #""origin":"9223372036854775807/3""#),
            plan.replacingCharacters(in: origin, with: #""origin":"1/0""#),
            plan.replacingOccurrences(of: #""stream":0"#, with: #""stream":77"#),
            plan.replacingOccurrences(of: #""stream":0"#, with: #""stream":-1"#),
            plan.replacingOccurrences(of: #""stream":0"#, with: #""stream":1"#),
            plan.replacingOccurrences(of: #""speed":"auto""#, with: #""speed":7"#),
        ] {
            #expect(text != plan)
            try scratch.write(text, as: "plan.json")
            let run = try scratch.run("render", "plan.json")
            #expect(run.code == 65, "\(run.code): \(run.errors)")
            #expect(scratch.names == ["clip.mp4", "plan.json"])
        }
    }

    @Test func `a plan is not carried out on a changed source`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let plan = try scratch.run(
            "trim", "clip.mp4", "-s", "4", "-l", "1", "-o", "out.mp4", "--dry-run", "--json"
        ).output
        try scratch.write(plan, as: "plan.json")
        try scratch.add(.kopi, as: "clip.mp4")
        let run = try scratch.run("render", "plan.json", "--json")
        #expect(run.code == 65)
        #expect(try run.errorObjects().first?["code"] as? String == "source-changed")
        #expect(scratch.names == ["clip.mp4", "plan.json"])
    }

    @Test func `several plans are carried out one after another`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let plans = try scratch.run(
            "trim", "clip.mp4", "--pick", "start", "-l", "1", "-l", "2", "--dry-run", "--json"
        ).output
        try scratch.write(plans, as: "plans.json")
        #expect(try scratch.run("render", "plans.json").code == 0)
        #expect(scratch.names == ["clip-1s.mp4", "clip-2s.mp4", "clip.mp4", "plans.json"])
    }
}
