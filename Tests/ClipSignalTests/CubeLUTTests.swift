import Testing

@testable import ClipSignal

struct CubeLUTTests {
    private static func lut(
        _ size: Int, low: SIMD3<Float> = .zero, high: SIMD3<Float> = .one,
        _ colour: (SIMD3<Float>) -> SIMD3<Float>
    ) -> CubeLUT {
        let nodes = (0..<size * size * size).map { index in
            let place = SIMD3(Float(index % size), Float(index / size % size), Float(index / size / size))
            return colour(low + place / Float(size - 1) * (high - low))
        }
        return CubeLUT(size: size, low: low, high: high, nodes: nodes)
    }

    @Test(arguments: [2, 3, 17])
    func `a linear table is met everywhere`(size: Int) {
        let lut = Self.lut(size, low: [-0.5, 0, 0.1], high: [1, 2, 0.9]) {
            SIMD3($0.x + $0.y, 0.5 - $0.z, $0.y * 0.25)
        }
        var random = FixedRandom(state: 1)
        for _ in 0..<500 {
            let at = SIMD3<Float>.random(in: 0..<1, using: &random) * (lut.high - lut.low) + lut.low
            let miss = lut.colour(at: at) - SIMD3(at.x + at.y, 0.5 - at.z, at.y * 0.25)
            #expect(max(abs(miss.x), abs(miss.y), abs(miss.z)) < 1e-5, "\(at)")
        }
    }

    @Test func `a node is met exactly, and between two corners the path is straight`() {
        var random = FixedRandom(state: 2)
        let lut = Self.lut(4) { _ in SIMD3<Float>.random(in: 0..<1, using: &random) }
        for index in lut.nodes.indices {
            let place = SIMD3(Float(index % 4), Float(index / 4 % 4), Float(index / 16)) / 3
            let miss = lut.colour(at: place) - lut.nodes[index]
            #expect(max(abs(miss.x), abs(miss.y), abs(miss.z)) < 1e-5)
        }
        // The diagonal of a cell belongs to all six tetrahedra.
        let middle = lut.colour(at: SIMD3(repeating: 0.5))
        let mean = (lut.nodes[21] + lut.nodes[42]) / 2
        #expect(abs(middle.x - mean.x) < 1e-5 && abs(middle.z - mean.z) < 1e-5)
    }

    @Test func `far outside its domain a table stays near its edge`() {
        let lut = Self.lut(3) { $0 * $0 }
        #expect(lut.colour(at: SIMD3(repeating: 9)) == lut.colour(at: SIMD3(repeating: 1.04)))
        #expect(lut.colour(at: SIMD3(repeating: -9)) == lut.colour(at: SIMD3(repeating: -0.04)))
    }
}
