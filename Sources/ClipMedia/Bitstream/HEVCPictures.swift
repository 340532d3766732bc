internal import LibAV

/// Follows an HEVC stream's pictures in decode order, and tells in which order decoders show them (ISO/IEC 23008-2,
/// 7.3.6.1 and 8.3.1).
struct HEVCPictures {
    private let prefixSize: Int?
    private var sequences: [Int: HEVCSequenceSet] = [:]
    private var pictures: [Int: HEVCPictureSet] = [:]
    /// Number of coded sequences so far, and the picture order count to which the next one relates.
    private var sequence = 0
    private var reference: Int?
    /// Why packets of this stream cannot stand beside others; nil so far.
    private(set) var obstacle: String?

    init(_ stream: StreamFacts) {
        let headers = HEVCHeaders(stream.header)
        prefixSize = headers.prefixSize
        for set in headers.sequences { sequences[set.id] = set }
        for set in headers.pictures { pictures[set.id] = set }
    }

    /// The place of the next packet's picture in the order of display; nil if it is unknown.
    mutating func order(of packet: borrowing Packet) -> Int? { packet.withBytes { order(of: $0) } }

    mutating func order(of packet: UnsafeBufferPointer<UInt8>) -> Int? {
        var order: Int?
        for unit in NALUnits(packet, prefixSize: prefixSize) where unit.count > 2 {
            let type = HEVCUnit.type(unit[0])
            switch type {
            case HEVCUnit.sequenceSet: HEVCSequenceSet(unit).map { sequences[$0.id] = $0 }
            case HEVCUnit.pictureSet: HEVCPictureSet(unit).map { pictures[$0.id] = $0 }
            case HEVCUnit.endOfSequence: reference = nil
            case _ where HEVCUnit.isSlice(type):
                if unit[0] & 1 != 0 || unit[1] >> 3 != 0 {
                    obstacle = obstacle ?? "it has a second layer"
                } else if order == nil {
                    order = slice(unit, type)
                }
            default: break
            }
        }
        if order == nil { obstacle = obstacle ?? "a slice header cannot be read" }
        return order
    }

    private mutating func slice(_ unit: UnsafeBufferPointer<UInt8>, _ type: Int) -> Int? {
        var reader = BitReader(EmulationPrevention.removed(from: unit.dropFirst(2).prefix(24)))
        let isEntry = (16...23).contains(type)
        guard reader.flag() == true, !isEntry || reader.flag() != nil,
            let picture = reader.unsigned().flatMap({ pictures[$0] }),
            let set = sequences[picture.sequence],
            reader.bits(picture.extraBits) != nil, reader.unsigned() != nil
        else { return nil }
        if picture.hasDependentSlices { obstacle = obstacle ?? "it has dependent slices" }
        if set.isInterlaced { obstacle = obstacle ?? "it is interlaced" }
        if picture.hasOutputFlag, reader.flag() == false {
            obstacle = obstacle ?? "it has pictures that are not shown"
        }
        guard !set.hasSeparatePlanes || reader.bits(2) != nil else { return nil }
        let isRefresh = type == 19 || type == 20
        guard let low = isRefresh ? 0 : reader.bits(set.orderBits) else { return nil }
        let isTemporalBase = unit[1] & 7 == 1
        return counted(low, 1 << set.orderBits, type, isTemporalBase)
    }

    /// The picture order count from its lower bits, above those of all sequences before.
    private mutating func counted(_ low: Int, _ range: Int, _ type: Int, _ isTemporalBase: Bool) -> Int {
        var high = 0
        if (16...20).contains(type) || reference == nil {
            sequence += 1
        } else if let reference {
            let (itsLow, itsHigh) = (reference & (range - 1), reference & ~(range - 1))
            high = itsHigh
            if low < itsLow, itsLow - low >= range / 2 { high += range }
            if low > itsLow, low - itsLow > range / 2 { high -= range }
        }
        let count = high + low
        // Leading pictures, and those that no other of their layer refers to, are not counted from.
        let isReference = !HEVCUnit.leading.contains(type) && (type > 15 || type % 2 == 1)
        if reference == nil || isTemporalBase && isReference { reference = count }
        return sequence << 34 + count
    }
}
