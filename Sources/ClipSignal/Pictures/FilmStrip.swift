/// A row of pictures of equal size, in RGB.
public struct FilmStrip: Sendable {
    /// Pixels per row.
    public let width: Int
    /// Number of rows.
    public let height: Int
    /// Red, green and blue of each pixel, row by row without gaps.
    public let pixels: [UInt8]

    /// Creates a strip of pictures in ``ColourModel/delivery``.
    ///
    /// - Parameters:
    ///   - pictures: at least one; all have the size of the first.
    ///   - gap: black pixels between two.
    public init(_ pictures: [Still], gap: Int = 2) {
        precondition(!pictures.isEmpty, "a strip has pictures")
        (width, height) = ((pictures[0].width + gap) * pictures.count - gap, pictures[0].height)
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for (index, picture) in pictures.enumerated() {
            let left = index * (picture.width + gap)
            for y in 0..<height {
                for x in 0..<picture.width {
                    let at = (y * width + left + x) * 3
                    (pixels[at], pixels[at + 1], pixels[at + 2]) = picture.colour(x, y)
                }
            }
        }
        self.pixels = pixels
    }
}
