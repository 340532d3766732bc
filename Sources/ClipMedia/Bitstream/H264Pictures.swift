internal import ClipCore
internal import LibAV

/// Follows an H.264 stream's pictures in decode order, and finds the open groups that a copy can begin with: an I picture
/// whose leading pictures are left out, since they refer to what comes before it.
struct H264Pictures {
    private let prefixSize: Int?
    private var sets: H264Sets
    /// Entries before the first picture.
    private let before: Int
    private var pictures: [Picture] = []
    /// The last picture's first slice.
    private var last: H264Slice?

    private struct Picture {
        var isRefresh = false
        var isIntra = false
        var isReference = true
        /// It counts on from the picture before it: nothing is lost, and nothing begins anew.
        var isRegular = false
        /// How many reference frames back it refers by name.
        var reach = 0
    }

    /// - Parameter before: how many packets came before the first one to take.
    init(_ stream: StreamFacts, before: Int) {
        self.before = before
        prefixSize = NALUnits.prefixSize(codec: stream.codec, header: stream.header)
        sets = H264Sets(stream)
    }

    /// Takes the next packet.
    mutating func take(_ packet: borrowing Packet) {
        // A picture from which it takes others to refresh everything is no entry.
        var isSlow = false
        let slices = packet.withBytes { bytes in
            NALUnits(bytes, prefixSize: prefixSize).compactMap { unit -> H264Slice?? in
                sets.take(unit)
                if let point = SupplementalInformation.recovery(in: unit), point.frames > 0 { isSlow = true }
                guard let type = unit.first.map({ $0 & 31 }), (1...5).contains(type) else { return nil }
                return .some(H264Slice(unit, sets, isWhole: false))
            }
        }
        var picture = Picture()
        let first = slices.first ?? nil
        if let first, slices.allSatisfy({ $0?.frameNumber == first.frameNumber }) {
            let step = last.map { (first.frameNumber - $0.frameNumber) & (1 << first.numberBits - 1) }
            picture = Picture(
                isRefresh: first.isRefresh, isIntra: !isSlow && slices.allSatisfy { $0?.isIntra == true },
                isReference: first.isReference,
                isRegular: first.isRefresh || step == nil || step == (last?.isReference == true ? 1 : 0),
                reach: slices.reduce(0) { max($0, $1?.reach ?? 0) })
            // Long-term references, and what begins anew without a refresh.
            if first.operations?.contains(where: { $0.code != 1 }) == true { picture.isRegular = false }
        }
        last = first
        pictures.append(picture)
    }

    /// Marks entries of open groups and their leading pictures.
    ///
    /// - Parameter entries: those of the packets that were taken, and of those before.
    func mark(_ entries: inout [FrameIndex.Entry]) {
        for place in entries.indices.dropFirst(before) where entries[place].isKey {
            let picture = pictures[place - before]
            guard picture.isIntra, picture.isReference, !picture.isRefresh else { continue }
            let leading = entries.indices[(place + 1)...].prefix {
                entries[$0].presentation < entries[place].presentation
            }
            guard leading.allSatisfy({ !pictures[$0 - before].isReference }),
                isAlone(place - before, leading.endIndex - before)
            else {
                continue
            }
            entries[place].isCleanEntry = true
            for place in leading { entries[place].isLeading = true }
        }
    }

    /// Whether the pictures from one on are counted on from the entry, and name none before it as their reference. Behind
    /// the next refresh that is so anyway.
    private func isAlone(_ entry: Int, _ start: Int) -> Bool {
        var distance = 0
        for place in (entry + 1)..<max(pictures.count, entry + 1) {
            let picture = pictures[place]
            if picture.isRefresh { return true }
            if pictures[place - 1].isReference { distance += 1 }
            guard picture.isRegular, place < start || picture.reach <= distance else { return false }
        }
        return true
    }
}
