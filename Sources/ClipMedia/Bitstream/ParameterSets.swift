/// Current sequence and picture parameter sets of an H.264 or HEVC stream: its header's, replaced by those
/// that packets carry.
struct ParameterSets {
    /// Picture format from a sequence parameter set: what must not change within one track.
    struct Form {
        var width: Int
        var height: Int
        /// Other fields that affect display, -1 if absent; for HEVC, all bytes of the set.
        var others: [Int]

        /// Whether pictures of the two forms cannot share a track. A field that only one has is not a
        /// difference: an encoder writes fields that a container may hold instead.
        func differs(from other: Form) -> Bool {
            (width, height, others.count) != (other.width, other.height, other.others.count)
                || zip(others, other.others).contains { $0 != $1 && $0 >= 0 && $1 >= 0 }
        }
    }

    private let isHEVC: Bool
    private var sequences: [Int: Form] = [:]
    /// Picture parameter set id to sequence parameter set id.
    private var pictures: [Int: Int] = [:]
    /// Forms of the sequence parameter sets, by id.
    var forms: [Form] { sequences.sorted { $0.key < $1.key }.map(\.value) }

    init(isHEVC: Bool) { self.isHEVC = isHEVC }

    /// Stores a unit that is a parameter set; ignores others.
    mutating func take(_ unit: UnsafeBufferPointer<UInt8>) {
        guard let type = type(of: unit) else { return }
        switch (isHEVC, type) {
        case (false, 7), (true, 33):
            guard let (id, form) = sequence(Array(unit)) else { return }
            sequences[id] = form
        case (false, 8), (true, 34):
            var reader = BitReader(
                EmulationPrevention.removed(from: unit.prefix(16).dropFirst(isHEVC ? 2 : 1)))
            guard let id = reader.unsigned(), let sequence = reader.unsigned() else { return }
            pictures[id] = sequence
        default: return
        }
    }

    /// Picture form for a slice; nil for other units, and if its sets are missing.
    func form(ofSlice unit: UnsafeBufferPointer<UInt8>) -> Form? {
        guard let type = type(of: unit) else { return nil }
        var reader = BitReader(EmulationPrevention.removed(from: unit.prefix(24).dropFirst(isHEVC ? 2 : 1)))
        if isHEVC {
            guard type < 32, reader.flag() != nil, !(16...23).contains(type) || reader.flag() != nil else {
                return nil
            }
        } else {
            guard type == 1 || type == 5, reader.unsigned() != nil, reader.unsigned() != nil else {
                return nil
            }
        }
        return reader.unsigned().flatMap { pictures[$0] }.flatMap { sequences[$0] }
    }

    private func type(of unit: UnsafeBufferPointer<UInt8>) -> Int? {
        unit.first.map { isHEVC ? Int($0 >> 1 & 63) : Int($0 & 31) }
    }

    private func sequence(_ unit: [UInt8]) -> (id: Int, form: Form)? {
        if isHEVC {
            return HEVCSequenceSet(unit).map {
                ($0.id, Form(width: $0.width, height: $0.height, others: unit.map(Int.init)))
            }
        }
        guard let set = SequenceParameterSet(unit) else { return nil }
        let colour =
            set.colour.map { [$0.primaries, $0.transfer, $0.matrix].map { $0 == 2 ? -1 : $0 } } ?? [
                -1, -1, -1,
            ]
        let aspect = set.sampleAspect.map { [$0.0, $0.1] } ?? [-1, -1]
        let range = set.isFullRange == true ? 1 : 0
        return (
            set.id,
            Form(
                width: set.width, height: set.height,
                others: [set.chromaFormat, set.bitDepth, range] + aspect + colour)
        )
    }
}
