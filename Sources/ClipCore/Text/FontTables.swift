/// The tables of a font file, read on demand.
public struct FontTables: Sendable {
    /// Reads `count` bytes at a position, or fewer at the end of the file.
    public typealias Reader = @Sendable (_ place: Int, _ count: Int) -> [UInt8]

    /// A table in memory; numbers are big-endian.
    struct Table: Sendable {
        let bytes: [UInt8]

        func number(_ place: Int, _ size: Int) -> Int? {
            guard place >= 0, place + size <= bytes.count else { return nil }
            return bytes[place..<place + size].reduce(0) { $0 << 8 | Int($1) }
        }

        func signed(_ place: Int) -> Int? { number(place, 2).map { Int(Int16(truncatingIfNeeded: $0)) } }
    }

    private let places: [String: Range<Int>]
    private let read: Reader
    let isPostScript: Bool

    /// Nil if the file does not start like a font.
    public init?(at read: @escaping Reader) {
        var start = 0
        var head = Table(bytes: read(0, 12))
        if head.bytes.starts(with: Array("ttcf".utf8)) {
            start = Table(bytes: read(12, 4)).number(0, 4) ?? 0
            head = Table(bytes: read(start, 12))
        }
        let kinds: [Int] = [0x0001_0000, 0x4F54_544F, 0x7472_7565]
        guard let kind = head.number(0, 4), kinds.contains(kind), let count = head.number(4, 2), count <= 256
        else { return nil }
        let list = Table(bytes: read(start + 12, count * 16))
        var places: [String: Range<Int>] = [:]
        for entry in stride(from: 0, to: count * 16, by: 16) {
            guard let offset = list.number(entry + 8, 4), let length = list.number(entry + 12, 4) else {
                return nil
            }
            let tag = String(decoding: list.bytes[entry..<entry + 4], as: UTF8.self)
            places[tag] = offset..<offset + length
        }
        (self.places, self.read, isPostScript) = (places, read, kind == 0x4F54_544F)
    }

    /// A table of at most 32 MB; nil if the font lacks it.
    subscript(_ tag: String) -> Table? {
        guard let place = places[tag], place.count <= FontFile.maximumBytes else { return nil }
        return Table(bytes: read(place.lowerBound, place.count))
    }

    /// The font's names; nil for none.
    public var names: FontNames? { self["name"].flatMap { FontNames($0, isPostScript: isPostScript) } }

    /// The characters that it has; nil if that cannot be read.
    public var characters: FontCharacters? { FontCharacters(self) }

    /// It has glyphs in colour.
    public var isColoured: Bool { ["CBDT", "sbix", "COLR"].contains { places[$0] != nil } }

    static func slice(_ bytes: [UInt8], _ place: Int, _ count: Int) -> [UInt8] {
        guard place >= 0, count >= 0, place < bytes.count else { return [] }
        return Array(bytes[place..<min(bytes.count, place + count)])
    }
}
