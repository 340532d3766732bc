internal import ClipCore

/// Finds black borders of a decoded picture, to the pixel.
struct EdgeFinder {
    /// Luma and its size in samples.
    let plane: (base: UnsafeMutablePointer<UInt8>, stride: Int)
    let size: (width: Int, height: Int)
    /// Bits per sample beyond eight; such samples take two bytes.
    let shift: Int

    /// The highest code that counts as black: codec noise exceeds 16.
    private static let black = 26
    /// Largest share of non-black samples in a black row: single errors.
    private static let stray = 0.01
    /// Smallest share of non-black samples just inside the border.
    private static let picture = 0.25
    /// Smallest rise of mean luma from the border's end to two lines inside: a gradient rises more slowly.
    private static let step = 4.0
    /// Most samples read per row.
    private static let most = 128

    var edges: PictureEdges {
        var edges = PictureEdges()
        let columns = 0..<size.width
        edges.top = edge(size.height) { line(row: $0, columns) }
        edges.bottom = edge(size.height) { line(row: size.height - 1 - $0, columns) }
        let rows = Int(edges.top.depth)..<max(Int(edges.top.depth) + 1, size.height - Int(edges.bottom.depth))
        edges.left = edge(size.width) { line(column: $0, rows) }
        edges.right = edge(size.width) { line(column: size.width - 1 - $0, rows) }
        return edges
    }

    /// Share of non-black samples of a line, and its mean luma.
    private typealias Line = (lit: Double, mean: Double)

    /// - Parameter line: the n-th line from the edge.
    private func edge(_ length: Int, _ line: (Int) -> Line) -> PictureEdges.Edge {
        let half = length / 2
        guard let depth = (0..<half).first(where: { line($0).lit > Self.stray }) else {
            return .init(half, isSharp: false)
        }
        guard depth > 0 else { return .init(0, isSharp: true) }
        // If the picture was scaled, the border's last line is half dark.
        let (bar, behind) = (line(max(0, depth - 2)), line(min(half, depth + 2)))
        return .init(depth, isSharp: behind.lit >= Self.picture && behind.mean - bar.mean >= Self.step)
    }

    private func line(row: Int, _ columns: Range<Int>) -> Line {
        let line = plane.base + row * plane.stride
        return measured(columns) { (line, $0) }
    }

    private func line(column: Int, _ rows: Range<Int>) -> Line {
        measured(rows) { (plane.base + $0 * plane.stride, column) }
    }

    private func measured(_ range: Range<Int>, _ sample: (Int) -> (UnsafeMutablePointer<UInt8>, Int)) -> Line
    {
        let step = max(1, (range.count + Self.most - 1) / Self.most)
        var (count, sum, all) = (0, 0, 0)
        for place in stride(from: range.lowerBound + step / 2, to: range.upperBound, by: step) {
            let (line, index) = sample(place)
            let value =
                shift > 0
                ? Int(UnsafeRawPointer(line).assumingMemoryBound(to: UInt16.self)[index]) >> shift
                : Int(line[index])
            if value > Self.black { count += 1 }
            sum += value
            all += 1
        }
        return (Double(count) / Double(max(1, all)), Double(sum) / Double(max(1, all)))
    }
}
