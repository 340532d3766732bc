import Foundation
import Testing

@testable import LibAV

@Suite struct FourierTransformTests {
    @Test(arguments: [64, 2048]) func `a sine lies at its frequency alone`(size: Int) throws {
        let transform = try FourierTransform.open(size: size)
        let sine = (0..<size).map { Float(sin(2 * .pi * 5 * Double($0) / Double(size))) }
        let window = [Float](repeating: 1, count: size)
        var magnitudes = [Float](repeating: -1, count: size / 2 + 1)
        magnitudes.withUnsafeMutableBufferPointer { magnitudes in
            sine.withUnsafeBufferPointer { sine in
                window.withUnsafeBufferPointer {
                    transform.magnitudes(of: sine, window: $0, into: magnitudes)
                }
            }
        }
        for (line, value) in magnitudes.enumerated() {
            #expect(abs(value - (line == 5 ? Float(size) / 2 : 0)) < 0.01, "\(line)")
        }
    }

    @Test func `a size that cannot be is an error`() {
        #expect(throws: AVFailure.self) { _ = try FourierTransform.open(size: -1) }
    }
}
