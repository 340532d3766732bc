import Testing

@testable import ClipLibrary

@Suite struct ChartNumberTests {
    @Test(arguments: [
        ("5431", 5431.0), ("5,431", 5431), ("5.431", 5431), ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.2K", 1200), ("1,2k", 1200), ("3.4M", 3_400_000), ("51.2B", 51_200_000_000), ("1.234K", 1234),
        ("1,234K", 1_234_000), ("12 rb", 12_000), ("3,4 jt", 3_400_000), ("12.5", 12.5), ("0.431", 0.431),
        ("0,5", 0.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1 234", 1234), ("1\u{202F}234", 1234),
        ("12'345", 12_345), ("5431.0", 5431), ("1234.567", 1234.567), ("0", 0),
    ])
    func `counts are read as people write them`(text: String, value: Double) {
        #expect(ChartNumber.read(text)?.value == value)
    }

    @Test(arguments: [
        "", "NaN", "nan", "inf", "-inf", "Infinity", "-5", "+5", "1e5", "0x10", "1.2.3", "1,2,3", "1,23,456",
        "1..2", ".5",
        "5.", "K", "5 apples", "12K3", "1.234,567.8", "undefined", "--", String(repeating: "9", count: 400),
    ])
    func `what is no count is none`(text: String) { #expect(ChartNumber.read(text) == nil) }

    @Test func `only a single point with three digits behind it could be read otherwise`() {
        #expect(ChartNumber.read("5.431")?.isAmbiguous == true)
        for text in ["5,431", "5.43", "1.234.567", "1.234K", "5431"] {
            #expect(ChartNumber.read(text)?.isAmbiguous == false)
        }
    }
}
