import Testing

@testable import ClipCore

@Suite struct LineBreaksTests {
    #if PORTABLE
        private static let hasDictionaries = false
    #else
        private static let hasDictionaries = true
    #endif

    @Test(
        .enabled(if: hasDictionaries, "the build has none of ICU"),
        arguments: [
            "ลด|ราคา|พิเศษ|วัน|นี้|กาแฟ|น้ำตาล|โตนด|จาก|เชียงใหม่",
            "ຍິນດີ|ຕ້ອນຮັບ|ສູ່|ປະເທດ|ລາວ",
            "សូមស្វាគមន៍|មកកាន់|ប្រទេស|កម្ពុជា",
            "မြန်မာနိုင်ငံ|မှ|ကြိုဆို|ပါ|တယ်",
            "今天|咖啡|半价|优惠",
            "今日は|特別|セール、|コーヒー|半額です。",
            "이번 |주말에만 |할인합니다",
            "Kopi |dan |teh |👨‍👩‍👧 |🇮🇩 |at |17:00",
            "",
        ])
    func `lines are broken between words, also in scripts without spaces`(_ marked: String) {
        let parts = marked.split(separator: "|").map(String.init)
        #expect(LineBreaks.units(parts.joined()).map(String.init) == parts)
    }

    @Test func `without dictionaries, words and single characters stay together`() {
        #expect(LineBreaks.simpleUnits("a\u{A0}b c 咖啡, d") == ["a\u{A0}b ", "c ", "咖", "啡, ", "d"])
    }

    @Test func `nothing is lost in text of any characters`() {
        var random = FixedRandom(state: 1)
        for _ in 0..<2000 {
            let text = (0..<12).map { _ in
                String(Character(Unicode.Scalar(UInt32.random(in: 0x20...0xD7FF, using: &random))!))
            }.joined()
            #expect(LineBreaks.units(text).joined() == text)
        }
    }
}
