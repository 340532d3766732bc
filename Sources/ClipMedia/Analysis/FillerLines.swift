internal import SystemLibrary

/// Some lines across a picture, in which filler at both ends of an axis is searched.
struct FillerLines {
    let length: Int
    /// Standard deviation of the samples.
    let contrast: Double
    private let count: Int
    private let values: [UInt8]

    private static let most = 96
    /// The least depth of filler and the least length of the picture, as shares of the axis.
    private static let depths = (least: 0.05, picture: 0.1)
    /// The highest code that counts as black.
    private static let black: UInt8 = 26

    init(_ luma: LumaPlane, isAcross: Bool) {
        let (length, other) = isAcross ? (luma.width, luma.height) : (luma.height, luma.width)
        let count = max(1, min(Self.most, other))
        values = [UInt8](unsafeUninitializedCapacity: count * length) { buffer, written in
            for line in 0..<count {
                let place = (2 * line + 1) * other / (2 * count)
                for x in 0..<length {
                    buffer[line * length + x] = isAcross ? luma[x, place] : luma[place, x]
                }
            }
            written = count * length
        }
        (self.length, self.count) = (length, count)
        let sum = values.reduce(0) { $0 + Int($1) }
        let squares = values.reduce(0) { $0 + Int($1) * Int($1) }
        let mean = Double(sum) / Double(values.count)
        contrast = max(0, Double(squares) / Double(values.count) - mean * mean).squareRoot()
    }

    /// Per place, the share of lines that meet a condition; places too near to an end get 1.
    @inline(__always) private func shares(
        _ reach: (before: Int, after: Int), _ holds: (UnsafePointer<UInt8>) -> Bool
    ) -> [Double] {
        var counts = [Int](repeating: 0, count: length)
        values.withUnsafeBufferPointer { values in
            guard reach.before + reach.after < length else { return }
            for line in 0..<count {
                let start = values.baseAddress! + line * length
                for x in reach.before..<length - reach.after where holds(start + x) { counts[x] += 1 }
            }
        }
        return counts.indices.map {
            $0 >= reach.before && $0 < length - reach.after ? Double(counts[$0]) / Double(count) : 1
        }
    }

    // MARK: Black

    /// Where the picture lies between black bars of equal depth, of which at most a quarter is a logo.
    var darkBars: Range<Int>? {
        let dark = shares((0, 0)) { $0[0] <= Self.black }
        let ends = [dark, dark.reversed()]
        // Where black gives way for the first time, or behind a wide logo for the last time.
        return bars(dark, ends.map { $0.firstIndex { $0 < 0.5 } ?? length })
            ?? bars(dark, ends.map { ($0[..<(length / 2)].lastIndex { $0 >= 0.9 } ?? -1) + 1 })
    }

    private func bars(_ dark: [Double], _ depths: [Int]) -> Range<Int>? {
        let (before, after) = (depths[0], depths[1])
        let tolerance = max(2, length / 200)
        guard Double(min(before, after)) >= Self.depths.least * Double(length),
            abs(before - after) <= tolerance,
            Double(length - before - after) >= Self.depths.picture * Double(length),
            before + 2 < length - after - 2
        else { return nil }
        let bars = dark[..<before] + dark[(length - after)...]
        let ends = [
            (dark[before - 2], dark[before + 2]), (dark[length - after + 1], dark[length - after - 3]),
        ]
        guard bars.reduce(0, +) >= 0.75 * Double(bars.count), ends.allSatisfy({ $0 - $1 >= 0.4 }) else {
            return nil
        }
        return before..<length - after
    }

    // MARK: Blurred

    /// Where the picture lies between two straight edges, outside of which a smooth copy of it is shown.
    func blurredSides(_ test: () -> CopyTest) -> Range<Int>? {
        let smooth = shares((1, 1)) { abs(Int($0[-1]) - 2 * Int($0[0]) + Int($0[1])) <= 3 }
        let before = edges(smooth, shares((5, 1)) { Self.steps($0[-5], $0[-2], $0[1]) })
        let after = edges(smooth.reversed(), shares((1, 5)) { Self.steps($0[5], $0[2], $0[-1]) }.reversed())
        let pairs = before.flatMap { from in after.map { from..<max(from, length - $0) } }
            .filter { Double($0.count) >= Self.depths.picture * Double(length) }
        guard !pairs.isEmpty else { return nil }
        let test = test()
        return pairs.first {
            test.isCopied(Double($0.lowerBound) / Double(length)...Double($0.upperBound) / Double(length))
        }
    }

    /// The picture begins between the second and the third sample, seen from outside.
    private static func steps(_ far: UInt8, _ near: UInt8, _ inside: UInt8) -> Bool {
        let step = abs(Int(inside) - Int(near))
        return step > 5 && 2 * step > 5 * abs(Int(near) - Int(far))
    }

    /// The clearest edges of the picture behind smooth places, seen from one end.
    private func edges(_ smooth: [Double], _ steps: [Double]) -> [Int] {
        let least = max(5, Int(Self.depths.least * Double(length)))
        let end = smooth.indices.dropFirst(4).first { smooth[$0 - 3] < 0.7 } ?? length
        guard least < end else { return [] }
        let clear = (least..<end).filter { steps[$0] >= 0.4 }
        return clear.sorted { steps[$0] > steps[$1] }.reduce(into: []) { found, place in
            if found.count < 3, found.allSatisfy({ abs($0 - place) > 4 }) { found.append(place) }
        }
    }

    // MARK: Mirrored

    /// A small picture of the lines.
    struct Map {
        var width: Int
        var rows: [[Float]]

        static func - (one: Map, other: Map) -> Map {
            Map(width: one.width, rows: zip(one.rows, other.rows).map { zip($0, $1).map { $0 - $1 } })
        }

        var reversed: Map { Map(width: width, rows: rows.map { $0.reversed() }) }

        /// Correlation of what lies before a place with the mirrored picture behind it, and how much it varies.
        func mirror(at place: Int) -> (correlation: Float, deviation: Float) {
            let reach = min(place, width - place)
            var (sum, before, behind): (Float, Float, Float) = (0, 0, 0)
            for row in rows {
                let (one, other) = (row[(place - reach)..<place], row[place..<place + reach])
                let means = (one.reduce(0, +) / Float(reach), other.reduce(0, +) / Float(reach))
                for (a, b) in zip(one.reversed(), other) {
                    sum += (a - means.0) * (b - means.1)
                    before += (a - means.0) * (a - means.0)
                    behind += (b - means.1) * (b - means.1)
                }
            }
            let deviation = (min(before, behind) / Float(reach * rows.count)).squareRoot()
            return (sum / max(1e-6, (before * behind).squareRoot()), deviation)
        }
    }

    var map: Map {
        let (width, height) = (min(160, length), min(24, count))
        let rows = (0..<height).map { row in
            (0..<width).map { column -> Float in
                let (from, to) = (column * length / width, (column + 1) * length / width)
                var sum = 0
                for line in row * count / height..<(row + 1) * count / height {
                    for x in from..<to { sum += Int(values[line * length + x]) }
                }
                return Float(sum) / Float((to - from) * ((row + 1) * count / height - row * count / height))
            }
        }
        return Map(width: width, rows: rows)
    }

    /// Where the picture lies between its mirrored sides, which also move as it does.
    func mirroredSides(_ map: Map, after last: Map) -> Range<Int>? {
        guard map.width == last.width, map.rows.count == last.rows.count else { return nil }
        let change = map - last
        guard let before = Self.mirror(map, change), let after = Self.mirror(map.reversed, change.reversed),
            abs(before - after) <= max(2, map.width / 50)
        else { return nil }
        let from = refined(before * length / map.width)
        let to = refined(length - after * length / map.width)
        return to - from >= length / 4 ? from..<to : nil
    }

    /// The place from which an end of the picture is mirrored outwards.
    private static func mirror(_ map: Map, _ change: Map) -> Int? {
        let places = Int(0.08 * Double(map.width))..<Int(0.46 * Double(map.width))
        let likeness = places.map { map.mirror(at: $0) }
        guard let best = likeness.indices.max(by: { likeness[$0].correlation < likeness[$1].correlation }),
            likeness[best].correlation >= 0.88, likeness[best].deviation >= 6
        else { return nil }
        // What is mirrored in several places is a pattern.
        let isUnique = likeness.indices.allSatisfy { index in
            abs(index - best) <= map.width / 20
                || likeness[index].correlation < likeness[best].correlation - 0.05
        }
        guard isUnique else { return nil }
        let moved = change.mirror(at: places.lowerBound + best)
        return moved.correlation >= 0.6 && moved.deviation >= 1 ? places.lowerBound + best : nil
    }

    /// The exact place of a mirror.
    private func refined(_ place: Int) -> Int {
        let reach = length / 100 + 2
        let depth = length / 12
        let near = (place - reach...place + reach).filter { $0 >= depth && $0 <= length - depth }
        let errors = near.map { place in
            (0..<count).reduce(0) { sum, line in
                let middle = line * length + place
                return (0..<depth).reduce(sum) {
                    $0 + abs(Int(values[middle - 1 - $1]) - Int(values[middle + $1]))
                }
            }
        }
        return errors.indices.min { errors[$0] < errors[$1] }.map { near[$0] } ?? place
    }
}
