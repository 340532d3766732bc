/// Fits a tile of a picture into a square, centred on black: each pixel is the mean of what it covers.
struct Letterbox {
    /// Pixels of the square a pixel of the picture.
    let scale: Float
    /// Where the tile's left top corner is in the square.
    let (left, top): (Int, Int)
    private let tile: PictureTile
    private let (columns, rows): ([Coverage], [Coverage])

    /// The pixels that one of the result covers, and by how much.
    private struct Coverage {
        let first: Int
        let weights: [Float]

        /// Divides `length` pixels into `count` equal spans.
        static func spans(_ length: Int, into count: Int) -> [Coverage] {
            let size = Float(length) / Float(count)
            return (0..<count).map { index in
                let (start, end) = (Float(index) * size, min(Float(length), Float(index + 1) * size))
                let first = min(Int(start), length - 1)
                let last = max(first, min(length, Int(end.rounded(.up))) - 1)
                let weights = (first...last).map { min(Float($0 + 1), end) - max(Float($0), start) }
                let sum = weights.reduce(0, +)
                return Coverage(first: first, weights: weights.map { $0 / sum })
            }
        }
    }

    /// - Parameter tile: not empty.
    init(_ tile: PictureTile, side: Int) {
        self.tile = tile
        let scale = Float(side) / Float(max(tile.width, tile.height))
        let fitted = { (length: Int) in max(1, Int((Float(length) * scale).rounded())) }
        columns = Coverage.spans(tile.width, into: fitted(tile.width))
        rows = Coverage.spans(tile.height, into: fitted(tile.height))
        self.scale = scale
        (left, top) = ((side - columns.count) / 2, (side - rows.count) / 2)
    }

    /// Writes it as the network wants it: bytes from -1 to 1, black outside the tile.
    func draw(_ picture: RGBPicture, into input: inout FaceNetwork.Input) {
        let side = FaceNetwork.side
        for row in 0..<side {
            let start = FaceNetwork.Input.index(row: row, column: 0)
            for index in start..<start + side * 3 { input.values[index] = -1 }
        }
        var sums = [Float](repeating: 0, count: tile.width * 3)
        for (row, coverage) in rows.enumerated() {
            for index in sums.indices { sums[index] = 0 }
            for (offset, weight) in coverage.weights.enumerated() {
                let start = (tile.y + coverage.first + offset) * picture.stride + tile.x * 3
                picture.bytes.withUnsafeBufferPointer { bytes in
                    sums.withUnsafeMutableBufferPointer { sums in
                        for index in sums.indices { sums[index] += weight * Float(bytes[start + index]) }
                    }
                }
            }
            let start = FaceNetwork.Input.index(row: top + row, column: left)
            for (column, coverage) in columns.enumerated() {
                var colour = SIMD3<Float>.zero
                for (offset, weight) in coverage.weights.enumerated() {
                    let pixel = (coverage.first + offset) * 3
                    colour += weight * SIMD3(sums[pixel], sums[pixel + 1], sums[pixel + 2])
                }
                colour = colour / 127.5 - 1
                for channel in 0..<3 { input.values[start + column * 3 + channel] = colour[channel] }
            }
        }
    }
}
