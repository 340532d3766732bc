internal import ClipCore
internal import LibAV

/// A logo as filters see it: its picture, and the steps that lay it on another.
struct LogoLayer {
    /// The labels of its input and of its own place in the graph.
    static let label = "logo"
    let picture: Owned<Frame>
    private let logo: Picture.Logo

    /// - Throws: `MediaError` where the file is missing, too large or no PNG that decodes whole.
    init(_ logo: Picture.Logo) throws {
        self.logo = logo
        let path = logo.file.path
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= 32 << 20 else {
            throw MediaError(.unusable, path, "it is too large for a logo", hint: "32 MB are the most")
        }
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        do {
            let frame = try Decoder.still("png", bytes)
            frame.forgetColours()
            frame.dropSideData()
            picture = Owned(frame)
        } catch {
            if error.isMissingCodec { throw MediaError(reading: path, error) }
            throw MediaError(
                .unusable, path, "it is no whole PNG: \(error.reason.lowercased())",
                hint: "a logo is a PNG, best one with a transparent background")
        }
    }

    /// Scales the logo and lays it on the picture labelled `base`; gives `out`.
    ///
    /// Colours are weighted by their opacity while they are scaled, so that what is hidden does not shine through at
    /// the edges.
    func steps(on base: String) -> [FilterStep] {
        let size = logo.place.size
        return [
            FilterStep("format", [("pix_fmts", "gbrap")], from: [Self.label], to: ["logo-rgb"]),
            FilterStep("premultiply", [("inplace", "1")], from: ["logo-rgb"], to: ["logo-weighted"]),
            FilterStep(
                "scale",
                [("w", "\(size.width)"), ("h", "\(size.height)"), ("flags", "bicubic+accurate_rnd")],
                from: ["logo-weighted"], to: ["logo-small"]),
            FilterStep("unpremultiply", [("inplace", "1")], from: ["logo-small"], to: ["logo-plain"]),
            FilterStep(
                "lut", [("c3", "val*\(logo.opacity)")], from: ["logo-plain"], to: ["logo-faint"]),
            FilterStep(
                "scale", [("out_color_matrix", "bt709"), ("out_range", "tv")], from: ["logo-faint"],
                to: ["logo-yuv"]),
            FilterStep("format", [("pix_fmts", "yuva420p")], from: ["logo-yuv"], to: ["logo-ready"]),
            FilterStep(
                "overlay",
                [
                    ("x", "\(logo.place.x)"), ("y", "\(logo.place.y)"), ("format", "yuv420"),
                    ("eof_action", "repeat"),
                ],
                from: [base, "logo-ready"], to: ["out"]),
        ]
    }
}
