import Testing

@testable import ClipCore

@Suite struct EncodingGuessTests {
    /// Two made-up encodings, in which a byte above ASCII is a letter of one script.
    private static func decode(_ bytes: [UInt8], _ name: String) -> String? {
        let start: UInt32? = ["CYR": 0x430 - 0xE0, "GRE": 0x3B1 - 0xE1][name]
        guard let start else { return nil }
        return String(
            String.UnicodeScalarView(
                bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : Unicode.Scalar(start + UInt32($0))! }))
    }

    private let guess = EncodingGuess("# two tables\nru CYR 4аоеd\u{438}н\nel GRE 4αοεdνι\n")

    @Test func `the encoding whose letters are frequent comes first, with a line that is said`() {
        let text =
            Array("1\n00:00:01,000 --> 00:00:02,000\nplain\n<i>".utf8) + [0xED, 0xE5, 0xE0]
            + Array("</i>\n".utf8)
        let found = guess.likeliest(text, decode: Self.decode)
        #expect(found.map(\.name) == ["CYR", "GRE"])
        #expect(found.first?.line == "неа")
    }

    @Test func `a text that no encoding holds has no likely ones`() {
        #expect(guess.likeliest([0xE0, 0xE1], decode: { _, _ in nil }).isEmpty)
        #expect(guess.likeliest(Array("ascii".utf8), decode: Self.decode).isEmpty)
        // Nobody writes control characters.
        #expect(guess.likeliest([0xE0, 0x0A], decode: { _, _ in "\u{85}\n" }).isEmpty)
    }

    @Test func `the tables are whole`() {
        let names = EncodingGuess.usual.encodings
        #expect(names.count == 16 && names.contains("GB18030") && names.contains("CP1258"))
    }

    @Test(arguments: [
        ("ind", "id"), ("in", "id"), ("id-ID", "id"), ("ID_id", "id"), ("eng", "en"), ("zho", "zh"),
        ("chi", "zh"),
        ("pt-BR", "pt"), ("jav", "jv"), ("fil", "tl"), ("und", "und"), ("xx", "xx"), ("he", "he"),
        ("iw", "he"),
    ])
    func `one language has one code`(_ tag: String, _ code: String) {
        #expect(LanguageCode.short(tag) == code)
    }

    @Test func `codes of languages are told from other words`() {
        for text in ["en", "ind", "id-ID", "zh_Hant", "en-orig"] { #expect(LanguageCode.isOne(text)) }
        for text in ["", "e", "copy", "e1", "en-", "final cut", "-en"] { #expect(!LanguageCode.isOne(text)) }
    }

    @Test func `packets of tracks are read by their codec`() throws {
        let read = { (bytes: [UInt8], codec: String) in
            try CaptionPacket.caption(bytes, codec, span(0, 1))?.text
        }
        #expect(try read([0, 4] + Array("so\nitstyl".utf8), "mov_text") == "so\ni")
        #expect(try read([0, 0], "mov_text") == nil)
        #expect(try read(Array("<i>so</i> it".utf8), "subrip") == "so it")
        #expect(try read(Array("0,0,Default,,0,0,0,,{\\i1}One,\\Ntwo".utf8), "ass") == "One,\ntwo")
        #expect(throws: PlanningError.self) { try read([0xFC, 0xE4], "subrip") }
    }
}
