/// Maps characters to a font's glyphs and their advances.
public struct FontCharacters: Sendable {
    private let map: FontTables.Table
    /// Offset of the subtable in ``map``.
    private let start: Int
    private let format: Int
    private let metrics: FontTables.Table
    private let measured: Int

    /// Nil if the font has no Unicode table (formats 4 and 12) or no advances.
    init?(_ tables: FontTables) {
        guard let map = tables["cmap"], let count = map.number(2, 2), let metrics = tables["hmtx"],
            let measured = tables["hhea"]?.number(34, 2), measured > 0
        else { return nil }
        var best: (start: Int, format: Int)?
        for entry in stride(from: 4, to: 4 + min(count, 64) * 8, by: 8) {
            guard let platform = map.number(entry, 2), let coding = map.number(entry + 2, 2),
                let offset = map.number(entry + 4, 4), let format = map.number(offset, 2),
                platform == 0 && coding != 5 || platform == 3 && (coding == 1 || coding == 10),
                format == 4 || format == 12
            else { continue }
            if best == nil || format > best!.format { best = (offset, format) }
        }
        guard let best else { return nil }
        (self.map, self.metrics, self.measured) = (map, metrics, measured)
        (start, format) = best
    }

    /// Whether the font has all visible parts of a character.
    public func has(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { scalar in
            Self.isInvisible(scalar) || scalar.properties.isWhitespace || glyph(scalar) != nil
        }
    }

    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: true
        default: scalar.properties.isVariationSelector
        }
    }

    /// Nil if the font lacks the character.
    func glyph(_ scalar: Unicode.Scalar) -> Int? {
        let glyph = format == 12 ? wide(Int(scalar.value)) : narrow(Int(scalar.value))
        return glyph == 0 ? nil : glyph
    }

    func advance(_ glyph: Int) -> Int { metrics.number(min(glyph, measured - 1) * 4, 2) ?? 0 }

    private func narrow(_ code: Int) -> Int? {
        guard code <= 0xFFFF, let twice = map.number(start + 6, 2), twice > 0 else { return nil }
        let count = twice / 2
        let (ends, starts) = (start + 14, start + 16 + twice)
        let index = first(count) { (map.number(ends + $0 * 2, 2) ?? 0xFFFF) >= code }
        guard index < count, let from = map.number(starts + index * 2, 2), from <= code,
            let delta = map.number(starts + twice + index * 2, 2),
            let offset = map.number(starts + twice * 2 + index * 2, 2)
        else { return nil }
        if offset == 0 { return (code + delta) & 0xFFFF }
        let glyph = map.number(starts + twice * 2 + index * 2 + offset + (code - from) * 2, 2) ?? 0
        return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF
    }

    private func wide(_ code: Int) -> Int? {
        guard let count = map.number(start + 12, 4), count <= map.bytes.count / 12 else { return nil }
        let index = first(count) { (map.number(start + 20 + $0 * 12, 4) ?? .max) >= code }
        guard index < count, let from = map.number(start + 16 + index * 12, 4), from <= code,
            let glyph = map.number(start + 24 + index * 12, 4)
        else { return nil }
        return glyph + code - from
    }

    /// Index of the first element for which the condition holds (binary search).
    private func first(_ count: Int, where isBehind: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
