internal import ClipCore
internal import LibAV

/// Tells of one video packet what only its bytes know: whether a decoder can start there, and whether it
/// shows anything.
struct PacketClassifier {
    private let codec: String
    /// Bytes of a NAL unit's length prefix, or nil where start codes separate them.
    private let prefixSize: Int?
    /// What H.264's slice headers need to be read; nil where no picture is made of two fields.
    private let fieldSet: SequenceParameterSet?

    init(_ stream: StreamFacts) {
        codec = stream.codec
        prefixSize = NALUnits.prefixSize(codec: stream.codec, header: stream.header)
        let set =
            codec == "h264"
            ? H264Headers(stream.header)?.sequenceSets.first.flatMap(SequenceParameterSet.init) : nil
        fieldSet = set?.isProgressive == false ? set : nil
    }

    /// The packet holds one field of a picture, whose other field has a packet of its own (H.264).
    func isLoneField(_ packet: borrowing Packet) -> Bool {
        guard let fieldSet else { return false }
        let fields = packet.withBytes {
            NALUnits($0, prefixSize: prefixSize).count { Self.beginsField($0, fieldSet) }
        }
        return fields == 1
    }

    /// The unit is the first slice of a field (ISO/IEC 14496-10, 7.3.3).
    static func beginsField(_ unit: UnsafeBufferPointer<UInt8>, _ set: SequenceParameterSet) -> Bool {
        guard let type = unit.first.map({ $0 & 31 }), type == 1 || type == 5 else { return false }
        var reader = BitReader(EmulationPrevention.removed(from: unit.dropFirst().prefix(24)))
        guard reader.unsigned() == 0, reader.unsigned() != nil, reader.unsigned() != nil,
            !set.hasSeparatePlanes || reader.bits(2) != nil, reader.bits(set.frameNumberBits) != nil
        else { return false }
        return reader.flag() == true
    }

    func entry(_ packet: borrowing Packet, at presentation: Int64) -> FrameIndex.Entry {
        FrameIndex.Entry(
            presentation: presentation, duration: max(0, packet.duration), isKey: packet.isKey,
            isCleanEntry: packet.isKey && startsCleanly(packet), isShown: !packet.isDiscarded && shows(packet)
        )
    }

    /// H.264: an instantaneous decoder refresh and not merely a recovery point (ISO/IEC 14496-10, 7.4.1).
    /// In the other codecs every keyframe without leading pictures will do.
    private func startsCleanly(_ packet: borrowing Packet) -> Bool {
        guard codec == "h264" else { return true }
        return packet.withBytes {
            NALUnits($0, prefixSize: prefixSize).contains { $0.first.map { $0 & 31 == 5 } ?? false }
        }
    }

    /// VP8 keeps pictures that are only referred to in packets of their own (RFC 6386, 9.1), and so may VP9 (VP9 bitstream
    /// specification, 6.2); mostly it packs them with the next one that is shown (annex B).
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
        // Behind the marker and the profile, of which 3 has one bit more: show_existing_frame, frame_type, show_frame.
        let bits = first & 0x30 == 0x30 ? first << 5 : first << 4
        return isPacked || bits & 0x80 != 0 || bits & 0x20 != 0
    }
}
