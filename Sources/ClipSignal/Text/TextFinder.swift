/// Finds lines that are likely text, without a model: rows of shapes of one height, level and baseline on an even ground.
///
/// A hint, not proof: italic and glowing titles are missed, and of repeated patterns it says nothing.
public struct TextFinder: Sendable {
    /// A line, in pixels.
    public struct Line: Hashable, Sendable {
        /// Of its left column.
        public var x: Int
        /// Of its top row.
        public var y: Int
        /// Columns.
        public var width: Int
        /// Rows.
        public var height: Int
        /// How many characters it seems to have.
        var shapes: Int
    }

    private let width: Int
    private let height: Int
    private let luma: [UInt8]
    /// Sums of all luma left of and above a pixel.
    private let sums: [Int32]

    /// Sides of the squares whose mean a shape stands out from.
    private static let windows = [15, 31, 71]
    /// How far a shape stands out.
    private static let step = 14
    /// The most shapes of a picture of which anything can be said, and the most lines.
    private static let most = (shapes: 1500, lines: 24)

    /// A finder for one picture: best 360 rows high, where most text has 5 to 90.
    public init(_ picture: RGBPicture) {
        let (width, height) = (picture.width, picture.height)
        (self.width, self.height) = (width, height)
        var luma = [UInt8](repeating: 0, count: width * height)
        var sums = [Int32](repeating: 0, count: (width + 1) * (height + 1))
        for y in 0..<height {
            var row: Int32 = 0
            for x in 0..<width {
                let place = y * picture.stride + 3 * x
                let (red, green, blue) = (
                    picture.bytes[place], picture.bytes[place + 1], picture.bytes[place + 2]
                )
                let value = (Int32(red) * 77 + Int32(green) * 150 + Int32(blue) * 29) >> 8
                luma[y * width + x] = UInt8(value)
                row &+= value
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] &+ row
            }
        }
        (self.luma, self.sums) = (luma, sums)
    }

    /// The likely lines; nil where the picture is full of shapes, so that nothing can be said.
    public func lines() -> [Line]? {
        var found: [Line] = []
        for window in Self.windows {
            for sign in [1, -1] {
                guard let shapes = shapes(window, sign) else { return nil }
                found += chains(shapes).compactMap(line)
            }
        }
        let best = found.sorted { $0.shapes > $1.shapes }.reduce(into: [Line]()) { kept, line in
            if !kept.contains(where: { $0.overlaps(line) }) { kept.append(line) }
        }
        return repeats(best) ? nil : best
    }

    /// A part that stands out.
    private struct Shape {
        var left: Int, top: Int, right: Int, bottom: Int
        var sum = 0, count = 0
        var height: Int { bottom - top + 1 }
        var width: Int { right - left + 1 }
        var level: Double { Double(sum) / Double(count) }
    }

    /// Shapes of a character's size that are lighter or darker than their surroundings.
    private func shapes(_ window: Int, _ sign: Int) -> [Shape]? {
        let reach = window / 2
        var labels = [Int32](repeating: -1, count: width * height)
        var parents: [Int32] = []
        var shapes: [Shape] = []
        func root(_ label: Int32) -> Int32 {
            var label = label
            while parents[Int(label)] != label {
                parents[Int(label)] = parents[Int(parents[Int(label)])]
                label = parents[Int(label)]
            }
            return label
        }
        let stride = width + 1
        luma.withUnsafeBufferPointer { luma in
            sums.withUnsafeBufferPointer { sums in
                labels.withUnsafeMutableBufferPointer { labels in
                    for y in 0..<height {
                        let (top, bottom) = (max(0, y - reach), min(height, y + reach + 1))
                        for x in 0..<width {
                            let (left, right) = (max(0, x - reach), min(width, x + reach + 1))
                            let sum = Int(
                                sums[bottom * stride + right] &- sums[top * stride + right]
                                    &- sums[bottom * stride + left] &+ sums[top * stride + left])
                            let area = (right - left) * (bottom - top)
                            let value = Int(luma[y * width + x])
                            guard sign * (value * area - sum) > Self.step * area else { continue }
                            var label: Int32 = -1
                            let above = (y - 1) * width + x
                            for neighbour in 0..<4 {
                                let isInside =
                                    neighbour == 0
                                    ? x > 0
                                    : y > 0 && (1...width).contains(x + neighbour - 1)
                                        && x + neighbour - 2 < width
                                guard isInside else { continue }
                                let other =
                                    neighbour == 0 ? labels[y * width + x - 1] : labels[above + neighbour - 2]
                                guard other >= 0 else { continue }
                                let found = root(other)
                                if label < 0 {
                                    label = found
                                } else if label != found {
                                    parents[Int(max(label, found))] = min(label, found)
                                    label = min(label, found)
                                }
                            }
                            if label < 0 {
                                label = Int32(parents.count)
                                parents.append(label)
                                shapes.append(Shape(left: x, top: y, right: x, bottom: y))
                            }
                            labels[y * width + x] = label
                            shapes[Int(label)].left = min(shapes[Int(label)].left, x)
                            shapes[Int(label)].right = max(shapes[Int(label)].right, x)
                            shapes[Int(label)].bottom = y
                            shapes[Int(label)].sum += value
                            shapes[Int(label)].count += 1
                        }
                    }
                }
            }
        }
        for index in parents.indices.reversed() where parents[index] != index {
            let target = Int(root(Int32(index)))
            let one = shapes[index]
            shapes[target].left = min(shapes[target].left, one.left)
            shapes[target].right = max(shapes[target].right, one.right)
            shapes[target].top = min(shapes[target].top, one.top)
            shapes[target].bottom = max(shapes[target].bottom, one.bottom)
            shapes[target].sum += one.sum
            shapes[target].count += one.count
        }
        let sized = parents.indices.compactMap { index -> Shape? in
            guard parents[index] == index else { return nil }
            let shape = shapes[index]
            let (width, height) = (shape.width, shape.height)
            return height >= 5 && 10 * height <= 13 * window && 5 * width <= 11 * height ? shape : nil
        }
        return sized.count <= Self.most.shapes ? sized : nil
    }

    /// Neighbours from left to right that could be characters of one line.
    private func chains(_ shapes: [Shape]) -> [[Shape]] {
        let shapes = shapes.sorted { $0.left < $1.left }
        var next = [Int?](repeating: nil, count: shapes.count)
        var isLinked = [Bool](repeating: false, count: shapes.count)
        for (index, shape) in shapes.enumerated() {
            for other in index + 1..<shapes.count {
                let gap = shapes[other].left - shape.right
                if Double(shapes[other].left - shape.right) > 1.3 * Double(shape.height) { break }
                guard gap > -2, !isLinked[other], Self.areAlike(shape, shapes[other]) else { continue }
                (next[index], isLinked[other]) = (other, true)
                break
            }
        }
        return shapes.indices.filter { !isLinked[$0] }.map { start in
            Array(sequence(first: start) { next[$0] }).map { shapes[$0] }
        }
    }

    private static func areAlike(_ one: Shape, _ other: Shape) -> Bool {
        let (low, high) = (min(one.height, other.height), max(one.height, other.height))
        let near = max(1, 0.16 * Double(high))
        return high < 2 * low && abs(one.level - other.level) < 28
            && (Double(abs(one.top - other.top)) <= near || Double(abs(one.bottom - other.bottom)) <= near)
    }

    /// The line of a chain; nil if it is not like text.
    private func line(_ chain: [Shape]) -> Line? {
        guard chain.count >= 4 else { return nil }
        let heights = chain.map(\.height).sorted()
        let usual = Double(heights[heights.count / 2])
        let levels = Self.spread(chain.map(\.level))
        let bottoms = Self.spread(chain.map { Double($0.bottom) })
        guard levels < 14, bottoms < max(1, 0.12 * usual) else { return nil }
        let left = chain[0].left
        let right = chain.map(\.right).max()!
        let top = chain.map(\.top).min()!
        let bottom = chain.map(\.bottom).max()!
        // Many letters of one level on one line are text on any ground that they stand out from.
        let isTidy = chain.count >= 8 && levels < 8 && bottoms < max(1, 0.06 * usual)
        guard Double(bottom - top) < 2.2 * usual,
            standsOut(left...right, top...bottom, chain, onAnyGround: isTidy)
        else { return nil }
        return Line(x: left, y: top, width: right - left + 1, height: bottom - top + 1, shapes: chain.count)
    }

    /// What lies between the shapes varies little or, on any ground, nearly all of it is lighter or darker than they are.
    private func standsOut(
        _ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>, _ chain: [Shape], onAnyGround: Bool
    ) -> Bool {
        var values: [Double] = []
        for (one, other) in zip(chain, chain.dropFirst()) where other.left - one.right > 1 {
            for x in one.right + 1..<other.left {
                for y in stride(from: one.top, through: one.bottom, by: 2) {
                    values.append(Double(luma[y * width + x]))
                }
            }
        }
        for x in columns {
            for y in [rows.lowerBound - 2, rows.upperBound + 2] where (0..<height).contains(y) {
                values.append(Double(luma[y * width + x]))
            }
        }
        guard values.count > 8 else { return false }
        values.sort()
        let level = chain.map(\.level).reduce(0, +) / Double(chain.count)
        let (low, middle, high) = (
            values[values.count / 5], values[values.count / 2], values[values.count * 4 / 5]
        )
        guard abs(level - middle) > 24 else { return false }
        let nearest =
            level > middle ? values[values.count * 9 / 10] - level : level - values[values.count / 10]
        return high - low < 0.35 * abs(level - middle) + 6 || onAnyGround && nearest < -24
    }

    private static func spread(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// Many lines of one height in rows, or lines over much of the picture: a pattern.
    private func repeats(_ lines: [Line]) -> Bool {
        lines.count > Self.most.lines || 3 * lines.reduce(0) { $0 + $1.width * $1.height } > width * height
    }
}

extension TextFinder.Line {
    fileprivate func overlaps(_ other: Self) -> Bool {
        x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
}
