internal import SystemLibrary

/// Decodes text of named encodings with the C library's `iconv`.
public enum TextDecoder {
    /// Names to suggest; `iconv -l` prints all.
    public static let common = [
        "CP1252", "CP1250", "CP1251", "KOI8-R", "CP1253", "CP1254", "CP1255", "CP1256", "CP1257", "CP1258",
        "CP874", "GB18030", "BIG5-HKSCS", "CP932", "EUC-JP", "CP949", "ISO-8859-1", "ISO-8859-15", "CP437",
        "CP850", "CP866",
    ]

    /// Whether the C library has an encoding of this name.
    public static func knows(_ name: String) -> Bool {
        guard let converter = open(name) else { return false }
        iconv_close(converter)
        return true
    }

    /// Loads the modules of these encodings: in the sandbox nothing can be loaded.
    public static func load(_ names: [String]) {
        // Left open: unused modules are unloaded.
        for name in names { _ = open(name) }
    }

    /// The text of `bytes`; nil if they are invalid in the encoding, or it is unknown.
    public static func text(_ bytes: [UInt8], _ name: String) -> String? {
        guard let converter = open(name) else { return nil }
        defer { iconv_close(converter) }
        var bytes = bytes.map { CChar(bitPattern: $0) }
        // One byte makes at most four of UTF-8.
        var text = [UInt8](repeating: 0, count: bytes.count * 4 + 16)
        let count: Int? = bytes.withUnsafeMutableBufferPointer { source in
            text.withUnsafeMutableBytes { target in
                var (from, left) = (source.baseAddress, source.count)
                var (to, room) = (target.baseAddress?.assumingMemoryBound(to: CChar.self), target.count)
                // The second call writes what was held back, such as a letter that a combining mark might follow.
                guard iconv(converter, &from, &left, &to, &room) == 0, left == 0,
                    iconv(converter, nil, nil, &to, &room) != -1
                else { return nil }
                return target.count - room
            }
        }
        return count.flatMap { String(validating: text[..<$0], as: UTF8.self) }
    }

    private static func open(_ name: String) -> iconv_t? {
        // After a slash follow flags, such as to replace invalid bytes.
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        else { return nil }
        let converter = iconv_open("UTF-8", name)
        return Int(bitPattern: converter) == -1 ? nil : converter
    }
}
