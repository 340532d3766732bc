/// Captions, so far as posts are found again by them.
enum CaptionPrint {
    /// A fingerprint of a text's letters and digits (FNV-1a, 64 bits); nil where they are too few to tell texts apart.
    static func print(of text: String) -> String? {
        let plain = text.lowercased().filter { $0.isLetter || $0.isNumber }
        guard plain.count >= 8 else { return nil }
        let hash = plain.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
