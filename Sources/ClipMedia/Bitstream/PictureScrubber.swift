internal import LibAV

/// A packet or header after scrubbing.
struct Scrubbed: Equatable {
    var bytes: [UInt8] = []
    /// Count of removed items by name, e.g. `SEI 5`.
    var removed: [String: Int] = [:]
}

/// Scrubs one codec's packets and headers.
protocol BitstreamScrubber {
    /// The scrubbed packet; nil if nothing is removed.
    func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> Scrubbed?
    /// The scrubbed codec header; nil if nothing is removed.
    func scrubbed(header: [UInt8]) -> Scrubbed?
}

/// Removes everything from a stream that display does not need, such as notes of a camera or an encoder.
final class PictureScrubber {
    private let scrubber: any BitstreamScrubber
    /// Count of items removed from copied packets, by name.
    private(set) var removed: [String: Int] = [:]

    /// nil for codecs whose packets hold pictures only.
    ///
    /// - Parameters:
    ///   - prefixSize: bytes of a NAL unit's length prefix; nil with start codes.
    ///   - keepsVersion: keep the version in x264's note.
    init?(codec: String, prefixSize: Int?, keepsVersion: Bool = false) {
        switch codec {
        case "h264", "hevc":
            scrubber = NALScrubber(
                isHEVC: codec == "hevc", prefixSize: prefixSize, keepsVersion: keepsVersion)
        case "av1": scrubber = OBUScrubber()
        case "png", "mjpeg": scrubber = StillScrubber(isPNG: codec == "png")
        default: return nil
        }
    }

    /// Rewrites the packet if needed; times and flags stay.
    ///
    /// - Parameter counts: add to ``removed``; true for the source's own packets.
    func scrub(_ packet: borrowing Packet, counts: Bool = false) throws {
        guard let scrubbed = packet.withBytes({ scrubber.scrubbed($0) }) else { return }
        if counts { removed.merge(scrubbed.removed, uniquingKeysWith: +) }
        try packet.replaceBytes(scrubbed.bytes)
    }

    /// The scrubbed stream header.
    func header(_ header: [UInt8]) -> [UInt8] {
        guard let scrubbed = scrubber.scrubbed(header: header) else { return header }
        removed.merge(scrubbed.removed, uniquingKeysWith: +)
        return scrubbed.bytes
    }

    /// Removed items with their counts, as text: `SEI 5 (24x)`.
    var words: [String] { removed.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value)x)" } }
}
