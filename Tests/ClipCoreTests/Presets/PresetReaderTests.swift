import Foundation
import Presets
import Testing

@testable import ClipCore

@Suite struct PresetReaderTests {
    private static let platforms = ["tiktok", "reels", "shorts"]

    private func read(_ text: String, _ name: String = "my") throws(ConfigurationError) -> PresetFile {
        try PresetReader(platforms: Self.platforms).read(Array(text.utf8), name: name, file: "\(name).yaml")
    }

    private func value(_ text: String, _ field: PresetField) throws -> PresetValue? {
        try read(text).settings.first { $0.field == field }?.value
    }

    @Test func `every field reads its own example`() throws {
        for field in PresetField.allCases {
            let line = "\(field.name): \(field.rule.example)"
            let text = field.group.map { "\($0):\n  \(line)\n" } ?? "\(line)\n"
            let file = try read(text)
            #expect(file.settings.map(\.field) == [field], "\(field.key)")
            #expect(file.settings.first?.place?.line == (field.group == nil ? 1 : 2))
        }
    }

    @Test func `keys are unlike each other, and no key is that of a mapping`() {
        #expect(Set(PresetField.allCases.map(\.key)).count == PresetField.allCases.count)
        #expect(
            PresetField.groups == ["logo", "text", "captions", "music", "hashtags", "disclosure", "audience"])
        for field in PresetField.allCases {
            #expect(!PresetField.groups.contains(field.key))
            #expect(field.key == (field.group.map { "\($0).\(field.name)" } ?? field.name))
        }
    }

    @Test func `values are read as what they mean`() throws {
        #expect(
            try value("lengths: [15, 0.5]", .lengths)
                == .list([
                    .time(MediaTime(ticks: 15, timescale: 1)), .time(MediaTime(ticks: 1, timescale: 2)),
                ]))
        #expect(try value("aspect: 9:16", .aspect) == .text("9:16"))
        #expect(try value("fps: 30", .fps) == .number(30))
        #expect(try value("fps: 30000/1001", .fps) == .text("30000/1001"))
        #expect(try value("mute: True", .mute) == .flag(true))
        #expect(try value("music: { tempo: [70, 105] }", .musicTempo) == .list([.number(70), .number(105)]))
        #expect(try value("hashtags: { always: ['#コーヒー'] }", .hashtagsAlways) == .list([.text("#コーヒー")]))
    }

    @Test func `a text may be several, with values of their own that may be alike`() throws {
        #expect(try value("text: { words: One }", .textWords) == .text("One"))
        #expect(try value("text: { words: [One, One] }", .textWords) == .list([.text("One"), .text("One")]))
        #expect(
            try value("text: { from: [0, 1.5] }", .textFrom) == .list([.time(time(0)), .time(time(3, 2))]))
        for wrong in [
            "words: []", "words: [1]", "words: [a, b, c, d, e, f, g, h, i]", "position: [top, left]",
        ] {
            #expect(throws: ConfigurationError.self) { try read("text: { \(wrong) }") }
        }
    }

    @Test func `extends and lock are read with their places, and a mapping locks all in it`() throws {
        let file = try read("extends: tiktok-15\nlock:\n  - look\n  - audience\n")
        #expect(file.extends?.text == "tiktok-15" && file.extends?.place.line == 1)
        #expect(file.extends?.isFile == false)
        #expect(try read("extends: base.yaml").extends?.isFile == true)
        #expect(Set(file.locks.keys) == [.look, .minimumAge, .language, .region, .city])
        #expect(file.locks[.look]?.line == 3 && file.locks[.minimumAge]?.line == 4)
    }

    @Test(
        arguments: [
            ("lenghts: [15]", 1, 1, "unknown key 'lenghts'", "did you mean 'lengths'?"),
            ("fade_out: 1", 1, 1, "unknown key 'fade_out'", "did you mean 'fade-out'?"),
            ("moods: [calm]", 1, 1, "unknown key 'moods'", "put 'moods' below 'music:'"),
            ("music:\n  mods: [calm]", 2, 3, "unknown key 'music.mods'", "did you mean 'moods'?"),
            ("music:\n  look: none", 2, 3, "unknown key 'music.look'", "put 'look' at the top"),
            ("music.mix: duck", 1, 1, "unknown key 'music.mix'", "put 'mix' below 'music:'"),
            ("look: none\nquality: 52", 2, 10, "'quality' is a number from 0 to 51, not the number 52", nil),
            ("platforms: [tiktok, rels]", 1, 21, "each of 'platforms' is one of", "did you mean 'reels'?"),
            ("lengths: [15, 15.0]", 1, 15, "names 15 twice", "keep one of them"),
            ("lengths: []", 1, 10, "a list of 1 to 8", nil),
            ("description: 15", 1, 14, "one line of text", "put it into quotes"),
            ("description: 0x1F", 1, 14, "one line of text", "put it into quotes"),
            ("description: -.Inf", 1, 14, "one line of text", "put it into quotes"),
            ("hashtags: { always: [#kopi] }", 2, 1, "broken YAML", nil),
            ("hashtags:\n  always:\n    - #kopi", 3, 6, "a hashtag", "put what begins with # into quotes"),
            ("music: { tempo: [105, 70] }", 1, 17, "above the second", nil),
            ("size: 1080x1920\naspect: '9:16'", 2, 9, "both tell the shape", "keep one of them"),
            ("logo: { file: /x.png }", 1, 15, "a file in the folder of presets", nil),
            ("extends: /x.yaml", 1, 10, "'extends' is the name of a preset", "a preset cannot leave"),
            ("lock: [lok]", 1, 8, "'lock' names fields", "did you mean 'look'?"),
            ("lock: look", 1, 7, "a list of fields", nil), ("lock: [look, look]", 1, 14, "locked twice", nil),
            ("description: \"a\\u0007\"", 1, 14, "one line of text", nil),
            ("output: \"a\\n{stem}\"", 1, 9, "a file's name", nil),
            ("output: '{brand}'", 1, 9, "its words are {stem} {ext}", nil),
            ("caption: 'Hi {foo}'", 1, 10, "with the words {about} {city} {brand}", nil),
            ("output: 'a.mp4'", 1, 9, "without folder or extension", nil),
            ("look: &a none", 1, 7, "anchors and aliases", nil), ("look: !x none", 1, 7, "tags", nil),
            ("look: none\nmute: true\nlook: none", 1, 1, "the key 'look' stands here and again", nil),
            ("fps: [30\nmute: true\n", 1, 6, "broken YAML", nil), ("- look", 1, 1, "a mapping", nil),
        ] as [(String, Int, Int, String, String?)])
    func `what is wrong is told with its place`(
        text: String, line: Int, column: Int, words: String, hint: String?
    ) throws {
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        let problem = try #require(error?.problems.first)
        #expect((problem.line, problem.column) == (line, column), "\(problem.text)")
        #expect(problem.message.contains(words), "\(problem.text)")
        #expect(problem.file == "my.yaml")
        if let hint { #expect(problem.hint?.hasPrefix(hint) == true, "\(problem.hint ?? "none")") }
    }

    @Test func `everything that is wrong in a file is told at once, in its order`() {
        let text = "lenghts: [15]\nquality: 52\nmusic:\n  mixx: duck\nlock: [colour]\n"
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        #expect(error?.problems.map(\.line) == [1, 2, 4, 5])
        #expect(error?.kind == .wrongConfiguration)
    }

    @Test func `the published schema is that of the table`() throws {
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(
                "../../Presets/schema/preset.schema.json")
        let platforms = try PlatformFile.read(Presets.platforms, file: "").map(\.id)
        let text = PresetSchema(platforms: platforms).text
        #expect(
            try String(contentsOf: place, encoding: .utf8) == text,
            "write it anew: clipfit preset schema > Presets/schema/preset.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let keys = try #require(schema["properties"] as? [String: Any]).keys
        #expect(Set(keys) == Set(PresetField.topKeys))
    }

    @Test func `a new preset reads as it is, and with every line taken in`() throws {
        let text = PresetTemplate(name: "mine", base: nil).text
        #expect(try read(text).settings.map(\.field) == [.description])
        let all = text.split(separator: "\n").filter { !$0.hasPrefix("# A preset") && !$0.hasPrefix("# and") }
            .map { $0.replacing("# Fields, and", with: "## Fields, and") }
            .map { $0.hasPrefix("# ") && !$0.hasPrefix("# size:") ? String($0.dropFirst(2)) : String($0) }
        let file = try read(all.joined(separator: "\n"))
        #expect(Set(file.settings.map(\.field)) == Set(PresetField.allCases).subtracting([.size]))
        #expect(file.locks[.look] != nil)
    }

    @Test func `a preset that builds on another shows what that says, in quotes where YAML wants them`()
        throws
    {
        var base = Preset(name: "base")
        try base.apply([
            PresetSetting(.hashtagsNever, .list([.text("#it's")]), .flag("")),
            PresetSetting(.aspect, .text("9:16"), .flag("")),
            PresetSetting(.quality, .number(19.5), .flag("")),
        ])
        let text = PresetTemplate(name: "child", base: base).text
        #expect(text.contains("\nextends: base\n"))
        #expect(text.contains("#   never: ['#it''s'] "))
        #expect(text.contains("# aspect: '9:16' "))
        #expect(text.contains("# quality: 19.5 "))
    }
}
