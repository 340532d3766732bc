internal import LibAV

/// Iterates over NAL units of an H.264 or HEVC packet, with length prefixes or start codes.
struct NALUnits: Sequence, IteratorProtocol {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let prefixSize: Int?
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, prefixSize: Int?) {
        self.bytes = bytes
        self.prefixSize = prefixSize
        if prefixSize == nil { position = Self.startCode(in: bytes, from: 0)?.upperBound ?? bytes.count }
    }

    /// Length-prefix bytes according to `avcC` or `hvcC`; nil for headers with start codes.
    static func prefixSize(codec: String, header: [UInt8]) -> Int? {
        switch codec {
        case "h264" where header.count > 6 && header[0] == 1: Int(header[4] & 3) + 1
        case "hevc" where header.count > 22 && header[0] == 1: Int(header[21] & 3) + 1
        default: nil
        }
    }

    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard let prefixSize else { return nextAfterStartCode() }
        guard position + prefixSize <= bytes.count else { return nil }
        let size = bytes[position..<position + prefixSize].reduce(0) { $0 << 8 | Int($1) }
        position += prefixSize
        guard size <= bytes.count - position else { return nil }
        defer { position += size }
        return UnsafeBufferPointer(rebasing: bytes[position..<position + size])
    }

    private mutating func nextAfterStartCode() -> UnsafeBufferPointer<UInt8>? {
        guard position < bytes.count else { return nil }
        let code = Self.startCode(in: bytes, from: position)
        let unit = bytes[position..<(code?.lowerBound ?? bytes.count)]
        position = code?.upperBound ?? bytes.count
        return UnsafeBufferPointer(rebasing: unit)
    }

    /// The next `00 00 01`, with the zero bytes before it.
    static func startCode(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index + 2 < bytes.count {
            if bytes[index + 2] > 1 {
                index += 3
            } else if bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] == 1 {
                var lower = index
                while lower > start, bytes[lower - 1] == 0 { lower -= 1 }
                return lower..<index + 3
            } else {
                index += 1
            }
        }
        return nil
    }
}

extension Packet {
    /// Replaces the packet's bytes by units.
    ///
    /// - Parameter prefixSize: bytes of their length prefixes; nil for start codes.
    func replaceUnits(_ units: [[UInt8]], prefixSize: Int?) throws(AVFailure) {
        try replaceBytes(
            units.flatMap { unit in
                let prefix = prefixSize.map { size in
                    (0..<size).reversed().map { UInt8(truncatingIfNeeded: unit.count >> (8 * $0)) }
                }
                return (prefix ?? [0, 0, 0, 1]) + unit
            })
    }
}
