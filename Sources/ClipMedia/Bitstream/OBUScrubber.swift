/// Removes from AV1 packets and headers what decoding and display do not need. That is padding, reserved units, and
/// metadata other than HDR, scalability and captions (AV1 Bitstream & Decoding Process Specification, 5.3 and 5.8).
struct OBUScrubber: BitstreamScrubber {
    func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> Scrubbed? {
        var (made, position) = (Scrubbed(), 0)
        while position < bytes.count {
            let unit = Unit(bytes, at: position)
            if let name = unit.name {
                made.removed[name, default: 0] += 1
            } else {
                made.bytes += bytes[unit.range]
            }
            position = unit.range.upperBound
        }
        guard !made.removed.isEmpty else { return nil }
        // A packet cannot be empty: a temporal delimiter shows nothing.
        if made.bytes.isEmpty { made.bytes = [0x12, 0] }
        return made
    }

    /// `av1C`: four bytes, and units.
    func scrubbed(header: [UInt8]) -> Scrubbed? {
        guard header.count > 4 else { return nil }
        guard var made = header[4...].withUnsafeBufferPointer({ scrubbed($0) }) else { return nil }
        if made.bytes == [0x12, 0] { made.bytes = [] }
        made.bytes = header[..<4] + made.bytes
        return made
    }

    /// One open bitstream unit.
    private struct Unit {
        let range: Range<Int>
        /// Its name in the report of removed data; nil if it is kept.
        private(set) var name: String?

        init(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
            let (type, hasExtension) = (bytes[start] >> 3 & 15, bytes[start] & 4 != 0)
            var position = start + (hasExtension ? 2 : 1)
            var size = bytes.count - position
            if bytes[start] & 2 != 0 { size = Self.number(bytes, &position) ?? Int.max }
            // A truncated unit ends with the packet.
            let end = size < 0 || size > bytes.count - position ? bytes.count : position + size
            range = start..<max(end, start + 1)
            switch type {
            case 1...4, 6...7: name = nil
            case 5: name = position < end ? Self.name(metadata: bytes[position..<end]) : "OBU 5"
            default: name = "OBU \(type)"
            }
        }

        private static func name(metadata: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
            let bytes = Array(metadata)
            var position = 0
            let type = bytes.withUnsafeBufferPointer { number($0, &position) } ?? -1
            switch type {
            case 1...3 where bytes.count <= 64: return nil
            // The bit that ends the payload is in a byte of its own.
            case 4
            where SupplementalInformation.isWanted(
                message: bytes[min(position, bytes.count)...].dropLast(bytes.last == 0x80 ? 1 : 0)):
                return nil
            default: return "OBU metadata \(type)"
            }
        }

        /// leb128.
        private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Int? {
            var value = 0
            for shift in 0..<8 where position < bytes.count {
                let byte = bytes[position]
                position += 1
                value |= Int(byte & 0x7F) << (7 * shift)
                if byte & 0x80 == 0 { return value }
            }
            return nil
        }
    }
}
