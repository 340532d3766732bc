internal import ClipCore
internal import Mustache

/// Escapes text for HTML: special characters as references, control characters spelled out.
///
/// The engine's own escaping works on grapheme clusters and misses a quotation mark with a combining accent,
/// which a browser reads as the attribute's end. So this one works on code points.
struct ScalarEscaping: MustacheContentType {
    /// The name used in templates.
    static let name = "SCALARS"

    private static let references: [Unicode.Scalar: String] = [
        "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;", "\n": "\n",
    ]

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: Self.isSpecial) else { return text }
        return text.unicodeScalars.map { scalar in
            Self.references[scalar] ?? (scalar.isSteering ? scalar.escaped(asASCII: true) : String(scalar))
        }.joined()
    }

    /// Bytes outside ASCII may belong to a character that changes the writing direction.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x7F || "<>&\"'".utf8.contains(byte)
    }
}
