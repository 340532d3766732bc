import Foundation
import Testing

/// `clipfit check`, as a user at a shell meets it.
@Suite struct CheckCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Rules of the first file and platform that are refused.
    private func refused(_ run: Outcome) throws -> [String] {
        let platforms = try #require(try run.objects()[0]["platforms"] as? [[String: Any]])
        let rules = try #require(platforms[0]["rules"] as? [[String: Any]])
        return rules.filter { $0["verdict"] as? String == "refused" }.compactMap { $0["rule"] as? String }
    }

    @Test func `the command that is told makes a file that is taken`() throws {
        try scratch.add(.batik, as: "my clip.mp4", first: 4)
        let before = try scratch.run("check", "my clip.mp4", "--for", "facebook", "--json")
        #expect(before.code == 1)
        #expect(try !refused(before).isEmpty)
        let platforms = try #require(try before.objects()[0]["platforms"] as? [[String: Any]])
        let command = try #require(platforms[0]["command"] as? String)
        #expect(command.hasPrefix("clipfit trim 'my clip.mp4' "))
        let words = command.components(separatedBy: "'my clip.mp4' ")[1].split(separator: " ").map(
            String.init)
        let trim = ["trim", "my clip.mp4"] + words + ["--speed", "ultrafast", "-o", "made.mp4"]
        let made = try scratch.run(bytes: trim.map { Array($0.utf8) })
        try #require(made.code == 0, "\(made.errors)")
        let after = try scratch.run("check", "made.mp4", "--for", "facebook", "--deep")
        #expect(after.code == 0, "\(after.output)")
        #expect(after.output.hasPrefix("made.mp4: fit for Facebook Reels\n"))
        #expect(!after.output.contains("unknown"))
    }

    @Test func `every rule is told with who says so, and the platform's own code`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        #expect(
            try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "-o", "short.mp4").code == 0)
        let run = try scratch.run("check", "short.mp4", "--for", "tiktok")
        #expect(run.code == 1)
        #expect(run.output.contains("(at least 3 s): duration_check_failed\n"))
        #expect(run.output.contains("docs.getlate.dev"))
        #expect(run.output.contains("mend it: clipfit trim short.mp4 --length 3 --fit loop --for tiktok"))
    }

    @Test func `the user's own rules count, and old ones are told`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.makeFolder("clipfit")
        try scratch.write(
            "tiktok:\n  maximumLength: { value: 1, source: our account, asOf: '2020-01-01' }\n",
            as: "clipfit/platforms.yaml")
        let words = ["XDG_CONFIG_HOME=\(scratch.path)", clipfit, "check", "clip.mp4", "--for", "tiktok"]
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
        #expect(run.code == 1)
        #expect(run.output.contains("2020-01-01: our account"))
        #expect(
            run.errors.contains("1 of 15 rules of TikTok are over 180 days old (2020-01-01)"), "\(run.errors)"
        )
        #expect(run.errors.contains("clipfit/platforms.yaml"))
    }

    @Test func `a caption is a text or a file`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("#a #b #c #d #e #f\n", as: "post.txt")
        let words = ["check", "clip.mp4", "--for", "tiktok", "--json", "--caption"]
        let file = try scratch.run(bytes: (words + ["post.txt"]).map { Array($0.utf8) })
        #expect(try refused(file) == ["hashtags"])
        let text = try scratch.run(bytes: (words + ["#a #b"]).map { Array($0.utf8) })
        #expect(text.code == 0)
        #expect(try refused(text).isEmpty)
        #expect(try scratch.run(bytes: (words + ["gone.txt"]).map { Array($0.utf8) }).code == 66)
    }

    @Test func `what is no clip fails as everywhere, and the others are checked`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("text", as: "text.mp4")
        let run = try scratch.run("check", "text.mp4", "clip.mp4", "--for", "whatsapp", "--json")
        #expect(run.code == 65)
        #expect(try run.objects().count == 1)
        #expect(try scratch.run("check", "clip.mp4", "--for", "myspace").code == 64)
    }
}
