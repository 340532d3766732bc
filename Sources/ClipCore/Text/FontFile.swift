/// A font of TrueType or OpenType outlines (ISO/IEC 14496-22), as far as setting lines asks for it; the first of a collection.
public struct FontFile: Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// The name by which libass finds it: the full name of TrueType outlines, the PostScript name of others.
    public let name: String
    /// Units from one line to the next, of which a font's size in ASS is the pixels: GDI's ascent and descent.
    public let lineUnits: Int
    /// Units of an em.
    public let emUnits: Int
    /// Its outlines are PostScript's, not TrueType's.
    public let isPostScript: Bool
    private let characters: FontCharacters

    /// The most bytes of a file.
    public static let maximumBytes = 32 << 20

    /// Nil where the bytes are no such font.
    public init?(_ bytes: [UInt8]) {
        guard let tables = FontTables(at: { FontTables.slice(bytes, $0, $1) }),
            let name = tables.names?.script,
            let head = tables["head"], let em = head.number(18, 2), em > 0,
            let hhea = tables["hhea"], let characters = FontCharacters(tables)
        else { return nil }
        let windows = tables["OS/2"].map { ($0.number(74, 2) ?? 0) + ($0.number(76, 2) ?? 0) } ?? 0
        let lines = (hhea.signed(4) ?? 0) - (hhea.signed(6) ?? 0)
        lineUnits = windows > 0 ? windows : lines
        guard (em / 4...em * 8).contains(lineUnits) else { return nil }
        (self.bytes, self.name, self.characters, emUnits) = (bytes, name, characters, em)
        isPostScript = tables.isPostScript
    }

    /// Characters of a text that the font does not have, each once.
    func missing(in text: String) -> [Character] {
        text.reduce(into: []) { missing, character in
            let isThere = character.unicodeScalars.allSatisfy { scalar in
                Self.isInvisible(scalar) || scalar.properties.isWhitespace || characters.glyph(scalar) != nil
            }
            if !isThere, !missing.contains(character) { missing.append(character) }
        }
    }

    /// Units that a character moves on by. What the font does not have comes from another one: an em is taken for it.
    func units(_ scalar: Unicode.Scalar) -> Int {
        if Self.isInvisible(scalar) { return 0 }
        return characters.glyph(scalar).map(characters.advance) ?? emUnits
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: true
        default: scalar.properties.isVariationSelector
        }
    }

    /// Pixels of a line of text in lines of `lineHeight` pixels, without the kerning, which rarely widens it.
    public func width(_ text: some StringProtocol, lineHeight: Int) -> Double {
        Double(text.unicodeScalars.reduce(0) { $0 + units($1) }) * Double(lineHeight) / Double(lineUnits)
    }
}

extension FontFile: Hashable {
    /// Their files are the same.
    public static func == (one: FontFile, other: FontFile) -> Bool { one.bytes == other.bytes }
    /// Of the name and the length, which tell fonts apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(bytes.count)
    }
}
