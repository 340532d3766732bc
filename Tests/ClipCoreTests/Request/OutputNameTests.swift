import SystemPackage
import Testing

@testable import ClipCore

@Suite struct OutputNameTests {
    private let words = OutputName.Words(
        source: "films/holiday.MOV", length: time(15), start: time(3, 2), number: 2)

    private func path(
        _ typed: String?, isFolder: Bool = false, _ container: Container = .mp4, several: Bool = false
    )
        throws -> String
    {
        try OutputName(typed.map { Array($0.utf8) }, isFolder: isFolder).path(
            words, container, several: several
        ).string
    }

    @Test(
        arguments: [
            (nil, false, "films/holiday-15s.mp4"), ("out", false, "out.mp4"), ("out.mp4", false, "out.mp4"),
            ("out", true, "out/holiday-15s.mp4"), ("out/", false, "out/holiday-15s.mp4"),
            ("/tmp", true, "/tmp/holiday-15s.mp4"),
            ("{stem}_{n}_{start}_{length}.mp4", false, "holiday_2_1.5_15.mp4"),
            ("a/{stem}", false, "a/holiday.mp4"),
            ("{n}{n}.mov", false, "22.mov"), (".", true, "./holiday-15s.mp4"),
        ] as [(String?, Bool, String)])
    func `the name is filled in`(typed: String?, isFolder: Bool, expected: String) throws {
        #expect(try path(typed, isFolder: isFolder) == expected)
    }

    @Test func `default names carry a number where there are several`() throws {
        #expect(try path(nil, several: true) == "films/holiday-15s-2.mp4")
        #expect(try path("out/", several: true) == "out/holiday-15s-2.mp4")
    }

    @Test(arguments: [
        (Container.mp4, "mp4"), (.mov, "mov"), (.matroska, "mkv"), (.webm, "webm"), (.mpegts, "ts"),
    ])
    func `the container gives the extension`(container: Container, ending: String) throws {
        #expect(try path(nil, container) == "films/holiday-15s.\(ending)")
        #expect(Container(fileExtension: ending) == container)
    }

    @Test(
        arguments: [
            ("{stem}_{preset}", "", false, "out/holiday_brand.mp4"),
            ("{preset}", "a+b", false, "out/brand-a+b.mp4"),
            ("{platform}-{n}", "a", true, "out/a-2.mp4"), ("{preset}", "", true, "out/brand-2.mp4"),
        ] as [(String, String, Bool, String)])
    func `a preset's template takes the place of the default name`(
        template: String, platform: String, several: Bool, expected: String
    ) throws {
        var words = words
        words.platform = platform
        let name = OutputName(Array("out/".utf8), isFolder: true, preset: "brand", template: template)
        #expect(try name.path(words, .mp4, several: several).string == expected)
        #expect(name.has("preset") == template.contains("{preset}") && !name.has("length"))
        let typed = OutputName(
            Array("{preset}.mov".utf8), isFolder: false, preset: "brand", template: template)
        #expect(try typed.path(words, .mov).string == "brand.mov")
    }

    @Test(arguments: ["out/{platform}/", "{n}/a.mp4", "a/{stem}/{stem}"])
    func `a word in the name of a folder is refused`(path: String) {
        #expect(throws: PlanningError.self) { try OutputName(Array(path.utf8), isFolder: false).checkPlace() }
        #expect(throws: Never.self) {
            try OutputName(Array("a{b}/{stem}".utf8), isFolder: false).checkPlace()
        }
    }

    @Test(arguments: ["{title}.mp4", "{}.mp4", "{Stem}.mp4", "x/{stem }.mp4"])
    func `an unknown word is a mistake`(typed: String) {
        let error = #expect(throws: PlanningError.self) { try path(typed) }
        #expect(error?.code == .usage)
        #expect(error?.hint?.contains("{stem}") == true)
    }

    @Test func `a brace that is not closed is a character like any other`() throws {
        #expect(try path("a{b.mp4") == "a{b.mp4")
        #expect(try path("{stem}-{b.mp4") == "holiday-{b.mp4")
        #expect(try path("a}b.mp4") == "a}b.mp4")
    }

    @Test func `bytes that are no UTF-8 pass through`() throws {
        var words = words
        words.source = FilePath(bytes: Array("d/".utf8) + [0xFF, 0xFE] + Array(".mp4".utf8))
        #expect(
            try OutputName(nil, isFolder: false).path(words, .mp4).bytes == Array("d/".utf8) + [0xFF, 0xFE]
                + Array("-15s.mp4".utf8))
        let typed = [0xE9] + Array("{stem}.mp4".utf8)
        #expect(
            try OutputName(typed, isFolder: false).path(words, .mp4).bytes == [0xE9, 0xFF, 0xFE]
                + Array(".mp4".utf8))
    }

    @Test func `words in a source's own name are not filled in`() throws {
        var words = words
        words.source = "{n}.mp4"
        #expect(try OutputName(nil, isFolder: false).path(words, .mp4).string == "{n}-15s.mp4")
    }

    @Test(
        arguments: [
            ("a.mp4", Container.mp4), ("a.M4V", .mp4), ("a.mov", .mov), ("a.mkv", .matroska),
            ("a.webm", .webm), ("a.ts", .mpegts),
            ("a", nil), (".mp4", nil), ("a.{n}", nil), ("dir.mp4/", nil), ("dir.mov/a", nil),
        ] as [(String, Container?)])
    func `the extension asks for the container`(typed: String, container: Container?) throws {
        #expect(try OutputName(Array(typed.utf8), isFolder: false).container() == container)
    }

    @Test(arguments: ["a.avi", "a.mp3", "a.jpg", "a."])
    func `an extension that is not written is refused`(typed: String) throws {
        if typed == "a." {
            #expect(try OutputName(Array(typed.utf8), isFolder: false).container() == nil)
        } else {
            let error = #expect(throws: PlanningError.self) {
                try OutputName(Array(typed.utf8), isFolder: false).container()
            }
            #expect(error?.code == .unsatisfiable)
        }
    }

    @Test(arguments: [
        ("out.mp4", "n", false), ("a{n.mp4", "n", false), ("{n}.mp4", "n", true), ("{stem}{n}", "n", true),
        ("{n}.mp4", "stem", false),
    ])
    func `a word counts only in its braces`(typed: String, word: String, has: Bool) {
        #expect(OutputName(Array(typed.utf8), isFolder: false).has(word) == has)
    }

    @Test func `a name that is made has the stem and the length`() {
        for name in [OutputName(nil, isFolder: false), OutputName(Array("out/".utf8), isFolder: false)] {
            #expect(name.isStandard && name.has("stem") && name.has("length") && !name.has("n"))
        }
    }
}

@Suite struct FileNameTests {
    @Test(arguments: [
        ("a/b.MP4", "b", "mp4"), ("b", "b", ""), (".hidden", ".hidden", ""), ("a.b.c", "a.b", "c"),
        ("a.", "a", ""),
    ])
    func `stem and extension are those of the last component`(path: String, stem: String, ending: String) {
        let parts = FilePath(path).stemAndExtension
        #expect(parts.stem == Array(stem.utf8))
        #expect(parts.extension == ending)
    }

    @Test(arguments: [Array("a\nb".utf8), [0xFF], [0x63, 0xC3, 0x28], Array("🎬".utf8)])
    func `bytes survive`(bytes: [UInt8]) throws {
        let path = FilePath(bytes: bytes)
        #expect(path.bytes == bytes)
        let isText = String(validating: bytes, as: UTF8.self) != nil
        #expect((path.base64IfNotText == nil) == isText)
        if let encoded = path.base64IfNotText { #expect(FilePath(base64: encoded) == path) }
    }

    @Test(arguments: [("a", 1), ("é", 2), ("語", 3), ("🎬", 4)])
    func `a name that would be too long is cut between characters, and told from others by a hash`(
        letter: String, width: Int
    ) throws {
        let fits = String(repeating: letter, count: (255 - "-15s.mp4".utf8.count) / width)
        let long = String(repeating: letter, count: 255 / width)
        func made(_ stem: String, _ typed: String = "out/") throws -> FilePath {
            let words = OutputName.Words(
                source: FilePath("\(stem).MOV"), length: time(15), start: time(3, 2), number: 2)
            return try OutputName(Array(typed.utf8), isFolder: false).path(words, .mp4)
        }
        #expect(try made(fits).string == "out/\(fits)-15s.mp4")
        let short = try made(long)
        #expect((247...255).contains(short.nameBytes.count))
        let text = try #require(String(validating: short.nameBytes, as: UTF8.self))
        #expect(text.hasPrefix(letter) && text.hasSuffix("-15s.mp4") && short.string.hasPrefix("out/"))
        #expect(try made(long) == short)
        #expect(try made("\(long.dropLast())b") != short)
        // The stem twice, and a name of the user's own.
        for typed in ["{stem}{stem}.mp4", "\(long)\(long).mp4"] {
            let name = try made(long, typed).nameBytes
            #expect(name.count <= 255 && name.suffix(4).elementsEqual(".mp4".utf8))
            #expect(String(validating: name, as: UTF8.self) != nil)
        }
        // Files beside it.
        let beside = short.beside(".caption.txt").nameBytes
        #expect(beside.count <= 255 && beside.suffix(12).elementsEqual(".caption.txt".utf8))
    }
}
