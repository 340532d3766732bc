internal import Foundation

/// Decodes text files.
enum PlainText {
    /// Decodes UTF-8, with or without a byte-order mark, UTF-16 with one, or Windows-1252. The mark is removed.
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
        if let text = latin(bytes) { return text }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: plain, as: UTF8.self), !plain.contains(0) else {
            throw unreadable
        }
        return text
    }

    /// The text in Windows-1252, as older spreadsheets write it; nil for UTF-8, and for bytes that are no text.
    static func latin(_ bytes: [UInt8]) -> String? {
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]),
            String(validating: bytes, as: UTF8.self) == nil,
            !bytes.contains(where: { $0 < 9 || [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) })
        else { return nil }
        return String(bytes: bytes, encoding: .windowsCP1252)
    }
}
