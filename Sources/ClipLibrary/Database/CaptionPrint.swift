/// Fingerprints captions, to match posts by them.
enum CaptionPrint {
    /// FNV-1a (64 bits) of a text's letters and digits; nil if there are fewer than 8.
    static func print(of text: String) -> String? {
        let plain = text.lowercased().filter { $0.isLetter || $0.isNumber }
        guard plain.count >= 8 else { return nil }
        let hash = plain.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
