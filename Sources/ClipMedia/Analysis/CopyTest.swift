/// Says whether both ends of a picture show an enlarged copy of what lies between them, as blurred sides do.
struct CopyTest {
    private var width: Int
    private var height: Int
    private var values: [Float]

    private static let size = (long: 128, short: 72)
    /// The least correlation of each end with the copy.
    private static let least: Float = 0.7
    /// How much larger than needed copies are.
    private static let zooms = [1, 1.15, 1.3]

    /// Means of small parts of the picture, blurred.
    init(_ luma: LumaPlane) {
        let isWide = luma.width >= luma.height
        width = min(luma.width, isWide ? Self.size.long : Self.size.short)
        height = min(luma.height, isWide ? Self.size.short : Self.size.long)
        values = []
        let step = max(1, min(luma.width / width, luma.height / height) / 4)
        for y in 0..<height {
            let rows = y * luma.height / height..<(y + 1) * luma.height / height
            for x in 0..<width {
                let columns = x * luma.width / width..<(x + 1) * luma.width / width
                var (sum, count) = (0, 0)
                for row in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
                    for column in stride(from: columns.lowerBound, to: columns.upperBound, by: step) {
                        sum += Int(luma[column, row])
                        count += 1
                    }
                }
                values.append(Float(sum) / Float(max(1, count)))
            }
        }
        self = blurred.transposed.blurred.transposed
    }

    /// The picture with rows as columns.
    var transposed: CopyTest {
        var other = self
        (other.width, other.height) = (height, width)
        other.values = (0..<width * height).map { values[$0 % height * width + $0 / height] }
        return other
    }

    /// Means of five in a row.
    private var blurred: CopyTest {
        var other = self
        for y in 0..<height {
            for x in 0..<width {
                let near = (x - 2...x + 2).map { values[y * width + min(width - 1, max(0, $0))] }
                other.values[y * width + x] = near.reduce(0, +) / 5
            }
        }
        return other
    }

    /// - Parameter inner: the picture, as shares of the width.
    func isCopied(_ inner: ClosedRange<Double>) -> Bool {
        let length = inner.upperBound - inner.lowerBound
        let middle = (inner.lowerBound + inner.upperBound) / 2
        for zoom in Self.zooms {
            let across = { (u: Double) in middle + (u - 0.5) * length / zoom }
            // Enlarged alike in both directions, or only as wide as needed.
            for down in [length / zoom, 1 / zoom]
            where agrees(inner, { (across($0), 0.5 + ($1 - 0.5) * down) }) {
                return true
            }
        }
        return agrees(inner) { u, v in
            (u < inner.lowerBound ? 2 * inner.lowerBound - u : 2 * inner.upperBound - u, v)
        }
    }

    private func agrees(_ inner: ClosedRange<Double>, _ origin: (Double, Double) -> (Double, Double)) -> Bool
    {
        let margin = 1.5 / Double(width)
        let ends = [
            0..<max(0, Int((inner.lowerBound - margin) * Double(width))),
            min(width, Int(((inner.upperBound + margin) * Double(width)).rounded(.up)))..<width,
        ]
        return ends.allSatisfy { columns in
            var pairs: [(Float, Float)] = []
            for y in 0..<height {
                for x in columns {
                    let (u, v) = origin((Double(x) + 0.5) / Double(width), (Double(y) + 0.5) / Double(height))
                    guard inner.contains(u), (0..<1).contains(v) else { continue }
                    let place =
                        min(height - 1, Int(v * Double(height))) * width
                        + min(width - 1, Int(u * Double(width)))
                    pairs.append((values[y * width + x], values[place]))
                }
            }
            return pairs.count >= 50 && Self.correlation(pairs) >= Self.least
        }
    }

    private static func correlation(_ pairs: [(Float, Float)]) -> Float {
        let count = Float(pairs.count)
        let means = pairs.reduce(into: SIMD2<Float>()) { $0 += SIMD2($1.0, $1.1) } / count
        let sums = pairs.reduce(into: SIMD3<Float>()) { sums, pair in
            let (a, b) = (pair.0 - means.x, pair.1 - means.y)
            sums += SIMD3(a * b, a * a, b * b)
        }
        return sums.x / max(1e-6, (sums.y * sums.z).squareRoot())
    }
}
