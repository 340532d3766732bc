/// Parameter sets of an H.264 stream as stored in the container: `avcC` (ISO/IEC 14496-15, 5.3.3.1) or start
/// codes.
struct H264Headers {
    private(set) var sequenceSets: [[UInt8]] = []
    private(set) var pictureSets: [[UInt8]] = []
    /// The bytes before and after the sets in `avcC` form; empty with start codes.
    private let start: [UInt8]
    private let trailer: [UInt8]

    var hasStartCodes: Bool { start.isEmpty }
    /// Bytes per NAL unit length in packets.
    var prefixSize: Int { start.isEmpty ? 0 : Int(start[4] & 3) + 1 }

    /// nil if the header has neither form or is incomplete.
    init?(_ header: [UInt8]) {
        if header.count >= 7 && header[0] == 1 {
            start = Array(header[..<5])
            var position = 5
            guard let first = Self.sets(header, &position, mask: 0x1F),
                let second = Self.sets(header, &position, mask: 0xFF)
            else { return nil }
            (sequenceSets, pictureSets) = (first, second)
            trailer = Array(header[position...])
        } else {
            (start, trailer) = ([], [])
            header.withUnsafeBufferPointer { bytes in
                for unit in NALUnits(bytes, prefixSize: nil) {
                    if unit.first.map({ $0 & 31 }) == 7 { sequenceSets.append(Array(unit)) }
                    if unit.first.map({ $0 & 31 }) == 8 { pictureSets.append(Array(unit)) }
                }
            }
        }
        guard !sequenceSets.isEmpty, !pictureSets.isEmpty else { return nil }
    }

    /// A list of sets: the count in the low bits of a byte, then each set after a two-byte length.
    static func sets(_ header: [UInt8], _ position: inout Int, mask: UInt8) -> [[UInt8]]? {
        guard position < header.count else { return nil }
        var sets: [[UInt8]] = []
        let count = header[position] & mask
        position += 1
        for _ in 0..<count {
            guard position + 2 <= header.count else { return nil }
            let size = Int(header[position]) << 8 | Int(header[position + 1])
            guard size > 0, position + 2 + size <= header.count else { return nil }
            sets.append(Array(header[position + 2..<position + 2 + size]))
            position += 2 + size
        }
        return sets
    }

    /// An unused parameter set id from 1 to 31; nil if all are taken.
    var freeIdentifier: Int? {
        let used =
            sequenceSets.compactMap { Self.exponentialGolomb($0, fromByte: 4) }
            + pictureSets.compactMap { Self.exponentialGolomb($0, fromByte: 1) }
        return (1...31).first { !used.contains($0) }
    }

    /// The unsigned number ue(v) (ISO/IEC 14496-10, 9.1) that begins at a byte. Ignores emulation prevention
    /// bytes: none can precede the first number of a set.
    private static func exponentialGolomb(_ unit: [UInt8], fromByte byte: Int) -> Int? {
        let bits =
            unit.dropFirst(byte).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            << (8 * max(0, 4 - (unit.count - byte)))
        let zeros = bits.leadingZeroBitCount
        guard zeros <= 8 else { return nil }
        return Int(bits >> (31 - 2 * zeros)) - 1
    }

    /// This stream's header plus an encoder's sets. These are changed to claim as much as this stream's: one
    /// track holds both, and a decoder keeps its buffers across the splice.
    func adding(_ other: H264Headers) -> [UInt8] {
        let mine = sequenceSets.first.flatMap(SequenceParameterSet.init)
        let matched = other.sequenceSets.map { unit in
            mine.flatMap { SequenceParameterSet(unit)?.claiming($0) } ?? unit
        }
        let (sequences, pictures) = (sequenceSets + matched, pictureSets + other.pictureSets)
        if hasStartCodes { return (sequences + pictures).flatMap { [0, 0, 0, 1] + $0 } }
        func list(_ sets: [[UInt8]]) -> [UInt8] {
            sets.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
        }
        return start + [0xE0 | UInt8(sequences.count)] + list(sequences) + [UInt8(pictures.count)]
            + list(pictures) + trailer
    }

    /// Parses an encoder's header: `avcC`, start codes, or four-byte lengths (libx264 before FFmpeg 7, if
    /// asked for no start codes).
    init?(ofEncoder header: [UInt8]) {
        // Replaces the lengths by equivalent start codes.
        self.init(Self.unitsBehindLengths(header)?.flatMap { [0, 0, 0, 1] + $0 } ?? header)
    }

    /// Units behind four-byte lengths; nil unless these fill the header, which `avcC` and start codes never do.
    private static func unitsBehindLengths(_ header: [UInt8]) -> [[UInt8]]? {
        header.withUnsafeBufferPointer { bytes in
            let units = NALUnits(bytes, prefixSize: 4).map(Array.init)
            let isFull = units.reduce(0) { $0 + 4 + $1.count } == header.count
            return isFull && units.allSatisfy { !$0.isEmpty } ? units : nil
        }
    }
}
