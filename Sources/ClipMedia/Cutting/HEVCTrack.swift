internal import ClipCore
internal import LibAV

/// Lets pictures of the source and of an encoder share an HEVC track (ISO/IEC 23008-2): parameter sets of either have
/// ids of their own, and the copy begins like a stream.
final class HEVCTrack {
    private let source: HEVCHeaders
    private let sets: Set<[UInt8]>
    private let ids: HEVCIdentifiers?
    /// Packets hold no sets: all are in the header (`hvc1`).
    private let keepsSetsInHeader: Bool
    /// The encoder's sets with their new ids; nil without an encoder.
    private var made: [[UInt8]]?
    /// Nothing is re-encoded, and FFmpeg writes it into the container: not into MOV.
    let keepsDolbyVision: Bool
    private var hadDynamicLight = false
    /// Other units of the encoder's header: they belong to its keyframes.
    private var messages: [[UInt8]] = []

    /// nil unless the plan copies pictures of an HEVC stream.
    init?(_ plan: Plan, _ stream: StreamFacts) {
        guard plan.video.copiesSomething, stream.codec == "hevc" else { return nil }
        source = HEVCHeaders(stream.header)
        sets = Set(source.sets)
        ids = source.freeIdentifiers
        let container = plan.output.container
        keepsSetsInHeader = container == .mp4 || container == .mov
        keepsDolbyVision =
            (container == .mp4 || container == .matroska)
            && plan.video.copiesAll
    }

    /// Takes the header of the next encoder.
    func take(_ header: [UInt8]) throws {
        let units = HEVCHeaders(header)
        let renumbered = units.sets.compactMap { ids?.applied(to: $0) }
        guard renumbered.count == units.sets.count, !renumbered.isEmpty, renumbered == made ?? renumbered
        else { throw ProofFailure("the encoder's parameter sets cannot stand beside the source's") }
        made = renumbered
        messages = units.units.filter { HEVCUnit.type($0[0]) > HEVCUnit.pictureSet }
    }

    /// Data of copied pictures that the track cannot hold throughout; nil for none.
    var deviation: String? {
        made != nil && hadDynamicLight ? "re-encoded frames lose their HDR10+ data" : nil
    }

    /// The header of the track.
    var header: [UInt8]? { made.map(source.adding) }

    /// Makes an encoder's packet refer to its renumbered sets.
    func fit(_ packet: borrowing Packet) throws {
        guard let ids else { return }
        var units = packet.isKey ? messages : []
        let isFit = packet.withBytes { bytes in
            for unit in NALUnits(bytes, prefixSize: nil) where unit.count > 2 {
                let type = HEVCUnit.type(unit[0])
                if HEVCUnit.isSlice(type) {
                    guard let slice = Self.slice(unit, type, picture: ids.picture) else { return false }
                    units.append(slice)
                } else if type > HEVCUnit.pictureSet {
                    units.append(Array(unit))
                }
            }
            return true
        }
        guard isFit else { throw ProofFailure("the encoder's slices have an unknown form") }
        try packet.replaceUnits(units, prefixSize: source.prefixSize)
    }

    /// A slice that refers to another picture parameter set than 0: with an id from 15 to 30 the rest of its
    /// header shifts by a byte.
    private static func slice(_ unit: UnsafeBufferPointer<UInt8>, _ type: Int, picture: Int) -> [UInt8]? {
        // first_slice_segment_in_pic_flag, and at entries no_output_of_prior_pics_flag.
        let flags = (16...23).contains(type) ? 2 : 1
        let first = Int(unit[2])
        guard (first >> (7 - flags)) & 1 == 1 else { return nil }
        let rest = 7 - flags
        let bits = (first >> (8 - flags)) << (16 - flags) | (picture + 1) << rest | first & ((1 << rest) - 1)
        return [unit[0], unit[1], UInt8(bits >> 8), UInt8(bits & 0xFF)] + unit[3...]
    }

    /// Makes the source's packet fit into the track.
    ///
    /// - Parameter isEntry: the copy begins with it. Its leading pictures are left out: a clean random access
    ///   becomes a broken link, whose sequence starts anew.
    func copy(_ packet: borrowing Packet, isEntry: Bool) throws {
        var (units, isChanged): ([[UInt8]], Bool) = ([], false)
        let isKnown = packet.withBytes { bytes in
            for unit in NALUnits(bytes, prefixSize: source.prefixSize) where unit.count > 2 {
                let type = HEVCUnit.type(unit[0])
                let isSet = (HEVCUnit.videoSet...HEVCUnit.pictureSet).contains(type)
                if isSet, !sets.contains(HEVCUnit.trimmed(unit)) { return false }
                if type == HEVCUnit.prefixMessages, !hadDynamicLight {
                    hadDynamicLight = Self.isDynamicLight(unit)
                }
                if isSet && keepsSetsInHeader || HEVCUnit.dolbyVision.contains(type) && !keepsDolbyVision {
                    isChanged = true
                } else if isEntry, HEVCUnit.entries.contains(type) {
                    isChanged = true
                    units.append(Self.entry(unit, type))
                } else {
                    units.append(Array(unit))
                }
            }
            return true
        }
        guard isKnown else { throw ProofFailure("its parameter sets change in the part to copy") }
        if isChanged { try packet.replaceUnits(units, prefixSize: source.prefixSize) }
    }

    /// Whether messages hold HDR10+ (SMPTE 2094-40).
    private static func isDynamicLight(_ unit: UnsafeBufferPointer<UInt8>) -> Bool {
        let mark: [UInt8] = [0xB5, 0, 0x3C, 0, 1, 4]
        let bytes = EmulationPrevention.removed(from: unit.prefix(64))
        return bytes.indices.dropLast(mark.count).contains { bytes[$0...].starts(with: mark) }
    }

    private static func entry(_ unit: UnsafeBufferPointer<UInt8>, _ type: Int) -> [UInt8] {
        var unit = Array(unit)
        let isRefresh = type == 19 || type == 20
        if !isRefresh { unit[0] = unit[0] & 0x81 | UInt8(HEVCUnit.brokenLink << 1) }
        // no_output_of_prior_pics_flag: the pictures before the splice are shown.
        unit[2] &= ~0x40
        return unit
    }
}
