/// A TrueType or OpenType font (ISO/IEC 14496-22), parsed as far as line layout needs it; the first of a collection.
public struct FontFile: Sendable {
    /// Bytes of the file.
    public let bytes: [UInt8]
    /// The name by which libass finds it: full name for TrueType outlines, PostScript name for others.
    public let name: String
    /// Line height in font units, GDI's ascent plus descent: ASS font sizes refer to it.
    public let lineUnits: Int
    /// Units per em.
    public let emUnits: Int
    /// It has PostScript outlines, not TrueType ones.
    public let isPostScript: Bool
    private let characters: FontCharacters

    /// The maximum file size in bytes.
    public static let maximumBytes = 32 << 20

    /// Parses a font; nil if the bytes are not a supported one.
    public init?(_ bytes: [UInt8]) {
        guard let tables = FontTables(at: { FontTables.slice(bytes, $0, $1) }),
            let name = tables.names?.script, let head = tables["head"], let em = head.number(18, 2), em > 0,
            let hhea = tables["hhea"], let characters = FontCharacters(tables)
        else { return nil }
        let windows = tables["OS/2"].map { ($0.number(74, 2) ?? 0) + ($0.number(76, 2) ?? 0) } ?? 0
        let lines = (hhea.signed(4) ?? 0) - (hhea.signed(6) ?? 0)
        lineUnits = windows > 0 ? windows : lines
        guard (em / 4...em * 8).contains(lineUnits) else { return nil }
        (self.bytes, self.name, self.characters, emUnits) = (bytes, name, characters, em)
        isPostScript = tables.isPostScript
    }

    /// Characters of a text that the font lacks, without duplicates and ``isEmoji(_:)``.
    public func missing(in text: String) -> [Character] {
        text.reduce(into: []) { missing, character in
            if !has(character), !isEmoji(character), !missing.contains(character) {
                missing.append(character)
            }
        }
    }

    /// Whether the font has a character, or it is invisible.
    public func has(_ character: Character) -> Bool { characters.has(character) }

    /// Whether text in this font shows a character as emoji, in colours: flags, families and others that are emoji by
    /// default or by a selector, and symbols such as hearts if the font lacks them (UTS #51).
    public func isEmoji(_ character: Character) -> Bool {
        let scalars = character.unicodeScalars
        guard let first = scalars.first, first.properties.isEmoji, !scalars.contains("\u{FE0E}") else {
            return false
        }
        return first.properties.isEmojiPresentation
            || scalars.contains { $0 == "\u{FE0F}" || $0 == "\u{20E3}" || $0.properties.isEmojiModifier }
            || !first.isASCII && !has(character)
    }

    /// Width and height of an emoji, in em.
    public static let emojiEms = 1.1

    /// Advance of a character in font units; one em for missing characters, which come from another font.
    func units(_ scalar: Unicode.Scalar) -> Int {
        if FontCharacters.isInvisible(scalar) { return 0 }
        return characters.glyph(scalar).map(characters.advance) ?? emUnits
    }

    /// Width of a line in pixels at a line height, without kerning, which rarely widens it.
    public func width(_ text: some StringProtocol, lineHeight: Int) -> Double {
        let all = text.reduce(0) { all, character in
            all
                + (isEmoji(character)
                    ? Int(Self.emojiEms * Double(emUnits))
                    : character.unicodeScalars.reduce(0) { $0 + units($1) })
        }
        return Double(all) * Double(lineHeight) / Double(lineUnits)
    }
}

extension FontFile: Hashable {
    /// Compares the files' bytes.
    public static func == (one: FontFile, other: FontFile) -> Bool { one.bytes == other.bytes }
    /// Hashes name and length, which are enough to distinguish fonts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(bytes.count)
    }
}
