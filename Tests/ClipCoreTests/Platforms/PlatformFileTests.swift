import ClipCore
import Presets
import Testing

@Suite struct PlatformFileTests {
    private func problem(_ text: String) throws -> ConfigurationProblem {
        let error = try #require(throws: ConfigurationError.self) {
            try PlatformFile.read(Array(text.utf8), file: "p.yaml")
        }
        return error.problems[0]
    }

    private func changed(by text: String) throws -> [Platform] {
        let root = try YAMLReader.read(Array(text.utf8), file: "mine.yaml")
        return try PlatformFile.read(
            Presets.platforms, file: "platforms.yaml", changes: (root, "mine.yaml"))
    }

    @Test func `a user's rules win key by key`() throws {
        let platforms = try changed(
            by: """
                tiktok:
                  maximumLength: { value: 180, source: our account, asOf: '2026-12-01' }
                  minimumLength:
                  hashtags: ~
                wall:
                  name: Our wall
                  maximumLength: { value: 20, source: us, asOf: '2026-12-01' }
                """)
        let (old, new) = (try PlatformFile.read(Presets.platforms, file: ""), platforms[0])
        #expect(platforms.count == old.count + 1 && platforms.last?.name == "Our wall")
        #expect(new.name == "TikTok" && new.maximumLength?.value == time(180))
        #expect(new.minimumLength == nil && new.hashtags == nil)
        #expect(new.others == old[0].others && new.loudness == old[0].loudness)
        #expect(Array(platforms[1..<old.count]) == Array(old[1...]))
        #expect(try changed(by: "~") == old)
    }

    @Test(arguments: [
        ("tiktok:\n  longest: { value: 3, source: me, asOf: '2026-12-01' }", 2),
        ("tiktok:\n  maximumLength: 180", 2), ("wall:\n  maximumLength:", 2), ("tiktok: 5", 1),
        ("- tiktok", 1),
    ])
    func `a user's mistake is reported in the user's file`(text: String, line: Int) throws {
        let error = try #require(throws: ConfigurationError.self) { try changed(by: text) }
        #expect(error.problems[0].file == "mine.yaml" && error.problems[0].line == line)
    }

    @Test func `the built-in file is read whole`() throws {
        let platforms = try PlatformFile.read(Presets.platforms, file: "platforms.yaml")
        #expect(platforms.map(\.id) == ["tiktok", "reels", "shorts", "facebook", "whatsapp", "spotlight"])
        #expect(platforms[0].minimumLength?.value == time(3))
        #expect(platforms[0].maximumLength?.value == time(600))
        #expect(platforms[1].maximumBitsPerSecond?.value == 25_000_000)
        #expect(platforms[2].maximumLength?.asOf == "2026-11-23")
        #expect(platforms[3].safeZone?.value.bottom == 672)
        #expect(platforms[4].maximumBytes?.value == 16_000_000)
        #expect(platforms.allSatisfy { $0.loudness?.value == -14 && $0.truePeak?.value == -1 })
    }

    @Test(arguments: [
        ("a:\n  name: A\n  lenght: 3\n", "p.yaml:3:3: unknown key 'lenght'"),
        ("a: &x\n  name: A\n", "p.yaml:1:4: anchors and aliases are not allowed"),
        ("a:\n  name: !!str A\n", "p.yaml:2:9: tags are not allowed"),
        ("a:\n  name: A\n---\nb: 1\n", "p.yaml:3:1: a second document begins here"),
        ("a:\n  name: A\u{7}\n", "p.yaml:2:10: the character U+0007 is not allowed"),
        ("", "p.yaml:1:1: the file is empty"),
    ])
    func `what is wrong is told with its place`(text: String, expected: String) throws {
        #expect(try problem(text).text == expected)
    }

    @Test func `bombs, deep nesting and huge files end at once`() throws {
        let bomb = "a: &a [x, x]\n" + (0..<40).map { "b\($0): &b\($0) [*a, *a]\n" }.joined()
        #expect(try problem(bomb).message == "anchors and aliases are not allowed")
        #expect(try problem(String(repeating: "[", count: 60_000)).line == 1)
        #expect(try problem(String(repeating: "[", count: 9) + String(repeating: "]", count: 9)).column == 9)
        #expect(try problem(String(repeating: "#", count: 70_000)).message.contains("70000 bytes"))
    }
}
