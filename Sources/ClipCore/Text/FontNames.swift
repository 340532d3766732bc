/// The names of a font.
public struct FontNames: Hashable, Sendable {
    /// e.g. `DejaVu Sans`.
    public let family: String
    /// e.g. `DejaVu Sans Bold`.
    public let full: String
    /// e.g. `DejaVuSans-Bold`; "" for none.
    public let postScript: String
    /// e.g. `Bold`.
    public let style: String
    private let isPostScript: Bool

    init?(_ table: FontTables.Table, isPostScript: Bool) {
        guard let count = table.number(2, 2), let text = table.number(4, 2) else { return nil }
        var found: [Int: String] = [:]
        for entry in stride(from: 6, to: 6 + min(count, 2000) * 12, by: 12) {
            guard let platform = table.number(entry, 2), let language = table.number(entry + 4, 2),
                let id = table.number(entry + 6, 2), let length = table.number(entry + 8, 2),
                let offset = table.number(entry + 10, 2), [1, 2, 4, 6].contains(id)
            else { continue }
            let bytes = FontTables.slice(table.bytes, text + offset, length)
            // Prefer English Windows names; Macintosh names are ASCII in most fonts.
            if platform == 3 && (language == 0x409 || found[id] == nil) {
                let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                    UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
                }
                found[id] = String(decoding: units, as: UTF16.self)
            } else if platform == 1 && found[id] == nil && bytes.allSatisfy({ $0 < 0x80 }) {
                found[id] = String(decoding: bytes, as: UTF8.self)
            }
        }
        guard let family = found[1], !family.isEmpty else { return nil }
        self.family = family
        style = found[2] ?? "Regular"
        full = found[4] ?? family
        postScript = found[6] ?? ""
        self.isPostScript = isPostScript
    }

    /// The name by which libass identifies this face; nil if it is not allowed in a script.
    var script: String? {
        let name = isPostScript && !postScript.isEmpty ? postScript : full
        let isSound = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "," } && name.first != "@"
        return isSound && name == name.trimmingSpaces && name.utf8.count < 100 ? name : nil
    }

    /// How well a typed name matches, lower is better; nil if it does not.
    public func rank(of typed: String) -> Int? {
        let word = typed.lowercased()
        if word == full.lowercased() || word == postScript.lowercased() { return 0 }
        guard word == family.lowercased() else { return nil }
        // Overlay text is most legible in bold.
        let order = ["bold", "semibold", "medium", "regular", "book", "roman"]
        return 1 + (order.firstIndex(of: style.lowercased()) ?? order.count)
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
