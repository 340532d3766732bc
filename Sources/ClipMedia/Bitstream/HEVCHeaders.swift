internal import LibAV

/// Parameter sets of an HEVC stream as stored in the container: `hvcC` (ISO/IEC 14496-15, 8.3.3.1) or start
/// codes.
struct HEVCHeaders {
    /// All units, parameter sets and others, in order.
    private(set) var units: [[UInt8]] = []
    /// The bytes before the units in `hvcC` form; empty with start codes.
    private let start: [UInt8]

    /// Bytes per NAL unit length in packets; nil with start codes.
    var prefixSize: Int? { start.isEmpty ? nil : Int(start[21] & 3) + 1 }

    /// An empty header has no units; those after a truncation are missing.
    init(_ header: [UInt8]) {
        guard header.count > 22, header[0] == 1 else {
            start = []
            units = header.withUnsafeBufferPointer {
                NALUnits($0, prefixSize: nil).filter { !$0.isEmpty }.map(HEVCUnit.trimmed)
            }
            return
        }
        start = Array(header[..<23])
        var position = 23
        for _ in 0..<header[22] {
            guard position + 3 <= header.count else { return }
            let count = Int(header[position + 1]) << 8 | Int(header[position + 2])
            position += 3
            for _ in 0..<count {
                guard position + 2 <= header.count else { return }
                let size = Int(header[position]) << 8 | Int(header[position + 1])
                guard size > 0, position + 2 + size <= header.count else { return }
                units.append(HEVCUnit.trimmed(header[position + 2..<position + 2 + size]))
                position += 2 + size
            }
        }
    }

    func units(_ type: Int) -> [[UInt8]] {
        units.filter { $0.first.map { HEVCUnit.type($0) == type } ?? false }
    }

    /// Video, sequence and picture parameter sets.
    var sets: [[UInt8]] {
        units(HEVCUnit.videoSet) + units(HEVCUnit.sequenceSet) + units(HEVCUnit.pictureSet)
    }

    var sequences: [HEVCSequenceSet] { units(HEVCUnit.sequenceSet).compactMap(HEVCSequenceSet.init) }
    var pictures: [HEVCPictureSet] { units(HEVCUnit.pictureSet).compactMap(HEVCPictureSet.init) }

    /// Ids that this stream does not use; nil if all are taken.
    ///
    /// The picture set's is coded with nine bits where an encoder's own id 0 has one, so that a slice header shifts
    /// by a whole byte. Its last bits are not all zero: no start code can come about.
    var freeIdentifiers: HEVCIdentifiers? {
        let videos = Set(units(HEVCUnit.videoSet).compactMap { $0.count > 2 ? Int($0[2] >> 4) : nil })
        let (sequences, pictures) = (Set(sequences.map(\.id)), Set(pictures.map(\.id)))
        guard let video = (1...15).first(where: { !videos.contains($0) }),
            let sequence = (1...15).first(where: { !sequences.contains($0) }),
            let picture = (15...30).first(where: { ($0 + 1) % 4 != 0 && !pictures.contains($0) })
        else { return nil }
        return HEVCIdentifiers(video: video, sequence: sequence, picture: picture)
    }

    /// This header plus other parameter sets.
    func adding(_ sets: [[UInt8]]) -> [UInt8] {
        guard !start.isEmpty else { return (units + sets).flatMap { [0, 0, 0, 1] + $0 } }
        var start = start
        for set in sets.filter({ HEVCUnit.type($0[0]) == HEVCUnit.sequenceSet }) {
            guard let profile = HEVCSequenceSet(set)?.profile else { continue }
            for byte in 1..<5 { start[1 + byte] &= profile[byte] }
            start[12] = max(start[12], profile[11])
        }
        // Nothing is claimed of slices and parallel decoding: only one of the two encoders may keep to it.
        (start[13], start[14], start[15]) = (0xF0, 0, 0xFC)
        let all = units + sets
        let types = all.map { HEVCUnit.type($0[0]) }.reduce(into: [Int]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        start[22] = UInt8(types.count)
        return types.reduce(into: start) { header, type in
            let units = all.filter { HEVCUnit.type($0[0]) == type }
            // Complete: the packets of the track hold no further sets.
            header += [UInt8(type) | 0x80] + Self.number(units.count)
            for unit in units { header += Self.number(unit.count) + unit }
        }
    }

    private static func number(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
}
