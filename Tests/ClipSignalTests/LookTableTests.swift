import ClipCore
import Foundation
import Testing

@testable import ClipSignal

extension TestPicture {
    mutating func planes<T>(_ body: (Planes420) -> T) -> T {
        let (uStart, vStart, width, height, gap, columns) = (uStart, vStart, width, height, gap, columns)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            let base = buffer.baseAddress!
            return body(
                Planes420(
                    y: base, u: base + uStart, v: base + vStart, yStride: width + gap,
                    uvStride: columns + gap,
                    width: width, height: height))
        }
    }

    /// Blocks of one colour of the gamut each, whose luma varies by a few codes where that stays inside it.
    static func random(_ width: Int, _ height: Int, _ model: ColourModel, seed: UInt64 = 5) -> TestPicture {
        var picture = TestPicture(width, height)
        var random = FixedRandom(state: seed)
        for row in 0..<picture.rows {
            for column in 0..<picture.columns {
                let colour = SIMD3<Float>.random(in: 0.03...0.97, using: &random)
                let codes = model.codes(colour)
                picture.bytes[picture.u(column, row)] = UInt8(codes.y.rounded())
                picture.bytes[picture.v(column, row)] = UInt8(codes.z.rounded())
                for y in 2 * row..<min(height, 2 * row + 2) {
                    for x in 2 * column..<min(width, 2 * column + 2) {
                        let luma = codes.x + Float.random(in: -4...4, using: &random)
                        picture.bytes[picture.luma(x, y)] = UInt8(luma.rounded())
                    }
                }
            }
        }
        return picture
    }
}

struct LookTableTests {
    static let identity = LookTable(nil, Cube.neutral)

    private enum Cube {
        /// A cube that changes nothing, so that a table is baked all the same.
        static let neutral = CubeLUT(
            size: 2, low: .zero, high: .one,
            nodes: (0..<8).map { SIMD3(Float($0 & 1), Float($0 >> 1 & 1), Float($0 >> 2)) })
    }

    /// The noise of a table's picture against the reference in dB for luma and chroma, and the largest error in codes.
    private func compare(_ table: LookTable, _ source: TestPicture, _ reference: Reference)
        -> (luma: Double, chroma: Double, worst: Double)
    {
        var result = source
        result.planes(table.apply(to:))
        var (errors, worst) = ((luma: 0.0, chroma: 0.0), 0.0)
        for row in 0..<source.rows {
            for column in 0..<source.columns {
                let (u, v) = (source.u(column, row), source.v(column, row))
                var (sum, count) = ((u: 0.0, v: 0.0), 0.0)
                for y in 2 * row..<min(source.height, 2 * row + 2) {
                    for x in 2 * column..<min(source.width, 2 * column + 2) {
                        let at = source.luma(x, y)
                        let want = reference.codes(
                            Double(source.bytes[at]), Double(source.bytes[u]), Double(source.bytes[v])
                        )
                        .map { min(max($0, 0), 255) }
                        let miss = Double(result.bytes[at]) - want[0]
                        errors.luma += miss * miss
                        worst = max(worst, abs(miss))
                        (sum.u, sum.v, count) = (sum.u + want[1], sum.v + want[2], count + 1)
                    }
                }
                for (index, total) in [(u, sum.u), (v, sum.v)] {
                    let miss = Double(result.bytes[index]) - total / count
                    errors.chroma += miss * miss
                    worst = max(worst, abs(miss))
                }
            }
        }
        func decibels(_ error: Double, _ count: Int) -> Double { 10 * log10(65025 * Double(count) / error) }
        return (
            decibels(errors.luma, source.width * source.height),
            decibels(errors.chroma, 2 * source.rows * source.columns), worst
        )
    }

    @Test func `nothing to do is told, and leaves every code`() {
        let table = LookTable(Look(name: "none"))
        #expect(table.isIdentity)
        let source = TestPicture.random(16, 8, .delivery)
        var (same, other) = (source, TestPicture(16, 8))
        same.planes(table.apply(to:))
        #expect(same == source)
        other.planes { to in
            var from = source
            from.planes { table.apply(from: $0, to: to) }
        }
        #expect(other == source)
        #expect(!LookTable(nil, from: ColourModel(.bt601)).isIdentity)
        #expect(!LookTable(nil, from: ColourModel(.bt709, isFullRange: true)).isIdentity)
    }

    @Test func `a baked table that changes nothing keeps every colour to a code`() {
        #expect(!Self.identity.isIdentity)
        var picture = TestPicture.random(128, 128, .delivery)
        let source = picture
        picture.planes(Self.identity.apply(to:))
        let worst = zip(source.bytes, picture.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(worst <= 1)
    }

    @Test func `a grey ramp stays grey and keeps each of its steps`() {
        var picture = TestPicture(512, 2)
        for x in 0..<512 { for y in 0..<2 { picture.bytes[picture.luma(x, y)] = UInt8(x / 2) } }
        for x in 0..<256 { (picture.bytes[picture.u(x, 0)], picture.bytes[picture.v(x, 0)]) = (128, 128) }
        let source = picture
        picture.planes(Self.identity.apply(to:))
        // White and black reach a little beyond 235 and 16: the LUT goes on for a part of its domain.
        for code in 10...240 { #expect(picture.bytes[2 * code] == source.bytes[2 * code], "\(code)") }
        #expect(picture.bytes[picture.uStart...].allSatisfy { $0 == 128 })
    }

    @Test(arguments: [
        (ColourModel(.bt601), 0.299, 0.114), (ColourModel(.bt601, isFullRange: true), 0.299, 0.114),
        (ColourModel(.bt709, isFullRange: true), 0.2126, 0.0722), (ColourModel(.bt2020), 0.2627, 0.0593),
    ])
    func `other matrices and ranges become BT 709`(model: ColourModel, red: Double, blue: Double) {
        let reference = Reference(matrix: (red, blue), isFullRange: model.isFullRange)
        let got = compare(LookTable(nil, from: model), .random(96, 96, model), reference)
        #expect(got.luma > 55 && got.chroma > 55 && got.worst < 0.8, "\(got)")
    }

    static let operations: [(String, @Sendable (inout Look) -> Void)] = [
        ("warm", { $0.temperature = 0.6 }), ("cold", { $0.temperature = -0.6 }),
        ("magenta", { $0.tint = 0.5 }),
        ("green", { $0.tint = -0.5 }), ("flat", { $0.contrast = 0.7 }), ("hard", { $0.contrast = 1.35 }),
        ("pale", { $0.saturation = 0.4 }), ("grey", { $0.saturation = 0 }),
        ("vivid", { $0.saturation = 1.4 }),
        ("all", { ($0.temperature, $0.tint, $0.contrast, $0.saturation) = (0.3, -0.1, 1.2, 1.15) }),
    ]

    @Test(arguments: operations.indices)
    func `each operation is near its definition`(index: Int) {
        var look = Look(name: Self.operations[index].0)
        Self.operations[index].1(&look)
        let got = compare(LookTable(look), .random(96, 96, .delivery), Reference(look: look))
        #expect(got.luma > 50 && got.chroma > 45 && got.worst < 6, "\(look.name): \(got)")
    }

    @Test func `curves of straight lines are met, the common one first`() {
        var look = Look(name: "lines")
        look.curves = ["master": [.init(x: 0, y: 0.1), .init(x: 1, y: 0.9)], "blue": [.init(x: 1, y: 0.5)]]
        let reference = Reference(look: look) { channel, x in (0.1 + 0.8 * x) * (channel == 2 ? 0.5 : 1) }
        let got = compare(LookTable(look), .random(96, 96, .delivery), reference)
        #expect(got.luma > 55 && got.chroma > 50 && got.worst < 1.5, "\(got)")
    }

    @Test func `look and matrix together are one table`() {
        var look = Look(name: "warm")
        look.temperature = 0.5
        let model = ColourModel(.bt601, isFullRange: true)
        let reference = Reference(look: look, matrix: (0.299, 0.114), isFullRange: true)
        let got = compare(LookTable(look, from: model), .random(96, 96, model), reference)
        #expect(got.luma > 50 && got.chroma > 50, "\(got)")
    }

    @Test(arguments: [(1, 1), (2, 2), (1, 4), (5, 3), (161, 121)])
    func `odd sizes and long rows are done to the last pixel, and nothing beyond`(width: Int, height: Int) {
        var look = Look(name: "negative")
        look.curves = ["master": [.init(x: 0, y: 1), .init(x: 1, y: 0)]]
        let table = LookTable(look)
        var picture = TestPicture(width, height, gap: 3)
        picture.planes(table.apply(to:))
        for y in 0..<height {
            for x in 0..<width + 3 {
                #expect(picture.bytes[picture.luma(x, y)] == (x < width ? 174 : 77), "\(x), \(y)")
            }
        }
        for y in 0..<picture.rows {
            for x in 0..<picture.columns + 3 {
                #expect(picture.bytes[picture.u(x, y)] == (x < picture.columns ? 179 : 77))
            }
        }
    }

    @Test func `colours of BT 2020 become more vivid, and grey stays`() {
        let table = LookTable(nil, from: ColourModel(.bt2020, primaries: .bt2020))
        var picture = TestPicture(4, 2)
        for index in picture.bytes.indices { picture.bytes[index] = index < 8 ? 126 : 128 }
        (picture.bytes[picture.u(0, 0)], picture.bytes[picture.v(0, 0)]) = (110, 150)
        picture.planes(table.apply(to:))
        #expect(picture.bytes[picture.luma(2, 0)] == 126)
        #expect(picture.bytes[picture.u(1, 0)] == 128 && picture.bytes[picture.v(1, 0)] == 128)
        #expect(picture.bytes[picture.v(0, 0)] > 155)
    }

    @Test func `colours of Display P3 become a little more vivid, and white stays`() {
        for primaries in ColourModel.Primaries.allCases {
            let error = primaries.narrowed(.one) - .one
            #expect(error.max() < 0.001 && error.min() > -0.001, "\(primaries)")
        }
        let red = ColourModel(.bt709, primaries: .displayP3).narrowed(SIMD3(0.6, 0.3, 0.3))
        #expect(red.x > 0.62 && red.y < 0.3, "\(red)")
    }

    @Test(arguments: [(0, 0), (512, 512), (1023, 512), (65535, 65535)] as [(UInt16, UInt16)])
    func `a deep table takes any sample, also above 10 bits, and odd sizes`(luma: UInt16, chroma: UInt16) {
        let table = LookTable(nil, from: ColourModel(.bt2020, toneMapping: ToneMapping(.hlg, peak: 1000)))
        var y = [UInt16](repeating: luma, count: 15)
        var (u, v) = ([UInt16](repeating: chroma, count: 6), [UInt16](repeating: chroma, count: 6))
        var result = TestPicture(5, 3)
        y.withUnsafeMutableBufferPointer { y in
            u.withUnsafeMutableBufferPointer { u in
                v.withUnsafeMutableBufferPointer { v in
                    let source = SampledPlanes420(
                        y: y.baseAddress!, u: u.baseAddress!, v: v.baseAddress!, yStride: 5, uvStride: 3,
                        width: 5,
                        height: 3)
                    result.planes { table.apply(from: source, to: $0) }
                }
            }
        }
        let first = result.bytes[result.luma(0, 0)]
        for row in 0..<3 { for column in 0..<5 { #expect(result.bytes[result.luma(column, row)] == first) } }
        if chroma == 512 {
            #expect(result.bytes[result.u(2, 1)] == 128 && result.bytes[result.v(2, 1)] == 128)
        }
        if luma == 0 { #expect(first <= 16) }
        if luma >= 1023, chroma == 512 { #expect(first == 235) }
    }
}
