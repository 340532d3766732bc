internal import LibAV

/// Leaves unregistered user data out of H.264 and HEVC packets: an encoder's note on its settings, a camera's private
/// data. (Supplemental enhancement information with payload type 5: ISO/IEC 14496-10 and 23008-2, annex D.)
struct UserDataScrubber {
    private let isHEVC: Bool
    /// Bytes of a NAL unit's length prefix, or nil where start codes separate them.
    private let prefixSize: Int?

    /// Nil for other codecs.
    init?(codec: String, prefixSize: Int?) {
        guard codec == "h264" || codec == "hevc" else { return nil }
        (isHEVC, self.prefixSize) = (codec == "hevc", prefixSize)
    }

    /// Rewrites the packet where it holds such data; times and flags stay.
    func scrub(_ packet: borrowing Packet) throws {
        guard let bytes = packet.withBytes(scrubbed), !bytes.isEmpty else { return }
        try packet.replaceBytes(bytes)
    }

    /// The bytes without user data; nil where there is none.
    func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard NALUnits(bytes, prefixSize: prefixSize).contains(where: holdsUserData) else { return nil }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        for unit in NALUnits(bytes, prefixSize: prefixSize) where !unit.isEmpty {
            guard isSupplemental(unit[0]), let messages = messages(in: unit) else {
                append(unit, to: &kept)
                continue
            }
            let others = messages.filter { $0.type != 5 }
            guard !others.isEmpty else { continue }
            let made =
                Array(unit[..<headerSize]) + EmulationPrevention.added(to: others.flatMap(\.bytes) + [0x80])
            made.withUnsafeBufferPointer { append($0, to: &kept) }
        }
        return kept
    }

    private func holdsUserData(_ unit: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = unit.first, isSupplemental(first) else { return false }
        return messages(in: unit)?.contains { $0.type == 5 } == true
    }

    private var headerSize: Int { isHEVC ? 2 : 1 }

    private func isSupplemental(_ header: UInt8) -> Bool {
        isHEVC ? (39...40).contains(header >> 1 & 63) : header & 31 == 6
    }

    private func append(_ unit: UnsafeBufferPointer<UInt8>, to kept: inout [UInt8]) {
        if let prefixSize {
            for byte in (0..<prefixSize).reversed() {
                kept.append(UInt8(truncatingIfNeeded: unit.count >> (8 * byte)))
            }
        } else {
            kept += [0, 0, 0, 1]
        }
        kept += unit
    }

    // MARK: Messages

    /// One message with its header, not escaped.
    private struct Message {
        var type: Int
        var bytes: ArraySlice<UInt8>
    }

    /// Nil where the unit is cut short.
    private func messages(in unit: UnsafeBufferPointer<UInt8>) -> [Message]? {
        guard unit.count > headerSize else { return nil }
        let bytes = EmulationPrevention.removed(from: unit[headerSize...])
        var messages: [Message] = []
        var position = 0
        // The last byte that is not zero ends the unit: rbsp_trailing_bits.
        let end = (bytes.lastIndex { $0 != 0 } ?? 0)
        while position < end {
            let start = position
            guard let type = Self.number(bytes, &position), let size = Self.number(bytes, &position),
                position + size <= end
            else { return nil }
            position += size
            messages.append(Message(type: type, bytes: bytes[start..<position]))
        }
        return messages
    }

    /// A number as a sum of bytes, of which all but the last are 255.
    private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int? {
        var value = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            value += Int(byte)
            if byte != 255 { return value }
        }
        return nil
    }
}
