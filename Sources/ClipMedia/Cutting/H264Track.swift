internal import ClipCore
internal import LibAV

/// Lets a copy of H.264 begin with an open group: its I picture becomes a refresh (IDR), from which the pictures up to the
/// next one are counted.
final class H264Track {
    private let prefixSize: Int?
    private var sets: H264Sets
    /// The entry that became a refresh; nil if there was none, and behind the next one.
    private var entry: H264Slice?
    private(set) var opensGroup = false
    /// Reference frames from there to the last picture, and its number.
    private var (distance, number) = (0, 0)

    /// nil unless the plan copies pictures of an H.264 stream.
    init?(_ plan: Plan, _ stream: StreamFacts) {
        guard plan.video.copiesSomething, stream.codec == "h264" else { return nil }
        prefixSize = NALUnits.prefixSize(codec: stream.codec, header: stream.header)
        sets = H264Sets(stream)
    }

    /// Makes the source's packet fit into the track.
    ///
    /// - Parameter isEntry: the copy begins with it.
    func copy(_ packet: borrowing Packet, isEntry: Bool) throws {
        if isEntry { entry = nil }
        guard isEntry || entry != nil else { return }
        var (units, isChanged): ([[UInt8]], Bool) = ([], false)
        let isKnown = packet.withBytes { bytes in
            for unit in NALUnits(bytes, prefixSize: prefixSize) where !unit.isEmpty {
                sets.take(unit)
                guard (1...H264Slice.refresh).contains(unit[0] & 31) else {
                    units.append(Array(unit))
                    continue
                }
                if unit[0] & 31 == H264Slice.refresh {
                    entry = nil
                    return true
                }
                guard let slice = H264Slice(unit, sets, isWhole: true) else { return false }
                if isEntry, entry == nil {
                    (entry, distance, number, opensGroup) = (slice, 0, slice.frameNumber, true)
                }
                distance += (slice.frameNumber - number) & (1 << slice.numberBits - 1)
                number = slice.frameNumber
                let made =
                    isEntry ? slice.refreshed() : entry.map { slice.counted(from: $0, distance: distance) }
                guard let made else { return false }
                units.append(made)
                isChanged = true
            }
            return true
        }
        guard isKnown else { throw ProofFailure("its slices have an unknown form in the part to copy") }
        if isChanged { try packet.replaceUnits(units, prefixSize: prefixSize) }
    }
}
