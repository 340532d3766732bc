/// The header of an H.264 slice of a whole frame (ISO/IEC 14496-10, 7.3.3), with picture order count type 0.
struct H264Slice {
    /// Unit type of an instantaneous decoder refresh (IDR).
    static let refresh: UInt8 = 5

    let isRefresh: Bool
    let isReference: Bool
    let isIntra: Bool
    /// `frame_num` and `pic_order_cnt_lsb`, and the bits of each.
    let frameNumber: Int
    let order: Int
    let numberBits: Int
    let orderBits: Int
    /// How many reference frames back the lists of references go by name; 0 if they name none.
    private(set) var reach = 0
    let isArithmetic: Bool
    /// The header byte, and what follows it without emulation prevention: whole, or its first bytes.
    let first: UInt8
    let payload: [UInt8]
    /// Positions in the payload, in bits: the two numbers, the marking of references, and the slice's data.
    let numberStart: Int
    let orderStart: Int
    private(set) var marking = 0..<0
    private(set) var dataStart = 0
    /// The operations of the marking; nil if it is the usual sliding window.
    private(set) var operations: [Operation]?

    /// memory_management_control_operation with its arguments.
    struct Operation: Equatable {
        var code: Int
        var values: [Int]
    }

    /// nil if the unit has another form, or its parameter sets are unknown.
    init?(_ unit: UnsafeBufferPointer<UInt8>, _ sets: H264Sets, isWhole: Bool) {
        guard let first = unit.first, [1, Self.refresh].contains(first & 31) else { return nil }
        payload = EmulationPrevention.removed(from: unit.dropFirst().prefix(isWhole ? unit.count : 400))
        var reader = BitReader(payload)
        guard reader.unsigned() != nil, let type = reader.unsigned(), type % 5 < 3,
            let picture = reader.unsigned().flatMap({ sets.pictures[$0] }),
            let sequence = sets.sequences[picture.sequence], let orderBits = sequence.orderBits,
            !sequence.hasSeparatePlanes
        else { return nil }
        (self.first, isArithmetic) = (first, picture.isArithmetic)
        (isRefresh, isReference, isIntra) = (first & 31 == Self.refresh, first & 0x60 != 0, type % 5 == 2)
        numberStart = reader.position
        guard let number = reader.bits(sequence.frameNumberBits) else { return nil }
        if !sequence.isProgressive, reader.flag() != false { return nil }
        if isRefresh, reader.unsigned() == nil { return nil }
        orderStart = reader.position
        guard let order = reader.bits(orderBits) else { return nil }
        (frameNumber, numberBits, self.order, self.orderBits) = (
            number, sequence.frameNumberBits, order, orderBits
        )
        guard parse(&reader, Kind(rawValue: type % 5)!, picture, sequence) != nil else { return nil }
    }

    private enum Kind: Int { case p, b, i }

    /// What follows the order.
    private mutating func parse(
        _ reader: inout BitReader, _ kind: Kind, _ set: H264PictureSet, _ sequence: SequenceParameterSet
    ) -> Void? {
        if set.hasBottomOrder, reader.signed() == nil { return nil }
        if set.hasRedundantPictures, reader.unsigned() != 0 { return nil }
        if kind == .b, reader.flag() == nil { return nil }
        if kind != .i, parseReferences(&reader, kind, set, hasColour: sequence.chromaFormat != 0) == nil {
            return nil
        }
        let start = reader.position
        if isReference, parseMarking(&reader) == nil { return nil }
        marking = start..<reader.position
        if isArithmetic, kind != .i, reader.unsigned() == nil { return nil }
        guard reader.signed() != nil else { return nil }
        if set.hasFilterControl {
            guard let filter = reader.unsigned() else { return nil }
            if filter != 1, reader.signed() == nil || reader.signed() == nil { return nil }
        }
        dataStart = reader.position
        return ()
    }

    /// The number of references, changes of their order (7.3.3.1) and weights (7.3.3.2).
    private mutating func parseReferences(
        _ reader: inout BitReader, _ kind: Kind, _ set: H264PictureSet, hasColour: Bool
    ) -> Void? {
        var counts = kind == .b ? set.references : Array(set.references.prefix(1))
        guard let isOwn = reader.flag() else { return nil }
        for list in counts.indices where isOwn {
            guard let count = reader.unsigned(), count < 32 else { return nil }
            counts[list] = count + 1
        }
        for _ in counts {
            guard let isChanged = reader.flag() else { return nil }
            var back = 0
            while isChanged {
                guard let code = reader.unsigned(), code < 4 else { return nil }
                if code == 3 { break }
                guard let value = reader.unsigned() else { return nil }
                // The order of long-term references has no numbers of frames.
                if code == 2 { return nil }
                back += (code == 0 ? 1 : -1) * (value + 1)
                // Differences go around the range of numbers.
                reach = max(reach, back & ((1 << numberBits) - 1))
            }
        }
        let isWeighted = kind == .p ? set.hasWeights.p : set.hasWeights.b
        return isWeighted ? Self.skipWeights(&reader, counts, hasColour: hasColour) : ()
    }

    private static func skipWeights(_ reader: inout BitReader, _ counts: [Int], hasColour: Bool) -> Void? {
        guard reader.unsigned() != nil, !hasColour || reader.unsigned() != nil else { return nil }
        for _ in 0..<counts.reduce(0, +) {
            for values in hasColour ? [2, 4] : [2] {
                guard let isThere = reader.flag() else { return nil }
                for _ in 0..<(isThere ? values : 0) where reader.signed() == nil { return nil }
            }
        }
        return ()
    }

    /// dec_ref_pic_marking (7.3.3.3)
    private mutating func parseMarking(_ reader: inout BitReader) -> Void? {
        if isRefresh { return reader.bits(2).map { _ in } }
        guard let isAdaptive = reader.flag() else { return nil }
        guard isAdaptive else { return () }
        var found: [Operation] = []
        while let code = reader.unsigned(), code <= 6 {
            if code == 0 {
                operations = found
                return ()
            }
            var operation = Operation(code: code, values: [])
            for _ in 0..<[0, 1, 1, 2, 1, 0, 1][code] {
                guard let value = reader.unsigned() else { return nil }
                operation.values.append(value)
            }
            found.append(operation)
        }
        return nil
    }
}
