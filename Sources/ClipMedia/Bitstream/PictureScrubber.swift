internal import LibAV

/// What became of a packet or a header.
struct Scrubbed: Equatable {
    var bytes: [UInt8] = []
    /// What was left out, by its name, e.g. `SEI 5`.
    var removed: [String: Int] = [:]
}

/// Knows a codec's packets and headers.
protocol BitstreamScrubber {
    /// The packet without what is to go; nil where nothing is.
    func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> Scrubbed?
    /// The codec's header likewise.
    func scrubbed(header: [UInt8]) -> Scrubbed?
}

/// Lets nothing but pictures, and what is needed to show them, into an output: no notes of a camera or an encoder.
final class PictureScrubber {
    private let scrubber: any BitstreamScrubber
    /// What copied packets had that the output has not, by its name.
    private(set) var removed: [String: Int] = [:]

    /// Nil for codecs whose packets hold pictures only.
    ///
    /// - Parameters:
    ///   - prefixSize: bytes of a NAL unit's length prefix, or nil where start codes separate them.
    ///   - keepsVersion: the version in x264's note stays.
    init?(codec: String, prefixSize: Int?, keepsVersion: Bool = false) {
        switch codec {
        case "h264", "hevc":
            scrubber = NALScrubber(
                isHEVC: codec == "hevc", prefixSize: prefixSize, keepsVersion: keepsVersion)
        case "av1": scrubber = OBUScrubber()
        default: return nil
        }
    }

    /// Rewrites the packet where it has to be; times and flags stay.
    ///
    /// - Parameter counts: what is left out is the source's, and counts.
    func scrub(_ packet: borrowing Packet, counts: Bool = false) throws {
        guard let scrubbed = packet.withBytes({ scrubber.scrubbed($0) }) else { return }
        if counts { removed.merge(scrubbed.removed, uniquingKeysWith: +) }
        try packet.replaceBytes(scrubbed.bytes)
    }

    /// The stream's header without what is to go.
    func header(_ header: [UInt8]) -> [UInt8] {
        guard let scrubbed = scrubber.scrubbed(header: header) else { return header }
        removed.merge(scrubbed.removed, uniquingKeysWith: +)
        return scrubbed.bytes
    }

    /// What was left out, with how often, in words: `SEI 5 (24x)`.
    var words: [String] { removed.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value)x)" } }
}
