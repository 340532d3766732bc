internal import LibAV

/// What slice headers need of an H.264 picture parameter set (ISO/IEC 14496-10, 7.3.2.2).
struct H264PictureSet {
    let id: Int
    let sequence: Int
    let isArithmetic: Bool
    /// Reference pictures of both lists, where a slice does not say.
    let references: [Int]
    /// Kinds of slices that hold weights: P and B.
    let hasWeights: (p: Bool, b: Bool)
    /// Slice headers hold these fields.
    let hasBottomOrder: Bool
    let hasFilterControl: Bool
    let hasRedundantPictures: Bool

    /// nil if the unit is truncated, or slices are arranged in groups.
    init?(_ unit: some Collection<UInt8>) {
        var reader = BitReader(EmulationPrevention.removed(from: unit.dropFirst().prefix(40)))
        guard let id = reader.unsigned(), let sequence = reader.unsigned(), let isArithmetic = reader.flag(),
            let hasBottomOrder = reader.flag(), reader.unsigned() == 0, let first = reader.unsigned(),
            let second = reader.unsigned(), let isWeighted = reader.flag(), let weights = reader.bits(2),
            reader.signed() != nil, reader.signed() != nil, reader.signed() != nil,
            let hasFilterControl = reader.flag(), reader.flag() != nil,
            let hasRedundantPictures = reader.flag()
        else { return nil }
        (self.id, self.sequence, self.isArithmetic) = (id, sequence, isArithmetic)
        (references, hasWeights) = ([first + 1, second + 1], (isWeighted, weights == 1))
        (self.hasBottomOrder, self.hasFilterControl) = (hasBottomOrder, hasFilterControl)
        self.hasRedundantPictures = hasRedundantPictures
    }
}

/// The current parameter sets of an H.264 stream by id: its header's, replaced by those that packets carry.
struct H264Sets {
    private(set) var sequences: [Int: SequenceParameterSet] = [:]
    private(set) var pictures: [Int: H264PictureSet] = [:]

    init(_ stream: StreamFacts) {
        guard let headers = H264Headers(stream.header) else { return }
        for set in headers.sequenceSets + headers.pictureSets { set.withUnsafeBufferPointer { take($0) } }
    }

    /// Takes a unit if it is a parameter set.
    mutating func take(_ unit: UnsafeBufferPointer<UInt8>) {
        switch unit.first.map({ $0 & 31 }) {
        case 7: SequenceParameterSet(Array(unit)).map { sequences[$0.id] = $0 }
        case 8: H264PictureSet(unit).map { pictures[$0.id] = $0 }
        default: break
        }
    }
}
