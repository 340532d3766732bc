internal import ClipCore

/// Computes how much each part of a picture draws the eye.
///
/// It weighs colour that the picture's border does not have (a background usually reaches the border, a
/// subject does not: the boundary prior of Wei et al., "Geodesic Saliency Using Background Priors", ECCV
/// 2012), skin, and motion beyond the camera's own.
struct SaliencyMap {
    private static let size = PictureGrid.chromaSize
    /// Weight per row, highest in the middle.
    private static let rowWeights: [Float] = (0..<size.height).map {
        1 - 0.3 * abs((Float($0) + 0.5) / Float(size.height) * 2 - 1)
    }
    /// Makes column sums approach 255 in the liveliest pictures.
    private static let scale: Float = 2.5

    private let inside: (columns: Range<Int>, rows: Range<Int>)
    private var energy: [Float]

    /// - Parameter last: the previous frame; nil for the first.
    init(_ grid: PictureGrid, after last: PictureGrid?) {
        inside = grid.inside
        energy = [Float](repeating: 0, count: Self.size.width * Self.size.height)
        let luma = Self.blocks(grid.luma)
        addColour(luma, grid.chroma)
        if let last { addMotion(grid.luma, last.luma) }
    }

    /// Saliency per column and row.
    var saliency: Saliency {
        var saliency = Saliency()
        var columns = SIMD32<Float>()
        for y in inside.rows {
            var row: Float = 0
            for x in inside.columns {
                let value = energy[y * Self.size.width + x]
                row += value
                columns[x] += value * Self.rowWeights[y]
            }
            saliency.rows[y] = UInt8(clamping: Int(row / Float(inside.columns.count) * Self.scale))
        }
        for x in inside.columns {
            saliency.columns[x] = UInt8(clamping: Int(columns[x] / Float(inside.rows.count) * Self.scale))
        }
        return saliency
    }

    // MARK: Colour

    private mutating func addColour(_ luma: [Float], _ chroma: [UInt8]) {
        let half = energy.count
        let colours = (0..<half).map {
            SIMD4<Float>(0.5 * luma[$0], 1.5 * Float(chroma[$0]), 1.5 * Float(chroma[half + $0]), 0)
        }
        let border = border.map { colours[$0] }
        border.withUnsafeBufferPointer { border in
            for y in inside.rows {
                for x in inside.columns {
                    let index = y * Self.size.width + x
                    energy[index] += min(40, Self.distance(of: colours[index], to: border))
                    energy[index] += 20 * Self.skin(luma[index], chroma[index], chroma[half + index])
                }
            }
        }
    }

    /// The left, right and top border, every other point; subjects often touch the bottom one.
    private var border: [Int] {
        let (columns, rows) = inside
        let above = stride(from: columns.lowerBound, to: columns.upperBound, by: 2).map {
            rows.lowerBound * Self.size.width + $0
        }
        return above
            + stride(from: rows.lowerBound + 1, to: rows.upperBound, by: 2).flatMap {
                [$0 * Self.size.width + columns.lowerBound, $0 * Self.size.width + columns.upperBound - 1]
            }
    }

    /// Distance to the second nearest colour: one stray border point does not matter.
    @inline(__always) private static func distance(
        of colour: SIMD4<Float>, to border: UnsafeBufferPointer<SIMD4<Float>>
    ) -> Float {
        var (nearest, second) = (Float.infinity, Float.infinity)
        for other in border {
            let difference = colour - other
            let distance = abs(difference.x) + abs(difference.y) + abs(difference.z)
            second = min(second, max(nearest, distance))
            nearest = min(nearest, distance)
        }
        return second
    }

    /// Closeness of chroma to that of skin, 0 to 1; it varies little between people, unlike luma.
    @inline(__always) private static func skin(_ luma: Float, _ blue: UInt8, _ red: UInt8) -> Float {
        let (u, v) = ((Float(blue) - 108) / 20, (Float(red) - 152) / 16)
        return max(0, 1 - (u * u + v * v).squareRoot()) * min(1, max(0, (luma - 30) / 30))
    }

    // MARK: Motion

    private mutating func addMotion(_ luma: [UInt8], _ last: [UInt8]) {
        let changes = Self.blocks(zip(luma, last).map { $0 > $1 ? $0 - $1 : $1 - $0 })
        let texture = Self.blocks(Self.gradients(luma))
        var ratios: [Float] = []
        ratios.reserveCapacity(energy.count)
        for y in inside.rows {
            for x in inside.columns {
                let index = y * Self.size.width + x
                ratios.append(changes[index] / (texture[index] + 4))
            }
        }
        ratios.sort()
        // The change of the whole picture by camera motion or lighting.
        let usual = ratios[ratios.count / 2]
        for y in inside.rows {
            for x in inside.columns {
                let index = y * Self.size.width + x
                let own = changes[index] - 1.5 * usual * (texture[index] + 4) - 1
                energy[index] += 2 * min(30, max(0, own))
            }
        }
    }

    private static func gradients(_ luma: [UInt8]) -> [UInt8] {
        let (width, height) = PictureGrid.size
        var gradients = [UInt8](repeating: 0, count: luma.count)
        luma.withUnsafeBufferPointer { luma in
            for y in 0..<height {
                for x in 0..<width {
                    let place = y * width + x
                    let across = x > 0 && x < width - 1 ? abs(Int(luma[place + 1]) - Int(luma[place - 1])) : 0
                    let down =
                        y > 0 && y < height - 1 ? abs(Int(luma[place + width]) - Int(luma[place - width])) : 0
                    gradients[place] = UInt8(clamping: (across + down) / 2)
                }
            }
        }
        return gradients
    }

    /// Means of 2x2 points, as many as chroma points.
    private static func blocks(_ points: [UInt8]) -> [Float] {
        let width = PictureGrid.size.width
        return points.withUnsafeBufferPointer { points in
            (0..<size.width * size.height).map {
                let place = $0 / size.width * 2 * width + $0 % size.width * 2
                let sum =
                    Int(points[place]) + Int(points[place + 1]) + Int(points[place + width])
                    + Int(points[place + width + 1])
                return Float(sum) / 4
            }
        }
    }
}
