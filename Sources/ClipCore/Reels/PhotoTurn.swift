/// How a photo's pixels are turned to be upright, as the Orientation tag of Exif 2.32 tells it.
public struct PhotoTurn: Hashable, Sendable {
    /// The tag's value, 1 (upright) to 8.
    public let orientation: Int

    /// Finds the tag in a JPEG, PNG or WebP file; upright without one.
    public init(_ bytes: [UInt8]) {
        let tag = Self.blocks(of: bytes).lazy.compactMap { Self.orientation(in: bytes[$0]) }.first
        orientation = tag ?? 1
    }

    /// Reads the properties `irot` and `imir` of an AVIF or HEIC file (ISO/IEC 23008-12, 6.5.10 and 6.5.12); upright without.
    public init(heif bytes: [UInt8]) {
        let place = { (name: String, part: ArraySlice<UInt8>) in
            part.indices.first { part[$0...].starts(with: name.utf8) }
        }
        let box = place("ipco", bytes.prefix(1 << 18)) ?? bytes.endIndex
        let size = bytes[max(0, box - 4)..<box].reduce(0) { $0 << 8 | Int($1) }
        let properties = bytes[box...].prefix(size)
        let value = { (name: String) in
            place(name, properties).flatMap { properties[$0...].dropFirst(4).first }
        }
        let mirror = value("imir").map { 1 + Int($0 & 1) } ?? 0
        orientation = [[1, 4, 2], [8, 5, 7], [3, 2, 4], [6, 7, 5]][Int((value("irot") ?? 0) & 3)][mirror]
    }

    /// The parts of the file that may hold Exif data: JPEG and PNG have it near the start, WebP near the end.
    private static func blocks(of bytes: [UInt8]) -> [Range<Int>] {
        let marks = [Array("Exif\0\0".utf8), Array("eXIf".utf8), Array("EXIF".utf8)]
        var found: [Range<Int>] = []
        let isWebP = bytes.starts(with: "RIFF".utf8)
        let searched = isWebP ? bytes.indices.suffix(1 << 18) : bytes.indices.prefix(1 << 18)
        for place in searched where bytes[place] | 0x20 == UInt8(ascii: "e") {
            guard let mark = marks.first(where: { bytes[place...].starts(with: $0) }) else { continue }
            var start = place + mark.count
            // In WebP the chunk's size stands between its name and its data, which may repeat the JPEG's mark.
            if mark == marks[2] { start += 4 }
            if start < bytes.count, bytes[start...].starts(with: marks[0]) { start += marks[0].count }
            if start < bytes.count { found.append(start..<min(bytes.count, start + 65_536)) }
        }
        return found
    }

    /// TIFF 6.0, section 2: the first directory's entry 0x0112.
    private static func orientation(in block: ArraySlice<UInt8>) -> Int? {
        let isLittle = block.starts(with: [0x49, 0x49, 0x2A, 0])
        guard isLittle || block.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
        let number = { (place: Int, count: Int) -> Int? in
            let from = block.startIndex + place
            guard place >= 0, from + count <= block.endIndex else { return nil }
            let bytes = block[from..<from + count]
            return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        for entry in 0..<min(entries, 512) where number(directory + 2 + 12 * entry, 2) == 0x0112 {
            return number(directory + 10 + 12 * entry, 2).flatMap { (1...8).contains($0) ? $0 : nil }
        }
        return nil
    }
}
