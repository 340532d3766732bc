/// Removes from H.264 and HEVC packets and headers everything that decoding and display do not need.
struct NALScrubber: BitstreamScrubber {
    private let isHEVC: Bool
    /// Bytes of a NAL unit's length prefix; nil with start codes.
    private let prefixSize: Int?
    private let information: SupplementalInformation

    init(isHEVC: Bool, prefixSize: Int?, keepsVersion: Bool = false) {
        (self.isHEVC, self.prefixSize) = (isHEVC, prefixSize)
        information = SupplementalInformation(isHEVC: isHEVC, keepsVersion: keepsVersion)
    }

    func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> Scrubbed? {
        var made = Scrubbed()
        var end = 0
        var isChanged = false
        for unit in NALUnits(bytes, prefixSize: prefixSize) {
            end = unit.baseAddress.map { $0 - bytes.baseAddress! + unit.count } ?? end
            guard let first = unit.first else { continue }
            switch fate(of: unit, first, &made.removed) {
            case .kept: append(unit, to: &made.bytes)
            case .changed(let bytes):
                isChanged = true
                bytes.withUnsafeBufferPointer { append($0, to: &made.bytes) }
            case .left: isChanged = true
            }
        }
        let rest = rest(of: bytes, from: end)
        if !rest.isKept { isChanged = true }
        guard isChanged else { return nil }
        if rest.isKept { made.bytes += bytes[rest.range] }
        // A packet cannot be empty: an access unit delimiter shows nothing.
        if made.bytes.isEmpty {
            (isHEVC ? [70, 1, 0x50] : [9, 0xF0]).withUnsafeBufferPointer { append($0, to: &made.bytes) }
        }
        return made
    }

    /// Bytes after the last complete unit: the rest of a truncated slice is kept.
    private func rest(of bytes: UnsafeBufferPointer<UInt8>, from end: Int) -> (
        range: Range<Int>, isKept: Bool
    ) {
        let range = end..<bytes.count
        guard let prefixSize else { return (bytes.count..<bytes.count, true) }
        guard range.count > prefixSize else { return (range, range.isEmpty) }
        let type = type(bytes[end + prefixSize])
        return (range, isHEVC ? type < 22 && isKept(type) : (1...5).contains(type))
    }

    // MARK: Units

    private enum Fate {
        case kept, left
        case changed([UInt8])
    }

    private func type(_ header: UInt8) -> Int { Int(isHEVC ? header >> 1 & 63 : header & 31) }

    /// Slices, parameter sets, delimiters, ends of sequences, alpha and further views, Dolby Vision.
    private func isKept(_ type: Int) -> Bool {
        isHEVC
            ? [0...9, 16...21, 32...37, HEVCUnit.dolbyVision].contains { $0.contains(type) }
            : [1...5, 7...11, 13...15, 19...21].contains { $0.contains(type) }
    }

    private func isSupplemental(_ type: Int) -> Bool { isHEVC ? (39...40).contains(type) : type == 6 }

    private func fate(
        of unit: UnsafeBufferPointer<UInt8>, _ first: UInt8, _ removed: inout [String: Int]
    ) -> Fate {
        let type = type(first)
        if isKept(type) { return .kept }
        guard isSupplemental(type) else {
            removed["NAL \(type)", default: 0] += 1
            return .left
        }
        let messages = SupplementalInformation.messages(in: unit, after: headerSize)
        var (kept, isChanged): ([UInt8], Bool) = ([], messages.isCutShort || messages.whole.isEmpty)
        if messages.isCutShort { removed["SEI cut short", default: 0] += 1 }
        for message in messages.whole {
            guard let payload = information.kept(message.type, message.payload) else {
                removed["SEI \(message.type)", default: 0] += 1
                isChanged = true
                continue
            }
            if payload.count != message.payload.count { isChanged = true }
            kept += Self.bytes(message.type) + Self.bytes(payload.count) + payload
        }
        guard isChanged else { return .kept }
        guard !kept.isEmpty else { return .left }
        return .changed(Array(unit[..<headerSize]) + EmulationPrevention.added(to: kept + [0x80]))
    }

    private var headerSize: Int { isHEVC ? 2 : 1 }

    private func append(_ unit: UnsafeBufferPointer<UInt8>, to kept: inout [UInt8]) {
        if let prefixSize {
            for byte in (0..<prefixSize).reversed() {
                kept.append(UInt8(truncatingIfNeeded: unit.count >> (8 * byte)))
            }
        } else {
            kept += [0, 0, 0, 1]
        }
        kept += unit
    }

    // MARK: Messages

    private static func bytes(_ number: Int) -> [UInt8] {
        [UInt8](repeating: 255, count: number / 255) + [UInt8(number % 255)]
    }

    // MARK: Headers

    func scrubbed(header: [UInt8]) -> Scrubbed? {
        guard prefixSize != nil else { return header.withUnsafeBufferPointer { scrubbed($0) } }
        return isHEVC ? scrubbed(hvcC: header) : scrubbed(avcC: header)
    }

    /// `avcC` (ISO/IEC 14496-15, 5.3.3.1): two lists of parameter sets and, from High on, a third.
    private func scrubbed(avcC header: [UInt8]) -> Scrubbed? {
        var (made, position) = (Scrubbed(), 5)
        made.bytes = Array(header.prefix(5))
        for (mask, types) in [(UInt8(0x1F), [7, 15]), (0xFF, [8])] {
            guard let sets = H264Headers.sets(header, &position, mask: mask) else { return nil }
            append(sets, ofTypes: types, over: ~mask, to: &made)
        }
        let rest = header[position...]
        if rest.count >= 4 {
            made.bytes += rest.prefix(3)
            var position = position + 3
            append(H264Headers.sets(header, &position, mask: 0xFF) ?? [], ofTypes: [13], over: 0, to: &made)
        }
        return made.bytes == header ? nil : made
    }

    private func append(_ sets: [[UInt8]], ofTypes types: [Int], over mask: UInt8, to made: inout Scrubbed) {
        let kept = sets.filter { types.contains(type($0[0])) }
        if kept.count < sets.count { made.removed["NAL in header", default: 0] += sets.count - kept.count }
        made.bytes.append(mask | UInt8(kept.count))
        for set in kept { made.bytes += [UInt8(set.count >> 8), UInt8(set.count & 0xFF)] + set }
    }

    /// `hvcC` (ISO/IEC 14496-15, 8.3.3.1): arrays of units, each of one type.
    private func scrubbed(hvcC header: [UInt8]) -> Scrubbed? {
        guard header.count > 22 else { return nil }
        var (made, position, arrays) = (Scrubbed(), 23, 0)
        made.bytes = Array(header[..<23])
        for _ in 0..<header[22] {
            guard position < header.count else { return nil }
            let head = header[position]
            position += 1
            guard let units = Self.units(header, &position) else { return nil }
            let kept = units.compactMap { unit in
                unit.withUnsafeBufferPointer { bytes -> [UInt8]? in
                    switch fate(of: bytes, bytes[0], &made.removed) {
                    case .kept where type(bytes[0]) > 31: unit
                    case .changed(let bytes): bytes
                    default: nil
                    }
                }
            }
            guard !kept.isEmpty else { continue }
            arrays += 1
            made.bytes += [head, UInt8(kept.count >> 8), UInt8(kept.count & 0xFF)]
            for unit in kept { made.bytes += [UInt8(unit.count >> 8), UInt8(unit.count & 0xFF)] + unit }
        }
        made.bytes[22] = UInt8(arrays)
        return made.bytes == header ? nil : made
    }

    private static func units(_ header: [UInt8], _ position: inout Int) -> [[UInt8]]? {
        func number() -> Int? {
            guard position + 2 <= header.count else { return nil }
            defer { position += 2 }
            return Int(header[position]) << 8 | Int(header[position + 1])
        }
        guard let count = number() else { return nil }
        var units: [[UInt8]] = []
        for _ in 0..<count {
            guard let size = number(), size > 0, position + size <= header.count else { return nil }
            units.append(Array(header[position..<position + size]))
            position += size
        }
        return units
    }
}
