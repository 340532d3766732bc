/// Parsed H.264 sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1 and E.1.1).
struct SequenceParameterSet {
    private(set) var id = 0
    private(set) var profile = 0
    private(set) var constraints = 0
    private(set) var level = 0
    private(set) var chromaFormat = 1
    private(set) var bitDepth = 8
    private(set) var referenceFrames = 0
    private(set) var isProgressive = true
    /// Bits of a slice header's `frame_num`, and whether `colour_plane_id` precedes it.
    private(set) var frameNumberBits = 4
    private(set) var hasSeparatePlanes = false
    /// Bits of a slice header's `pic_order_cnt_lsb`; nil if the order of display is coded in another way.
    private(set) var orderBits: Int?
    /// The visible picture.
    private(set) var width = 0
    private(set) var height = 0
    private(set) var sampleAspect: (Int, Int)?
    /// nil if the stream does not specify it.
    private(set) var isFullRange: Bool?
    /// Primaries, transfer and matrix as numbered in ISO/IEC 23091-2.
    private(set) var colour: (primaries: Int, transfer: Int, matrix: Int)?
    private(set) var restriction: Restriction?

    /// Limits that let a decoder decide how long to hold pictures back.
    struct Restriction: Equatable {
        var reorderedFrames: Int
        var bufferedFrames: Int
        /// The fields before the two, passed on unchanged.
        fileprivate var others: [Int]
    }

    private let header: UInt8
    private let payload: [UInt8]
    /// Bit positions in the payload of the number of reference frames and of the restriction's flag.
    private var referenceRange = 0..<0
    private var restrictionStart: Int?

    /// nil if the unit is not a sequence parameter set or is truncated.
    init?(_ unit: [UInt8]) {
        guard let first = unit.first, first & 31 == 7 else { return nil }
        header = first
        payload = EmulationPrevention.removed(from: unit.dropFirst())
        var reader = BitReader(payload)
        guard parse(&reader) != nil else { return nil }
    }

    private mutating func parse(_ reader: inout BitReader) -> Void? {
        guard let profile = reader.bits(8), let constraints = reader.bits(8), let level = reader.bits(8),
            let id = reader.unsigned()
        else { return nil }
        self.id = id
        (self.profile, self.constraints, self.level) = (profile, constraints, level)
        if [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].contains(profile) {
            guard parseFormat(&reader) != nil else { return nil }
        }
        guard let frameNumber = reader.unsigned(), frameNumber <= 12, parseOrder(&reader) != nil else {
            return nil
        }
        frameNumberBits = frameNumber + 4
        let start = reader.position
        guard let frames = reader.unsigned() else { return nil }
        referenceFrames = frames
        referenceRange = start..<reader.position
        guard reader.flag() != nil, let columns = reader.unsigned(), let rows = reader.unsigned(),
            columns < 4096, rows < 4096,
            let frameOnly = reader.flag()
        else { return nil }
        isProgressive = frameOnly
        (width, height) = (16 * (columns + 1), 16 * (rows + 1) * (frameOnly ? 1 : 2))
        if !frameOnly && reader.flag() == nil { return nil }
        guard reader.flag() != nil, let isCropped = reader.flag() else { return nil }
        if isCropped && parseCropping(&reader) == nil { return nil }
        guard let hasUsability = reader.flag() else { return nil }
        return hasUsability ? parseUsability(&reader) : ()
    }

    /// The units depend on the chroma format (7-19 to 7-22).
    private mutating func parseCropping(_ reader: inout BitReader) -> Void? {
        guard let left = reader.unsigned(), let right = reader.unsigned(), let top = reader.unsigned(),
            let bottom = reader.unsigned(), max(left, right, top, bottom) < 65536
        else { return nil }
        width -= (left + right) * (chromaFormat == 1 || chromaFormat == 2 ? 2 : 1)
        height -= (top + bottom) * (chromaFormat == 1 ? 2 : 1) * (isProgressive ? 1 : 2)
        return ()
    }

    private mutating func parseFormat(_ reader: inout BitReader) -> Void? {
        guard let chroma = reader.unsigned() else { return nil }
        chromaFormat = chroma
        if chroma == 3 {
            guard let separate = reader.flag() else { return nil }
            hasSeparatePlanes = separate
        }
        guard let depth = reader.unsigned(), reader.unsigned() != nil, reader.flag() != nil,
            let hasMatrix = reader.flag()
        else { return nil }
        bitDepth = depth + 8
        guard hasMatrix else { return () }
        for list in 0..<(chroma == 3 ? 12 : 8) {
            guard let isThere = reader.flag() else { return nil }
            if isThere { skipScalingList(&reader, list < 6 ? 16 : 64) }
        }
        return ()
    }

    private func skipScalingList(_ reader: inout BitReader, _ size: Int) {
        var (last, next) = (8, 8)
        for _ in 0..<size where next != 0 {
            next = (last + (reader.signed() ?? 0) + 256) % 256
            if next != 0 { last = next }
        }
    }

    private mutating func parseOrder(_ reader: inout BitReader) -> Void? {
        guard let type = reader.unsigned() else { return nil }
        if type == 0 {
            guard let bits = reader.unsigned(), bits <= 12 else { return nil }
            orderBits = bits + 4
            return ()
        }
        guard type == 1 else { return () }
        guard reader.flag() != nil, reader.signed() != nil, reader.signed() != nil,
            let count = reader.unsigned(), count < 256
        else { return nil }
        for _ in 0..<count where reader.signed() == nil { return nil }
        return ()
    }

    private mutating func parseUsability(_ reader: inout BitReader) -> Void? {
        if reader.flag() == true, let code = reader.bits(8) { parseAspect(&reader, code) }
        if reader.flag() == true { _ = reader.flag() }
        if reader.flag() == true {
            _ = reader.bits(3)
            isFullRange = reader.flag()
            if reader.flag() == true, let primaries = reader.bits(8), let transfer = reader.bits(8),
                let matrix = reader.bits(8)
            {
                colour = (primaries, transfer, matrix)
            }
        }
        if reader.flag() == true { _ = (reader.unsigned(), reader.unsigned()) }
        if reader.flag() == true { _ = (reader.bits(32), reader.bits(32), reader.flag()) }
        let (hasUnits, hasStream) = (skipBuffering(&reader), skipBuffering(&reader))
        if hasUnits || hasStream { _ = reader.flag() }
        _ = reader.flag()
        restrictionStart = reader.position
        guard let isRestricted = reader.flag() else { return nil }
        guard isRestricted else { return () }
        var others = [reader.bits(1) ?? 1]
        for _ in 0..<4 { others.append(reader.unsigned() ?? 0) }
        guard let reordered = reader.unsigned(), let buffered = reader.unsigned() else { return nil }
        restriction = Restriction(reorderedFrames: reordered, bufferedFrames: buffered, others: others)
        return ()
    }

    /// Table E-1; 255 is followed by the ratio itself.
    private mutating func parseAspect(_ reader: inout BitReader, _ code: Int) {
        let table = [
            (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11), (80, 33), (18, 11),
            (15, 11),
            (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
        ]
        if code == 255, let width = reader.bits(16), let height = reader.bits(16), width > 0, height > 0 {
            sampleAspect = (width, height)
        } else if (1...table.count).contains(code) {
            sampleAspect = table[code - 1]
        }
    }

    /// hrd_parameters, if its flag is set.
    private func skipBuffering(_ reader: inout BitReader) -> Bool {
        guard reader.flag() == true else { return false }
        let count = reader.unsigned() ?? 0
        _ = reader.bits(8)
        for _ in 0...min(count, 31) { _ = (reader.unsigned(), reader.unsigned(), reader.flag()) }
        _ = reader.bits(20)
        return true
    }

    /// This set with `other`'s reference frames and restriction, so that a decoder keeps its buffers when it
    /// switches between the two. Claiming more than a stream needs is always allowed.
    func claiming(_ other: SequenceParameterSet) -> [UInt8]? {
        guard let restrictionStart, other.referenceFrames >= referenceFrames else { return nil }
        var reader = BitReader(payload)
        var writer = BitWriter()
        writer.bits(of: &reader, to: referenceRange.lowerBound)
        writer.unsigned(other.referenceFrames)
        while reader.position < referenceRange.upperBound { _ = reader.bits(1) }
        writer.bits(of: &reader, to: restrictionStart)
        if let wanted = other.restriction {
            writer.bits(1, 1)
            let others = restriction?.others ?? [1, 0, 0, 16, 16]
            writer.bits(others[0], 1)
            for value in others.dropFirst() { writer.unsigned(value) }
            writer.unsigned(wanted.reorderedFrames)
            writer.unsigned(wanted.bufferedFrames)
        } else {
            writer.bits(0, 1)
        }
        writer.finish()
        return [header] + EmulationPrevention.added(to: writer.bytes)
    }
}
