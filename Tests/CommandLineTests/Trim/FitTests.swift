import Foundation
import Testing

/// `clipfit trim` with outputs that are made of several pieces, as a user at a shell meets it.
@Suite struct FitTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
    }

    @Test func `a montage lasts as long as asked and tells its pieces`() throws {
        let run = try scratch.run(
            "trim", "clip.mp4", "--fit", "montage", "-l", "6", "--size", "180x320", "--speed", "ultrafast",
            "--json")
        try #require(run.code == 0, "\(run.errors)")
        #expect(scratch.names == ["clip-6s.mp4", "clip.mp4"])
        let result = try #require(try run.objects().first)
        #expect(result["frames"] as? Int == 180)
        #expect(result["method"] as? String == "encode")
        let pieces = try #require(result["pieces"] as? [[String: Double]])
        #expect(pieces.count > 1)
        let length = pieces.map { ($0["end"] ?? 0) - ($0["start"] ?? 0) }.reduce(0, +)
        #expect(abs(length - 6) < 0.001)
        let window = try #require(result["window"] as? [String: Double])
        #expect(window["start"] == pieces.first?["start"] && window["end"] == pieces.last?["end"])
        let reasons = try #require(result["reasons"] as? [String])
        #expect(reasons.contains { $0.hasPrefix("the \(pieces.count) best pieces") })
    }

    @Test func `a plan of pieces is what render carries out`() throws {
        let plan = try scratch.run(
            "trim", "clip.mp4", "--fit", "freeze", "-l", "21", "--size", "180x320", "--speed", "ultrafast",
            "-o", "out.mp4", "--dry-run", "--json")
        try #require(plan.code == 0, "\(plan.errors)")
        try scratch.write(plan.output, as: "plan.json")
        let render = try scratch.run("render", "plan.json", "--json")
        try #require(render.code == 0, "\(render.errors)")
        #expect(try render.objects().first?["frames"] as? Int == 630)
    }

    @Test func `a dry run tells the pieces`() throws {
        let run = try scratch.run("trim", "clip.mp4", "--fit", "speed", "-l", "25", "--dry-run")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("  piece  at 0 s for 25 s: 0 s to 20 s, at 80 % of its speed"))
        let loop = try scratch.run("trim", "clip.mp4", "--fit", "loop", "-l", "30", "--dry-run")
        #expect(loop.code == 0, "\(loop.errors)")
        #expect(loop.output.contains("repeated from "))
    }

    @Test func `a preset may say it`() throws {
        try scratch.write("lengths: [25]\nfit: freeze\n", as: "shop.yaml")
        let run = try scratch.run("trim", "clip.mp4", "-Z", "shop.yaml", "--dry-run")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("the last picture is held for 5 s"))
    }

    @Test(arguments: [
        ("--fit speed -l 60", 65, "half its speed"), ("--fit montage -s 3", 64, "--fit montage"),
        ("--fit montage --pick 2", 64, "--pick"), ("--fit loop -d 30", 64, "--length"),
        ("--fit freeze --clips 2", 64, "--clips"), ("--margin 0.2s", 64, "--remove-silence"),
        ("--remove-silence --margin 0.1,0.2,0.3", 64, "--margin"), ("--fit bounce", 64, "--fit"),
        ("--fit loop -l 30 --method copy", 64, "--method copy"),
        ("--fit montage --remove-silence", 64, "--remove-silence"),
    ]) func `what cannot be is refused with its reason`(arguments: String, code: Int32, words: String) throws
    {
        let run = try scratch.run(
            bytes: ["trim", "clip.mp4"].map { Array($0.utf8) }
                + arguments.split(separator: " ").map { Array($0.utf8) })
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(scratch.names == ["clip.mp4"])
    }
}
