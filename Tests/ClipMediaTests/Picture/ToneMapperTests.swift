import ClipCore
import Testing

@testable import ClipMedia
@testable import LibAV

/// Colours of BT.2100 within BT.709, against values that `Benchmarks/run hdr` reckons in doubles. Codes of those beyond it tell
/// negative light, which screens cut off: that script judges these by what is seen.
@Suite struct ToneMapperTests {
    /// Codes of luma and both chromas, of 8 bits.
    struct Colour: Sendable {
        var codes: [Int]
        var expected: [Double]
    }

    private let decoded: Owned<Frame>
    private let stream: StreamFacts

    init() throws {
        let pictures = try Pictures(Sample.kopi.path)
        stream = pictures.stream
        let frame = try Frame()
        let isThere = try pictures.next(into: frame)
        try #require(isThere)
        decoded = Owned(frame)
    }

    private func mapper(_ transfer: Picture.HDR) throws -> ToneMapper {
        var video = try #require(stream.video)
        (video.transfer, video.primaries, video.matrix) = (transfer.rawValue, nil, nil)
        let mapper = ToneMapper(video)
        return try #require(mapper)
    }

    private func mapped(_ codes: [Int], _ transfer: Picture.HDR) throws -> [Double] {
        let frame = try decoded.value.blank420(width: 64, height: 64)
        for (index, code) in codes.enumerated() {
            let found = frame.plane(index)
            let plane = try #require(found)
            let rows = index == 0 ? 64 : 32
            for row in 0..<rows {
                (plane.base + row * plane.stride).update(repeating: UInt8(code), count: rows)
            }
        }
        let result = try mapper(transfer).mapped(frame)
        return try (0..<3).map { index in
            let found = result.plane(index)
            let plane = try #require(found)
            return Double(plane.base[10 * plane.stride + 10])
        }
    }

    @Test(arguments: [
        Colour(codes: [16, 128, 128], expected: [16, 128, 128]),
        Colour(codes: [80, 128, 128], expected: [76, 128, 128]),
        Colour(codes: [143, 128, 128], expected: [202.1, 128, 128]),
        Colour(codes: [181, 128, 128], expected: [235, 128, 128]),
        Colour(codes: [130, 118, 140], expected: [139.3, 105.4, 178.9]),
    ])
    func `PQ becomes what BT 2100 and the tone curve say`(colour: Colour) throws {
        let found = try mapped(colour.codes, .pq)
        for (one, other) in zip(found, colour.expected) { #expect(abs(one - other) <= 1.5, "\(found)") }
    }

    @Test(arguments: [
        Colour(codes: [16, 128, 128], expected: [16, 128, 128]),
        Colour(codes: [80, 128, 128], expected: [87.8, 128, 128]),
        Colour(codes: [180, 128, 128], expected: [202.1, 128, 128]),
        Colour(codes: [130, 118, 140], expected: [140.3, 117.5, 149.5]),
        Colour(codes: [70, 160, 120], expected: [73.5, 160.8, 107.8]),
    ])
    func `HLG does, with the system gamma of all three channels together`(colour: Colour) throws {
        let found = try mapped(colour.codes, .hlg)
        for (one, other) in zip(found, colour.expected) { #expect(abs(one - other) <= 1.5, "\(found)") }
    }

    @Test func `a picture of an odd size is mapped too`() throws {
        let frame = try decoded.value.blank420(width: 63, height: 41)
        let result = try mapper(.hlg).mapped(frame)
        #expect(result.width == 63 && result.height == 41)
    }
}
