/// Text of an encoding that nobody tells: UTF-8, UTF-16 with or without a mark, else the one of Windows' code pages that
/// fits its letters.
struct TextDecoding {
    let text: String
    /// What was taken for granted; nil where the bytes leave no doubt.
    let note: String?

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            (text, note) = (Self.utf16(bytes.dropFirst(2), isBig: bytes[0] == 0xFE), nil)
        } else if let isBig = Self.unmarkedUTF16(bytes) {
            (text, note) = (Self.utf16(bytes[...], isBig: isBig), "read as UTF-16")
        } else if let plain = String(
            validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...],
            as: UTF8.self)
        {
            (text, note) = (plain, nil)
        } else {
            let page = CodePage.likeliest(for: bytes)
            text = String(String.UnicodeScalarView(bytes.map(page.scalar)))
            note = "read as \(page.name)"
        }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Digits, colons and line ends have a 0 beside them in UTF-16; nil for other text.
    private static func unmarkedUTF16(_ bytes: [UInt8]) -> Bool? {
        let head = bytes.prefix(4096)
        let zeros = head.indices.filter { head[$0] == 0 }
        guard head.count >= 4, zeros.count * 5 > head.count else { return nil }
        return zeros.count { $0 % 2 == 0 } > zeros.count / 2
    }
}
