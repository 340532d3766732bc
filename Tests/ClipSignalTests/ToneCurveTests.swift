import ClipCore
import Testing

@testable import ClipSignal

struct ToneCurveTests {
    @Test func `it meets its points and begins and ends at black and white`() {
        let curve = ToneCurve([.init(x: 0.7, y: 0.8), .init(x: 0.2, y: 0.1)])
        for (x, y) in [(0, 0), (0.2, 0.1), (0.7, 0.8), (1, 1)] {
            #expect(abs(curve.value(at: x) - y) < 1e-12)
        }
    }

    @Test func `it never swings past its points, however steep they are`() {
        let curve = ToneCurve([.init(x: 0.45, y: 0.02), .init(x: 0.5, y: 0.95), .init(x: 0.6, y: 0.95)])
        var before = -1e-9
        for step in 0...1000 {
            let value = curve.value(at: Double(step) / 1000)
            #expect(value >= before - 1e-9 && value <= 1)
            before = value
        }
    }

    @Test func `a straight line stays one, also beyond its ends`() {
        let curve = ToneCurve([.init(x: 0, y: 0.1), .init(x: 1, y: 0.9)])
        for x in [-0.5, 0, 0.3, 1, 1.5] { #expect(abs(curve.value(at: x) - (0.1 + 0.8 * x)) < 1e-12) }
    }

    @Test func `of two points at the same place the later one counts`() {
        #expect(ToneCurve([.init(x: 0, y: 0.2), .init(x: 0, y: 0.3)]).value(at: 0) == 0.3)
    }
}
