/// Reads bit fields of H.264 and HEVC and Exp-Golomb numbers (ISO/IEC 14496-10, 7.2 and 9.1); nil past the end.
struct BitReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// An unsigned number of `count` bits, at most 32.
    mutating func bits(_ count: Int) -> Int? {
        guard position + count <= bytes.count * 8 else { return nil }
        var value = 0
        for _ in 0..<count {
            value = value << 1 | Int(bytes[position >> 3] >> (7 - UInt8(position & 7)) & 1)
            position += 1
        }
        return value
    }

    mutating func flag() -> Bool? { bits(1).map { $0 == 1 } }

    /// Skips bits; false if there are not as many.
    mutating func skip(_ count: Int) -> Bool {
        position += count
        return position <= bytes.count * 8
    }

    /// ue(v)
    mutating func unsigned() -> Int? {
        var zeros = 0
        while let bit = bits(1), bit == 0 {
            zeros += 1
            if zeros > 31 { return nil }
        }
        return bits(zeros).map { $0 + (1 << zeros) - 1 }
    }

    /// se(v)
    mutating func signed() -> Int? { unsigned().map { $0 & 1 == 1 ? ($0 + 1) / 2 : -($0 / 2) } }
}

/// Writes bit fields of H.264 and HEVC and Exp-Golomb numbers.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 0

    mutating func bits(_ value: Int, _ count: Int) {
        for shift in (0..<count).reversed() {
            if used & 7 == 0 { bytes.append(0) }
            bytes[bytes.count - 1] |= UInt8(value >> shift & 1) << (7 - UInt8(used & 7))
            used += 1
        }
    }

    mutating func unsigned(_ value: Int) {
        let length = (value + 1).bitWidth - (value + 1).leadingZeroBitCount
        bits(0, length - 1)
        bits(value + 1, length)
    }

    /// rbsp_trailing_bits
    mutating func finish() {
        bits(1, 1)
        align()
    }

    /// Fills the last byte.
    mutating func align(with bit: Int = 0) {
        while used & 7 != 0 { bits(bit, 1) }
    }

    /// Copies what a reader has left before a position, up to its end.
    mutating func bits(of reader: inout BitReader, to end: Int) {
        while reader.position < end, let bit = reader.bits(1) { bits(bit, 1) }
    }
}
