/// Decodes text files.
enum PlainText {
    /// Decodes UTF-8, with or without a byte-order mark, or UTF-16 with one. The mark is removed.
    static func read(_ bytes: [UInt8]) throws(ImportProblem) -> String {
        let unreadable = ImportProblem("it is no text in UTF-8 or UTF-16", hint: "save it as CSV UTF-8")
        let isBig = bytes.starts(with: [0xFE, 0xFF])
        if isBig || bytes.starts(with: [0xFF, 0xFE]) {
            guard bytes.count.isMultiple(of: 2) else { throw unreadable }
            let units = stride(from: 2, to: bytes.count, by: 2).map { place in
                let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                return isBig ? first << 8 | second : second << 8 | first
            }
            guard let text = String(validating: units, as: UTF16.self), !text.utf8.contains(0) else {
                throw unreadable
            }
            return text
        }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: plain, as: UTF8.self), !plain.contains(0) else {
            throw unreadable
        }
        return text
    }
}
