/// Text whose bytes leave no doubt about the encoding: UTF-8, or UTF-16 with or without a byte order mark.
public enum PlainText {
    /// The text of `bytes`; nil for another encoding and for what is not text. Nothing is guessed or replaced.
    public static func read(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return utf16(bytes.dropFirst(2), isBig: bytes[0] == 0xFE)
        }
        if let isBig = unmarkedUTF16(bytes) { return utf16(bytes[...], isBig: isBig) }
        // An escape begins the Japanese, Chinese or Korean of ISO 2022.
        guard !bytes.contains(0x1B) else { return nil }
        return String(
            validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...],
            as: UTF8.self)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String? {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        return String(validating: units, as: UTF16.self)
    }

    /// Detects UTF-16 by zero bytes next to digits, colons and line ends; nil for other text.
    private static func unmarkedUTF16(_ bytes: [UInt8]) -> Bool? {
        let head = bytes.prefix(4096)
        let zeros = head.indices.filter { head[$0] == 0 }
        guard head.count >= 4, zeros.count * 5 > head.count else { return nil }
        return zeros.count { $0 % 2 == 0 } > zeros.count / 2
    }
}
