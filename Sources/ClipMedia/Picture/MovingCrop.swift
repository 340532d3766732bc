internal import ClipCore

/// Moves a crop by fractions of a pixel. Cuts slightly more in whole pixels, scales it, then trims the excess
/// between the output's pixels.
struct MovingCrop {
    /// Size cut from the upright picture: even, at least the crop.
    let cut: Picture.Size
    /// Size after scaling: even, at least the output.
    let scaled: Picture.Size
    private let picture: Picture.Size
    private let scale: (x: Double, y: Double)
    /// The last position at which the whole output lies in the scaled cut.
    private let most: (x: Double, y: Double)

    /// - Parameters:
    ///   - isStill: whether the crop rests on even pixels in every shot.
    ///   - picture: size of the upright picture.
    ///   - output: size that the crop is scaled to.
    init(_ crop: Picture.Size, isStill: Bool, in picture: Picture.Size, to output: Picture.Size) {
        self.picture = picture
        let across = Self.sides(isStill ? 0 : picture.width - crop.width, crop.width, output.width)
        let down = Self.sides(isStill ? 0 : picture.height - crop.height, crop.height, output.height)
        cut = Picture.Size(width: across.cut, height: down.cut)
        scaled = Picture.Size(width: across.scaled, height: down.scaled)
        most = (Double(across.scaled - output.width), Double(down.scaled - output.height))
        scale = (
            Double(across.scaled) / Double(across.cut), Double(down.scaled) / Double(down.cut)
        )
    }

    /// Chooses a margin whose scaled length is nearly whole, to avoid stretching the picture.
    private static func sides(_ room: Int, _ crop: Int, _ output: Int) -> (cut: Int, scaled: Int) {
        let scale = Double(output) / Double(crop)
        let margins = stride(from: 4, through: min(24, room), by: 2).map { margin in
            let exact = Double(crop + margin) * scale
            return (cut: crop + margin, scaled: max(output, Int((exact / 2).rounded()) * 2), exact: exact)
        }
        return margins.min { abs(Double($0.scaled) - $0.exact) < abs(Double($1.scaled) - $1.exact) }
            .map { ($0.cut, $0.scaled) } ?? (crop, output)
    }

    /// Cut position for an output that begins at `corner`, and its offset in the scaled cut.
    func place(at corner: (x: Double, y: Double)) -> (x: Int, y: Int, offset: (x: Double, y: Double)) {
        let x = Self.place(corner.x, most: (picture.width - cut.width) & ~1)
        let y = Self.place(corner.y, most: (picture.height - cut.height) & ~1)
        return (
            x, y,
            (
                min(max(0, corner.x - Double(x)) * scale.x, most.x),
                min(max(0, corner.y - Double(y)) * scale.y, most.y)
            )
        )
    }

    private static func place(_ from: Double, most: Int) -> Int {
        max(0, min(most, Int((from / 2).rounded(.down)) * 2))
    }
}
