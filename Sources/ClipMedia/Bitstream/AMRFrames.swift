internal import ClipCore
internal import LibAV

/// Frames inside an AMR packet, 20 ms each; the first byte gives the frame type (RFC 4867, 5.3).
enum AMRFrames {
    private static let narrow = [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1]
    private static let wide = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1]

    /// Size in bytes of the frame that begins at `offset`; nil for other codecs.
    static func size(codec: String, _ packet: borrowing Packet, at offset: Int) -> Int? {
        guard codec == "amr_nb" || codec == "amr_wb" else { return nil }
        let type = packet.withBytes { Int($0[offset] >> 3 & 15) }
        return codec == "amr_nb" ? narrow[type] : wide[type]
    }

    /// 20 ms in ticks of the stream.
    static func ticks(_ stream: StreamFacts) -> Int64 {
        MediaTime(ticks: 1, timescale: 50).ticksNearest(in: stream.base)
    }
}
