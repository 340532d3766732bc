/// Removes from PNG and JPEG pictures what display does not need: texts, times, Exif, previews (PNG, third edition, 11;
/// ISO/IEC 10918-1, B.2).
struct StillScrubber: BitstreamScrubber {
    let isPNG: Bool
    private static let chunks: Set = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV",
        "cLLI", "pHYs",
    ]

    func scrubbed(header: [UInt8]) -> Scrubbed? { nil }

    func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> Scrubbed? {
        var (made, place) = (Scrubbed(), isPNG ? 8 : 2)
        guard bytes.count > place else { return nil }
        made.bytes += bytes[..<place]
        while let (end, name) = isPNG ? chunk(bytes, place) : segment(bytes, place) {
            if let name { made.removed[name, default: 0] += 1 } else { made.bytes += bytes[place..<end] }
            place = end
        }
        made.bytes += bytes[place...]
        return made.removed.isEmpty ? nil : made
    }

    /// The end of a chunk, and its name if it is removed; nil where none begins.
    private func chunk(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> (end: Int, name: String?)? {
        guard bytes.count - place >= 12 else { return nil }
        let size = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        guard size <= bytes.count - place - 12 else { return nil }
        let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
        return (place + 12 + size, Self.chunks.contains(name) ? nil : "PNG \(name)")
    }

    /// As ``chunk(_:_:)``; nil at the first scan. Kept are JFIF's segment, Adobe's colours and colour profiles.
    private func segment(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> (end: Int, name: String?)? {
        guard bytes.count - place >= 4, bytes[place] == 0xFF, bytes[place + 1] != 0xDA else { return nil }
        let (marker, size) = (bytes[place + 1], Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
        guard size >= 2, size <= bytes.count - place - 2 else { return nil }
        let end = place + 2 + size
        switch marker {
        case 0xE2 where bytes[(place + 4)..<end].starts(with: "ICC_PROFILE".utf8), 0xE0, 0xEE:
            return (end, nil)
        case 0xE1...0xEF: return (end, "JPEG APP\(marker - 0xE0)")
        case 0xFE: return (end, "JPEG COM")
        default: return (end, nil)
        }
    }
}
