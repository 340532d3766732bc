internal import ClipCore
internal import LibAV

/// Detects changes of picture format at keyframes without decoding: packets can be copied only if they keep
/// the declared format.
///
/// Reads H.264 and HEVC parameter sets (header, in band, and new headers from the demuxer), VP8 and VP9
/// keyframes, and AV1 sequence headers.
struct CodedForms {
    private let codec: String
    private let declared: (width: Int, height: Int)
    private let prefixSize: Int?
    private var sets: ParameterSets
    /// The format that the stream declares, as far as known.
    private var reference: ParameterSets.Form?
    private var sequenceHeader: [UInt8]?
    private var isSequenceHeaderInBand = false
    /// AV1: the units of the stream's header.
    private(set) var sequenceUnit: [UInt8]?
    /// The sample format that VP9 keyframes must have.
    private var samples: VP9Samples?

    init(_ stream: StreamFacts) {
        codec = stream.codec
        declared = (stream.video?.width ?? 0, stream.video?.height ?? 0)
        prefixSize = NALUnits.prefixSize(codec: stream.codec, header: stream.header)
        sets = ParameterSets(isHEVC: stream.codec == "hevc")
        samples = stream.video.flatMap(VP9Samples.init)
        take(header: stream.header)
        let declared = declared
        reference = sets.forms.first { ($0.width, $0.height) == declared } ?? sets.forms.first
        if stream.codec == "av1", stream.header.count > 4 {
            sequenceUnit = Array(stream.header[4...])
            sequenceHeader = sequenceUnit?.withUnsafeBufferPointer(Self.sequenceHeader)
        }
    }

    /// Format of the pictures from a keyframe on, as text, if it differs from the declared one; else nil.
    /// Call for all keyframes in order.
    mutating func difference(in packet: borrowing Packet) -> String? {
        if let header = packet.newHeader, codec == "h264" || codec == "hevc" { take(header: header) }
        switch codec {
        case "h264", "hevc":
            let form = packet.withBytes { follow($0) }
            return difference(form)
        case "vp8":
            return packet.withBytes(Self.vp8Size).flatMap(difference(ofSize:))
        case "vp9":
            guard let (told, size) = packet.withBytes(Self.vp9Form) else { return nil }
            var known = samples ?? told
            known.isFull = known.isFull ?? told.isFull
            samples = known
            return difference(ofSize: size) ?? (told == known ? nil : "other parameters")
        case "av1":
            guard let header = packet.withBytes(Self.sequenceHeader) else { return nil }
            settleSequenceHeader(header)
            return header == sequenceHeader ? nil : "another sequence header"
        default: return nil
        }
    }

    /// In a container's copy some encoders (SVT-AV1) have not settled on their tools yet: of one form, the first in
    /// the stream counts.
    private mutating func settleSequenceHeader(_ header: [UInt8]) {
        defer { isSequenceHeaderInBand = true }
        guard !isSequenceHeaderInBand else { return }
        let form = Self.sequenceForm(header)
        if sequenceHeader.map({ form != nil && Self.sequenceForm($0) == form }) ?? true {
            sequenceHeader = header
        }
    }

    private func difference(ofSize size: (width: Int, height: Int)) -> String? {
        declared.width > 0 && size != declared ? "\(size.width)x\(size.height)" : nil
    }

    private mutating func difference(_ form: ParameterSets.Form?) -> String? {
        guard let form else { return nil }
        reference = reference ?? form
        guard form.differs(from: reference!) else { return nil }
        return form.width == reference!.width && form.height == reference!.height
            ? "other parameters" : "\(form.width)x\(form.height)"
    }

    /// Takes a packet's parameter sets; returns the form of its first slice.
    private mutating func follow(_ bytes: UnsafeBufferPointer<UInt8>) -> ParameterSets.Form? {
        for unit in NALUnits(bytes, prefixSize: prefixSize) {
            if let form = sets.form(ofSlice: unit) { return form }
            sets.take(unit)
        }
        return nil
    }

    private mutating func take(header: [UInt8]) {
        let units: [[UInt8]]
        switch codec {
        case "h264":
            guard let headers = H264Headers(header) else { return }
            units = headers.sequenceSets + headers.pictureSets
        case "hevc": units = HEVCHeaders(header).sets
        default: return
        }
        for unit in units { unit.withUnsafeBufferPointer { sets.take($0) } }
    }

    struct Size: Hashable {
        let width: Int
        let height: Int
    }

    /// Size from an MPEG-1 or MPEG-2 sequence header (ISO/IEC 13818-2, 6.2.2.1) at the start of a packet.
    static func mpegSize(_ bytes: UnsafeBufferPointer<UInt8>) -> Size? {
        guard bytes.count >= 8, bytes[0] == 0, bytes[1] == 0, bytes[2] == 1, bytes[3] == 0xB3 else {
            return nil
        }
        return Size(
            width: Int(bytes[4]) << 4 | Int(bytes[5]) >> 4,
            height: (Int(bytes[5]) & 15) << 8 | Int(bytes[6]))
    }

    /// RFC 6386, 9.1.
    private static func vp8Size(_ bytes: UnsafeBufferPointer<UInt8>) -> (width: Int, height: Int)? {
        guard bytes.count >= 10, bytes[0] & 1 == 0, bytes[3] == 0x9D, bytes[4] == 1, bytes[5] == 0x2A else {
            return nil
        }
        return (
            (Int(bytes[6]) | Int(bytes[7]) << 8) & 0x3FFF, (Int(bytes[8]) | Int(bytes[9]) << 8) & 0x3FFF
        )
    }

    /// Sample format of VP9: depth, subsampling and range, without size and matrix.
    private struct VP9Samples: Hashable {
        var bitDepth = 8
        var subsampling = "4:2:0"
        /// nil if the stream does not declare it.
        var isFull: Bool?

        init() {}

        /// As declared by a stream; nil if it declares no format.
        init?(_ video: StreamFacts.Video) {
            guard let subsampling = video.pixelFormat.subsampling else { return nil }
            (bitDepth, self.subsampling) = (video.pixelFormat.bitDepth, subsampling)
            isFull = video.range.map { $0 == "pc" }
        }
    }

    /// VP9 bitstream specification, 6.2 and 7.2: the uncompressed header of a keyframe.
    private static func vp9Form(_ bytes: UnsafeBufferPointer<UInt8>) -> (
        VP9Samples, size: (width: Int, height: Int)
    )? {
        var reader = BitReader(Array(bytes.prefix(24)))
        guard reader.bits(2) == 2, let low = reader.bits(1), let high = reader.bits(1) else { return nil }
        let profile = low + 2 * high
        if profile == 3 { _ = reader.bits(1) }
        // Must be a keyframe, not an existing picture shown again.
        guard reader.flag() == false, reader.flag() == false, reader.bits(2) != nil,
            reader.bits(24) == 0x49_8342
        else { return nil }
        var samples = VP9Samples()
        if profile >= 2 { samples.bitDepth = reader.flag() == true ? 12 : 10 }
        let isRGB = reader.bits(3) == 7
        samples.isFull = isRGB || reader.flag() == true
        if profile & 1 == 1 {
            let halved = isRGB ? 0 : reader.bits(2) ?? 0
            samples.subsampling = ["4:4:4", "4:4:0", "4:2:2", "4:2:0"][halved]
            _ = reader.bits(1)
        }
        guard let width = reader.bits(16), let height = reader.bits(16) else { return nil }
        return (samples, (width + 1, height + 1))
    }

    /// The sequence header OBU (AV1 bitstream specification, 5.3 and 5.5) among OBUs with sizes.
    static func sequenceHeader(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var position = 0
        while position < bytes.count {
            let head = bytes[position]
            guard head & 2 != 0 else { return nil }
            position += head & 4 != 0 ? 2 : 1
            var (size, shift) = (0, 0)
            while position < bytes.count, shift < 35 {
                let byte = bytes[position]
                position += 1
                size |= Int(byte & 0x7F) << shift
                shift += 7
                if byte & 0x80 == 0 { break }
            }
            guard size <= bytes.count - position else { return nil }
            if head >> 3 & 15 == 1 { return Array(bytes[position..<position + size]) }
            position += size
        }
        return nil
    }

    /// Profile and largest size of an AV1 sequence header (5.5.1); nil if it is cut off or describes times, which come first.
    private static func sequenceForm(_ header: [UInt8]) -> [Int]? {
        var reader = BitReader(header)
        guard let profile = reader.bits(3), reader.skip(1), let isReduced = reader.flag() else { return nil }
        if isReduced {
            guard reader.skip(5) else { return nil }
        } else {
            guard reader.flag() == false, let hasDelays = reader.flag(), let points = reader.bits(5) else {
                return nil
            }
            for _ in 0...points {
                guard reader.skip(12), let level = reader.bits(5), level <= 7 || reader.skip(1),
                    !hasDelays || reader.flag() == false || reader.skip(4)
                else { return nil }
            }
        }
        guard let width = reader.bits(4), let height = reader.bits(4) else { return nil }
        guard let columns = reader.bits(width + 1), let rows = reader.bits(height + 1) else { return nil }
        return [profile, columns, rows]
    }
}
