internal import ClipCore
internal import LibAV

/// Tone-maps HDR to BT.709 with libavfilter.
///
/// BT.2100 light (HLG on a 1000 cd/m² display, PQ as it is) is relative to diffuse white of 203 cd/m² (ITU-R
/// BT.2408-7, section 2.2) and converted to BT.709 primaries. A Möbius curve on the largest of red, green and blue
/// keeps hues: below 0.3 of white nothing changes, the peak becomes white. Colours outside BT.709 are clipped.
struct ToneMapping {
    private let transfer: Picture.HDR
    private let matrix: String
    private let primaries: String
    private let isFullRange: Bool

    /// Whether this machine's libavfilter supports it.
    static var isAvailable: Bool { FilterGraph.has("zscale") && FilterGraph.has("tonemap") }

    /// cd/m².
    private static let white = 203.0
    private let peak: Double

    /// - Parameters:
    ///   - video: a stream of that transfer; a missing matrix or primaries default to BT.2020.
    ///   - peak: cd/m² that becomes white.
    init(_ transfer: Picture.HDR, _ video: StreamFacts.Video?, peak: Double) {
        (self.transfer, self.peak) = (transfer, peak)
        matrix = video?.matrix ?? "bt2020nc"
        primaries = video?.primaries ?? "bt2020"
        isFullRange = video?.range == "pc" || video?.pixelFormat.name?.hasPrefix("yuvj") == true
    }

    /// Filters from untagged source samples to 8-bit 4:2:0 as delivered.
    ///
    /// - Parameters:
    ///   - size: size of the pictures.
    ///   - smaller: size to scale to first, if smaller: tone mapping costs time per pixel.
    func steps(_ size: Picture.Size, to smaller: Picture.Size? = nil) -> [(String, [(String, String)])] {
        // zscale rejects 4:2:0 planes with an odd side.
        let even = Picture.Size(width: size.width & ~1, height: size.height & ~1)
        let crop = ("crop", [("w", "\(even.width)"), ("h", "\(even.height)"), ("x", "0"), ("y", "0")])
        let reduced =
            smaller.flatMap { $0.width <= even.width && $0.height <= even.height ? $0 : nil } ?? even
        let sides = [("w", "\(reduced.width)"), ("h", "\(reduced.height)"), ("filter", "bicubic")]
        return (even == size ? [] : [crop]) + [
            (
                "zscale",
                sides + [
                    ("transferin", transfer.rawValue), ("matrixin", matrix), ("primariesin", primaries),
                    ("rangein", isFullRange ? "full" : "limited"), ("transfer", "linear"),
                    // Otherwise zscale converts to the frame's own tags.
                    ("primaries", primaries),
                    // The fast path applies HLG's system gamma per channel, which oversaturates colours.
                    ("npl", "\(Self.white)"), ("agamma", transfer == .hlg ? "0" : "1"),
                ]
            ),
            ("format", [("pix_fmts", "gbrpf32le")]),
            (
                "zscale",
                [
                    ("transferin", "linear"), ("primariesin", primaries), ("transfer", "linear"),
                    ("primaries", "bt709"),
                ]
            ),
            (
                "tonemap",
                [
                    ("tonemap", "mobius"), ("param", "0.3"), ("desat", "0"),
                    ("peak", "\(peak / Self.white)"),
                ]
            ),
            (
                "zscale",
                [
                    ("transferin", "linear"), ("primariesin", "bt709"), ("transfer", "bt709"),
                    ("primaries", "bt709"), ("matrix", "bt709"), ("range", "limited"),
                ]
            ),
            ("format", [("pix_fmts", "yuv420p")]),
        ]
    }

    /// Tone-maps one source frame.
    ///
    /// - Parameter longSide: limit for the frame's longer side; nil for none.
    func mapped(_ frame: borrowing Frame, longSide: Int? = nil) throws -> Frame {
        let input = try frame.share()
        input.forgetColours()
        input.dropSideData()
        let size = Picture.Size(width: frame.width, height: frame.height)
        let scale = Double(longSide ?? .max) / Double(max(size.width, size.height, 1))
        let smaller = Picture.Size(
            width: max(2, Int(Double(size.width) * min(1, scale)) & ~1),
            height: max(2, Int(Double(size.height) * min(1, scale)) & ~1))
        let steps = steps(size, to: smaller)
        return try input.filtered(FilterStep.chain(steps, from: "in", to: "out"))
    }
}
