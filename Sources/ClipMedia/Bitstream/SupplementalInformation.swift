/// Decides which SEI of H.264 and HEVC and which ITU-T T.35 messages a copied picture keeps. It keeps what a
/// decoder or display needs, HDR and captions. Others may hold a camera's or encoder's notes on itself, the
/// place and the user. (ISO/IEC 14496-10 and 23008-2, annexes D and E.)
struct SupplementalInformation {
    let isHEVC: Bool
    /// Keeps x264's note, cut to its version: decoders of its 4:4:4 pictures work around old bugs by it.
    let keepsVersion: Bool

    /// Bytes of messages that have a fixed size.
    private static let sizes = [137: 24, 144: 4, 147: 1, 148: 8]
    /// H.264 and HEVC: buffering period, picture timing, recovery point, film grain, frame packing, display
    /// orientation, mastering display, content light level, transfer characteristics, ambient light, colour volume.
    private static let common: Set = [0, 1, 6, 19, 45, 47, 137, 144, 147, 148, 149]
    /// Active parameter sets, decoding units, picture hash, region refresh, no display, alpha channel, multiview.
    private static let hevc: Set = [129, 130, 132, 134, 135, 160, 165, 176]
    /// Size limit for the others; none of them comes near.
    private static let largest = 256

    /// The payload to write; nil to remove the message. `payload`: unescaped, without type and size.
    func kept(_ type: Int, _ payload: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        switch type {
        case 4: Self.isWanted(message: payload) ? payload : nil
        case 5 where keepsVersion: Self.version(payload)
        case _ where Self.common.contains(type) || isHEVC && Self.hevc.contains(type):
            payload.count == Self.sizes[type] ?? payload.count && payload.count <= Self.largest
                ? payload : nil
        default: nil
        }
    }

    /// Whether an ITU-T T.35 message (country code first) holds captions (CEA-608 and 708 as in ATSC A/53),
    /// the active picture area (SMPTE 2016-1), or HDR10+ (SMPTE 2094-40).
    static func isWanted(message: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(message)
        guard bytes.count >= 3, bytes[0] == 0xB5 else { return false }
        switch (bytes[1], bytes[2]) {
        case (0x00, 0x31): return isWanted(userData: bytes[3...])
        case (0x00, 0x3C): return bytes.count >= 6 && bytes[3...5] == [0, 1, 4] && bytes.count <= 2048
        default: return false
        }
    }

    /// Whether the payload after the provider ATSC is kept.
    private static func isWanted(userData bytes: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(bytes)
        if bytes.starts(with: Array("DTG1".utf8)) { return bytes.count <= 8 }
        guard bytes.starts(with: Array("GA94".utf8)), bytes.count >= 7 else { return false }
        switch bytes[4] {
        // A flag and a count, a byte, three bytes per pair of characters, and an end byte.
        case 3: return (-1...2).contains(bytes.count - (4 + 1 + 2 + 3 * Int(bytes[5] & 31) + 1))
        // Heights of the black bars.
        case 6: return bytes.count <= 16
        default: return false
        }
    }

    private static let encoder: [UInt8] = [
        0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE, 0xEF,
    ]

    /// `x264 - core 164` from x264's note, with its identifier; nil for other notes.
    private static func version(_ payload: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = encoder + Array("x264 - core ".utf8)
        guard payload.starts(with: start) else { return nil }
        let digits = payload.dropFirst(start.count).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty || digits.count > 6 ? nil : (start + digits + [0])[...]
    }
}

// MARK: Messages

extension SupplementalInformation {
    /// The messages of a unit behind its header (`headerSize` bytes), unescaped, and whether trailing bytes are not a message.
    static func messages(in unit: UnsafeBufferPointer<UInt8>, after headerSize: Int) -> (
        whole: [(type: Int, payload: ArraySlice<UInt8>)], isCutShort: Bool
    ) {
        guard unit.count > headerSize else { return ([], true) }
        let bytes = EmulationPrevention.removed(from: unit[headerSize...])
        var messages: [(Int, ArraySlice<UInt8>)] = []
        var position = 0
        // The last byte that is not zero ends the unit: rbsp_trailing_bits. Some writers leave it out.
        let end = bytes.lastIndex { $0 != 0 } ?? 0
        while position < end {
            guard let type = number(bytes, &position), let size = number(bytes, &position),
                position + size <= bytes.count
            else { return (messages, true) }
            messages.append((type, bytes[position..<position + size]))
            position += size
        }
        return (messages, false)
    }

    /// Decodes a number coded as a sum of bytes, all 255 but the last.
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

    /// Reference pictures until all of the picture is refreshed after an H.264 unit with a recovery point, and whether
    /// it is exact then (ISO/IEC 14496-10, D.2.8); nil without one.
    static func recovery(in unit: UnsafeBufferPointer<UInt8>) -> (frames: Int, isExact: Bool)? {
        guard unit.first.map({ $0 & 31 == 6 }) == true,
            let point = messages(in: unit, after: 1).whole.first(where: { $0.type == 6 })
        else { return nil }
        var reader = BitReader(Array(point.payload))
        guard let frames = reader.unsigned(), let isExact = reader.flag() else { return nil }
        return (frames, isExact)
    }
}
