internal import ClipCore
internal import LibAV

/// A logo prepared for overlay, and the filter that overlays it.
struct LogoLayer {
    /// Label of its input in the filter graph.
    static let label = "logo"
    /// The logo at its final size and opacity; BT.709, limited range.
    let picture: Owned<Frame>
    private let place: Picture.Rectangle

    /// - Throws: `Failure` if the file is missing, too large, or not a complete picture.
    init(_ logo: Picture.Logo) throws {
        place = logo.place
        let path = logo.file.path
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= 32 << 20 else {
            throw Failure(.unusable, path, "it is too large for a logo", hint: "32 MB are the most")
        }
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        do {
            let frame = try Decoder.still(PictureHeader(bytes)?.codec ?? "png", bytes)
            frame.dropSideData()
            picture = Owned(try Self.placed(frame, logo))
        } catch {
            if error.isMissingCodec { throw Failure(reading: path, error) }
            throw Failure(
                .unusable, path, "the picture is damaged or cut off: \(error.reason.lowercased())",
                hint: "export the logo again, best as PNG with a transparent background")
        }
    }

    /// Scales with colours weighted by opacity, so that hidden colours do not shine through at the edges.
    private static func placed(_ frame: borrowing Frame, _ logo: Picture.Logo) throws(AVFailure) -> Frame {
        let colours = try Scaler(toRGBA: frame, frame.width, frame.height).convert(frame)
        colours.weightColours()
        let size = logo.place.size
        let small = try Scaler(toRGBA: colours, size.width, size.height).convert(colours)
        small.unweightColours()
        small.fade(to: logo.opacity)
        return try small.ready()
    }

    /// Overlays it on the picture labelled `base`; the result is `out`.
    func step(on base: String) -> FilterStep {
        FilterStep(
            "overlay",
            [("x", "\(place.x)"), ("y", "\(place.y)"), ("format", "yuv420"), ("eof_action", "repeat")],
            from: [base, Self.label], to: ["out"])
    }
}
