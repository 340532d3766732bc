internal import ClipCore

/// Finds what is black at the edges of a decoded picture, to the pixel.
struct EdgeFinder {
    /// Luma and its size in samples.
    let plane: (base: UnsafeMutablePointer<UInt8>, stride: Int)
    let size: (width: Int, height: Int)
    /// Bits of a sample beyond eight, which then takes two bytes.
    let shift: Int

    /// The highest code that passes for black: noise of a codec is above 16.
    private static let black = 26
    /// The most samples of a black row that are not, as a share: single errors.
    private static let stray = 0.01
    /// The least such samples right behind the end of a bar.
    private static let picture = 0.25
    /// Samples that are looked at in a row, at most.
    private static let most = 128

    var edges: PictureEdges {
        var edges = PictureEdges()
        let columns = 0..<size.width
        edges.top = edge(size.height) { lit(row: $0, columns) }
        edges.bottom = edge(size.height) { lit(row: size.height - 1 - $0, columns) }
        let rows = Int(edges.top.depth)..<max(Int(edges.top.depth) + 1, size.height - Int(edges.bottom.depth))
        edges.left = edge(size.width) { lit(column: $0, rows) }
        edges.right = edge(size.width) { lit(column: size.width - 1 - $0, rows) }
        return edges
    }

    /// - Parameter lit: the share of samples of the n-th line from the edge that are not black.
    private func edge(_ length: Int, _ lit: (Int) -> Double) -> PictureEdges.Edge {
        let half = length / 2
        guard let depth = (0..<half).first(where: { lit($0) > Self.stray }) else {
            return .init(half, isSharp: false)
        }
        // The line at the end of a bar is half dark where the picture was scaled.
        return .init(depth, isSharp: depth == 0 || lit(min(half, depth + 2)) >= Self.picture)
    }

    private func lit(row: Int, _ columns: Range<Int>) -> Double {
        let line = plane.base + row * plane.stride
        return lit(columns) { (line, $0) }
    }

    private func lit(column: Int, _ rows: Range<Int>) -> Double {
        lit(rows) { (plane.base + $0 * plane.stride, column) }
    }

    private func lit(_ range: Range<Int>, _ sample: (Int) -> (UnsafeMutablePointer<UInt8>, Int)) -> Double {
        let step = max(1, range.count / Self.most)
        var (count, all) = (0, 0)
        for place in stride(from: range.lowerBound + step / 2, to: range.upperBound, by: step) {
            let (line, index) = sample(place)
            let value =
                shift > 0
                ? Int(UnsafeRawPointer(line).assumingMemoryBound(to: UInt16.self)[index]) >> shift
                : Int(line[index])
            if value > Self.black { count += 1 }
            all += 1
        }
        return Double(count) / Double(max(1, all))
    }
}
