/// The start of an HEVC sequence parameter set (ISO/IEC 23008-2, 7.3.2.2.1).
struct HEVCSequenceSet {
    private(set) var id = 0
    /// The visible picture.
    private(set) var width = 0
    private(set) var height = 0
    /// Bits of a slice header's picture order count.
    private(set) var orderBits = 0
    /// `colour_plane_id` precedes the picture order count.
    private(set) var hasSeparatePlanes = false
    /// Profile, compatibility, constraints and level: the 12 bytes that `hvcC` repeats.
    let profile: [UInt8]
    /// Bits of the id in the payload.
    private(set) var idBits = 0..<0

    /// The source's pictures are fields or hold two of them.
    var isInterlaced: Bool { profile[5] & 0xC0 == 0x40 }

    /// nil if the unit is truncated.
    init?(_ unit: some Collection<UInt8>) {
        let payload = EmulationPrevention.removed(from: unit.dropFirst(2))
        guard payload.count > 13 else { return nil }
        profile = Array(payload[1..<13])
        var reader = BitReader(payload)
        guard parse(&reader) != nil else { return nil }
    }

    private mutating func parse(_ reader: inout BitReader) -> Void? {
        guard reader.bits(4) != nil, let layers = reader.bits(3), reader.bits(1) != nil,
            reader.skip(96), Self.skipLayers(layers, &reader)
        else { return nil }
        let start = reader.position
        guard let id = reader.unsigned() else { return nil }
        (self.id, idBits) = (id, start..<reader.position)
        guard let chroma = reader.unsigned(), let planes = chroma == 3 ? reader.flag() : false,
            let columns = reader.unsigned(), let rows = reader.unsigned(), let isCropped = reader.flag()
        else { return nil }
        (width, height, hasSeparatePlanes) = (columns, rows, planes)
        if isCropped {
            guard let left = reader.unsigned(), let right = reader.unsigned(), let top = reader.unsigned(),
                let bottom = reader.unsigned()
            else { return nil }
            width -= (left + right) * (chroma == 1 || chroma == 2 ? 2 : 1)
            height -= (top + bottom) * (chroma == 1 ? 2 : 1)
        }
        guard reader.unsigned() != nil, reader.unsigned() != nil, let order = reader.unsigned(), order <= 12
        else { return nil }
        orderBits = order + 4
        return ()
    }

    /// Skips the rest of profile_tier_level: the fields that each sub-layer's flags announce.
    private static func skipLayers(_ count: Int, _ reader: inout BitReader) -> Bool {
        guard count > 0 else { return true }
        var lengths: [Int] = []
        for _ in 0..<count {
            guard let hasProfile = reader.flag(), let hasLevel = reader.flag() else { return false }
            lengths.append((hasProfile ? 88 : 0) + (hasLevel ? 8 : 0))
        }
        guard reader.skip(2 * (8 - count)) else { return false }
        return lengths.allSatisfy { reader.skip($0) }
    }
}

/// The start of an HEVC picture parameter set (ISO/IEC 23008-2, 7.3.2.3.1).
struct HEVCPictureSet {
    let id: Int
    let sequence: Int
    let hasDependentSlices: Bool
    /// Slice headers say whether the picture is shown.
    let hasOutputFlag: Bool
    /// Reserved bits of slice headers.
    let extraBits: Int
    /// Bits of both ids in the payload.
    let idBits: Range<Int>

    /// nil if the unit is truncated.
    init?(_ unit: some Collection<UInt8>) {
        var reader = BitReader(EmulationPrevention.removed(from: unit.dropFirst(2).prefix(16)))
        guard let id = reader.unsigned(), let sequence = reader.unsigned() else { return nil }
        idBits = 0..<reader.position
        guard let dependent = reader.flag(), let output = reader.flag(), let extra = reader.bits(3) else {
            return nil
        }
        (self.id, self.sequence, hasDependentSlices) = (id, sequence, dependent)
        (hasOutputFlag, extraBits) = (output, extra)
    }
}

/// Ids of an HEVC stream's parameter sets.
struct HEVCIdentifiers: Hashable {
    var video: Int
    var sequence: Int
    var picture: Int

    /// A parameter set with these ids; nil if it cannot be read.
    func applied(to unit: [UInt8]) -> [UInt8]? {
        guard unit.count > 3 else { return nil }
        var payload = EmulationPrevention.removed(from: unit[2...])
        switch HEVCUnit.type(unit[0]) {
        case HEVCUnit.videoSet:
            payload[0] = payload[0] & 0x0F | UInt8(video << 4)
        case HEVCUnit.sequenceSet:
            guard let set = HEVCSequenceSet(unit) else { return nil }
            payload[0] = payload[0] & 0x0F | UInt8(video << 4)
            payload = Self.replacing(set.idBits, of: payload, by: [sequence])
        case HEVCUnit.pictureSet:
            guard let set = HEVCPictureSet(unit) else { return nil }
            payload = Self.replacing(set.idBits, of: payload, by: [picture, sequence])
        default: return nil
        }
        return unit[..<2] + EmulationPrevention.added(to: payload)
    }

    /// The payload with other numbers in place of some bits, aligned again.
    private static func replacing(_ bits: Range<Int>, of payload: [UInt8], by numbers: [Int]) -> [UInt8] {
        var (reader, writer) = (BitReader(payload), BitWriter())
        let last = payload.lastIndex { $0 != 0 } ?? 0
        let end = 8 * last + 7 - payload[last].trailingZeroBitCount
        while reader.position < bits.lowerBound { writer.bits(reader.bits(1) ?? 0, 1) }
        for number in numbers { writer.unsigned(number) }
        _ = reader.skip(bits.count)
        while reader.position < end { writer.bits(reader.bits(1) ?? 0, 1) }
        writer.finish()
        return writer.bytes
    }
}

/// Types of HEVC's NAL units (ISO/IEC 23008-2, table 7-1).
enum HEVCUnit {
    static let cleanRandomAccess = 21
    static let (videoSet, sequenceSet, pictureSet) = (32, 33, 34)
    static let endOfSequence = 36
    static let prefixMessages = 39
    /// Broken link access: a picture without leading pictures, whose sequence starts anew.
    static let brokenLink = 18
    /// Pictures at which decoding can start.
    static let entries = 16...21
    /// Pictures shown before the entry that they follow.
    static let leading = 6...9
    /// Dolby Vision's data of a picture, and its enhancement layer.
    static let dolbyVision = 62...63

    /// The unit without zeros behind it, which belong to the next start code.
    static func trimmed(_ unit: some BidirectionalCollection<UInt8>) -> [UInt8] {
        Array(unit[...(unit.lastIndex { $0 != 0 } ?? unit.startIndex)])
    }

    static func type(_ header: UInt8) -> Int { Int(header >> 1 & 63) }
    static func isSlice(_ type: Int) -> Bool { type < 32 }
}
