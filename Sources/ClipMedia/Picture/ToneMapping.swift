internal import ClipCore
internal import LibAV

/// Brings HDR to the screens of BT.709, as filters of libavfilter.
///
/// Light of BT.2100 (HLG on a display of 1000 cd/m², PQ as it is) counts in diffuse whites of 203 cd/m² (ITU-R BT.2408-7, section 2.2),
/// goes to BT.709's primaries, and is bent by a Möbius curve on the largest of red, green and blue, which keeps hues: what is below 0.3 of the
/// white, as most of a picture is, stays, and the peak becomes white. What BT.709 cannot show is cut off.
struct ToneMapping {
    private let transfer: Picture.HDR
    private let matrix: String
    private let primaries: String
    private let isFullRange: Bool

    /// This machine's libavfilter can do it.
    static var isAvailable: Bool { FilterGraph.has("zscale") && FilterGraph.has("tonemap") }

    /// cd/m².
    private static let white = 203.0
    private let peak: Double

    /// - Parameters:
    ///   - video: a stream of that transfer; a matrix or primaries that it does not tell are those of BT.2020.
    ///   - peak: cd/m² of what becomes white.
    init(_ transfer: Picture.HDR, _ video: StreamFacts.Video?, peak: Double) {
        (self.transfer, self.peak) = (transfer, peak)
        matrix = video?.matrix ?? "bt2020nc"
        primaries = video?.primaries ?? "bt2020"
        isFullRange = video?.range == "pc" || video?.pixelFormat.name?.hasPrefix("yuvj") == true
    }

    /// From the source's samples, whose colours nobody told, to 4:2:0 of 8 bits as delivered.
    ///
    /// - Parameters:
    ///   - size: of the pictures.
    ///   - smaller: what they are scaled to first, where that is smaller: light costs by the pixel.
    func steps(_ size: Picture.Size, to smaller: Picture.Size? = nil) -> [(String, [(String, String)])] {
        // Planes of 4:2:0 and an odd side do not go together there.
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
                    // Else what a frame says of itself would be converted to.
                    ("primaries", primaries),
                    // The quick way takes HLG's system gamma for one of each channel, which makes colours too strong.
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

    /// One frame of a source, mapped.
    ///
    /// - Parameter longSide: the frame's longer side becomes no longer than that; nil for what it is.
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
