internal import ClipCore
internal import LibAV

/// Classifies a video packet by its bytes: whether decoding can start there, and whether it shows a picture.
struct PacketClassifier {
    private let codec: String
    /// Bytes of a NAL unit's length prefix; nil with start codes.
    private let prefixSize: Int?
    /// Set needed to read H.264 slice headers; nil if no picture has two fields.
    private let fieldSet: SequenceParameterSet?

    init(_ stream: StreamFacts) {
        codec = stream.codec
        prefixSize = NALUnits.prefixSize(codec: stream.codec, header: stream.header)
        let set =
            codec == "h264"
            ? H264Headers(stream.header)?.sequenceSets.first.flatMap(SequenceParameterSet.init) : nil
        fieldSet = set?.isProgressive == false ? set : nil
    }

    /// A field of its own, as the first slice header tells it.
    struct Field: Equatable {
        let frameNumber: Int
        let isBottom: Bool
    }

    /// The field that the packet holds, if the other one of its frame is in a packet of its own (H.264).
    func loneField(_ packet: borrowing Packet) -> Field? {
        guard let fieldSet else { return nil }
        return packet.withBytes {
            let fields = NALUnits($0, prefixSize: prefixSize).compactMap { Self.field($0, fieldSet) }
            return fields.count == 1 ? fields.first : nil
        }
    }

    /// The field whose first slice the unit is (ISO/IEC 14496-10, 7.3.3).
    static func field(_ unit: UnsafeBufferPointer<UInt8>, _ set: SequenceParameterSet) -> Field? {
        guard let type = unit.first.map({ $0 & 31 }), type == 1 || type == 5 else { return nil }
        var reader = BitReader(EmulationPrevention.removed(from: unit.dropFirst().prefix(24)))
        guard reader.unsigned() == 0, reader.unsigned() != nil, reader.unsigned() != nil,
            !set.hasSeparatePlanes || reader.bits(2) != nil,
            let number = reader.bits(set.frameNumberBits), reader.flag() == true,
            let isBottom = reader.flag()
        else { return nil }
        return Field(frameNumber: number, isBottom: isBottom)
    }

    func entry(_ packet: borrowing Packet, at presentation: Int64) -> FrameIndex.Entry {
        let slice = codec == "hevc" ? packet.withBytes(firstSlice) : nil
        let isVisible = shows(packet)
        var entry = FrameIndex.Entry(
            presentation: presentation, duration: max(0, packet.duration), isKey: packet.isKey,
            isCleanEntry: packet.isKey && startsCleanly(packet, slice),
            isShown: !packet.isDiscarded && isVisible)
        entry.isDiscarded = packet.isDiscarded && isVisible
        entry.isLeading = slice.map(HEVCUnit.leading.contains) ?? false
        return entry
    }

    /// Type of an HEVC packet's first slice.
    private func firstSlice(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        for unit in NALUnits(bytes, prefixSize: prefixSize) {
            if let type = unit.first.map(HEVCUnit.type), HEVCUnit.isSlice(type) { return type }
        }
        return nil
    }

    /// H.264: an instantaneous decoder refresh, not just a recovery point (ISO/IEC 14496-10, 7.4.1). HEVC: any
    /// random access. Other codecs: any keyframe without leading pictures.
    private func startsCleanly(_ packet: borrowing Packet, _ slice: Int?) -> Bool {
        switch codec {
        case "hevc": slice.map(HEVCUnit.entries.contains) ?? false
        case "h264":
            packet.withBytes {
                NALUnits($0, prefixSize: prefixSize).contains { $0.first.map { $0 & 31 == 5 } ?? false }
            }
        default: true
        }
    }

    /// Whether pictures that follow a keyframe and are shown before it may refer to earlier ones.
    func isOpen(_ packet: borrowing Packet) -> Bool {
        switch codec {
        case "h264": !startsCleanly(packet, nil)
        case "hevc": true
        // The flag closed_gop (ISO/IEC 13818-2, 6.3.8).
        case "mpeg1video", "mpeg2video":
            packet.withBytes { bytes in
                let code = (0..<max(0, min(bytes.count, 1024) - 8)).first {
                    bytes[$0] == 0 && bytes[$0 + 1] == 0 && bytes[$0 + 2] == 1 && bytes[$0 + 3] == 0xB8
                }
                return code.map { bytes[$0 + 7] & 0x40 == 0 } ?? true
            }
        default: false
        }
    }

    /// HEVC: a leading picture that refers to no picture before its keyframe.
    func leadsAlone(_ packet: borrowing Packet) -> Bool {
        codec == "hevc" && packet.withBytes(firstSlice).map { $0 < 8 || $0 > 9 } ?? true
    }

    /// H.264: the reference pictures after which all of a keyframe's picture is refreshed, if that takes any (intra
    /// refresh); ``Int/max`` if it never is exact, nil if decoding starts with the keyframe.
    func refresh(after packet: borrowing Packet) -> Int? {
        guard codec == "h264" else { return nil }
        return packet.withBytes {
            for unit in NALUnits($0, prefixSize: prefixSize) {
                if let point = SupplementalInformation.recovery(in: unit), point.frames > 0 {
                    return point.isExact ? point.frames : .max
                }
                if let type = unit.first.map({ $0 & 31 }), (1...5).contains(type) { return nil }
            }
            return nil
        }
    }

    /// Whether the packet shows a picture. VP8 (RFC 6386, 9.1) and VP9 (VP9 bitstream specification, 6.2) may keep
    /// references that are never shown in separate packets; mostly VP9 packs them with the next shown one (annex B).
    private func shows(_ packet: borrowing Packet) -> Bool {
        switch codec {
        case "vp8": packet.withBytes { $0.first.map { $0 & 0x10 != 0 } ?? false }
        case "vp9": packet.withBytes { Self.showsVP9($0) }
        default: true
        }
    }

    static func showsVP9(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        let isPacked = last & 0xE0 == 0xC0
        // After marker and profile (profile 3 has one more bit): show_existing_frame, frame_type, show_frame.
        let bits = first & 0x30 == 0x30 ? first << 5 : first << 4
        return isPacked || bits & 0x80 != 0 || bits & 0x20 != 0
    }
}

/// Hides pictures that no decoder shows because what they refer to is not there: after the keyframe with which reading
/// begins, those shown before it.
struct BrokenStart {
    private let classifier: PacketClassifier
    /// Time of the keyframe that was read last, as long as none else was.
    private var first: Int64?
    private var isOver = false

    init(_ classifier: PacketClassifier) { self.classifier = classifier }

    /// Call for all packets in decode order.
    mutating func mark(_ entry: inout FrameIndex.Entry, _ packet: borrowing Packet) {
        guard !isOver else { return }
        if entry.isKey {
            (first, isOver) = (entry.presentation, first != nil || !classifier.isOpen(packet))
        } else if let first, entry.presentation < first, !classifier.leadsAlone(packet) {
            entry.isShown = false
        }
    }
}

/// Tells which fields that are coded apart are the second ones of their frames (ISO/IEC 14496-10, 3.30).
struct FieldPairing {
    /// A first field that waits for the second.
    private var first: PacketClassifier.Field?

    /// Whether the next packet completes the frame that the packet before it begins.
    /// - Parameter field: nil if the packet holds a whole frame.
    mutating func completesFrame(_ field: PacketClassifier.Field?) -> Bool {
        if let field, let first, field.frameNumber == first.frameNumber, field.isBottom != first.isBottom {
            self.first = nil
            return true
        }
        first = field
        return false
    }
}
