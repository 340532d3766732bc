/// A picture of `channels` numbers a pixel, with a border of one pixel of zeros all around.
struct FeatureMap: Sendable {
    let width: Int
    let height: Int
    let channels: Int
    /// Row, column, channel; the channels run fastest.
    var values: [Float]

    init(width: Int, height: Int, channels: Int) {
        (self.width, self.height, self.channels) = (width, height, channels)
        values = [Float](repeating: 0, count: (width + 2) * (height + 2) * channels)
    }

    /// Floats from row to row.
    var stride: Int { (width + 2) * channels }

    /// Where a pixel's channels begin; row and column -1 are the border.
    func index(row: Int, column: Int) -> Int { (row + 1) * stride + (column + 1) * channels }
}
