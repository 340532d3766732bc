internal import ClipCore
internal import ClipSignal
internal import LibAV

extension Look.Texture {
    /// libavfilter filters for the texture at the output's size, in the order of a camera and a print.
    ///
    /// Vignette: brightness falls off as cos⁴, which leaves `cos(vignette)⁴` in the corners: 0.92 at 0.2,
    /// 0.72 at 0.4. The filter dithers against banding.
    ///
    /// - Parameter shortSide: pixels of the picture's shorter side; grain looks alike at every size.
    func filters(shortSide: Int) -> [(String, [(String, String)])] {
        var filters: [(String, [(String, String)])] = []
        if sharpen > 0 {
            filters.append(("unsharp", [("lx", "5"), ("ly", "5"), ("la", "\(1.5 * sharpen)"), ("ca", "0")]))
        }
        if vignette > 0 { filters.append(("vignette", [("angle", "\(vignette)")])) }
        if grain > 0 {
            filters.append(
                (
                    "noise",
                    [
                        ("c0s", "\(Int(min(60, max(1, 8 * grain * Double(shortSide) / 1080)).rounded()))"),
                        ("c0f", "t"),
                    ]
                ))
        }
        return filters
    }
}

/// Draws a look's texture on a picture in memory.
struct TexturePainter {
    let texture: Look.Texture

    /// The picture with the texture.
    func painted(_ still: Still) throws -> Still {
        let filters = texture.filters(shortSide: min(still.width, still.height))
        guard !filters.isEmpty else { return still }
        let frame = try Frame.blank420(width: still.width, height: still.height)
        guard let from = Planes420(frame) else { throw ProofFailure("a frame has no planes") }
        still.copy(to: from)
        frame.presentation = 0
        let result = try frame.filtered(FilterStep.chain(filters, from: "in", to: "out"))
        guard let planes = Planes420(result) else { throw ProofFailure("a frame has no planes") }
        return Still(planes)
    }
}
