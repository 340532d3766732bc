import Testing

@testable import ClipMedia

@Suite struct HEVCHeadersTests {
    /// The sets of an x265 stream of 1280x720, their ids 0.
    private static let video: [UInt8] = bytes("40010c01ffff01600000030090000003000003005d959409")
    private static let sequence = bytes(
        "42010101600000030090000003000003005da00280802d16595952930bc05a810102820000030002000003003010")
    private static let picture = bytes("4401c073c189")
    private static let units = [video, sequence, picture]

    private static func bytes(_ text: String) -> [UInt8] {
        stride(from: 0, to: text.count, by: 2).map { place in
            let start = text.index(text.startIndex, offsetBy: place)
            return UInt8(text[start..<text.index(start, offsetBy: 2)], radix: 16)!
        }
    }

    /// `hvcC` with four-byte lengths and one array for each set.
    private static var hvcC: [UInt8] {
        let start = [1] + sequence[3..<15] + [0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, 3]
        return units.reduce(into: Array(start)) { header, unit in
            header += [0x80 | unit[0] >> 1, 0, 1, 0, UInt8(unit.count)] + unit
        }
    }

    @Test func `the sets are read from hvcC and between start codes, without zeros behind them`() throws {
        let headers = HEVCHeaders(Self.hvcC)
        #expect(headers.sets == Self.units && headers.prefixSize == 4)
        let codes = HEVCHeaders(Self.units.flatMap { [0, 0, 0, 1] + $0 } + [0])
        #expect(codes.sets == Self.units && codes.prefixSize == nil)
        let set = try #require(headers.sequences.first)
        #expect((set.id, set.width, set.height, set.orderBits) == (0, 1280, 720, 8))
        #expect(!set.isInterlaced)
        for count in 0..<Self.hvcC.count { #expect(HEVCHeaders(Array(Self.hvcC[..<count])).sets.count < 3) }
    }

    @Test func `sets get ids that are free, and nothing else changes`() throws {
        let headers = HEVCHeaders(Self.hvcC)
        let ids = try #require(headers.freeIdentifiers)
        #expect(ids == HEVCIdentifiers(video: 1, sequence: 1, picture: 16))
        let made = Self.units.compactMap { ids.applied(to: $0) }
        #expect(made.count == 3)
        let both = HEVCHeaders(headers.adding(made))
        #expect(both.sets == [Self.video, made[0], Self.sequence, made[1], Self.picture, made[2]])
        #expect(both.sequences.map(\.id) == [0, 1] && both.sequences.map(\.width) == [1280, 1280])
        #expect(both.pictures.map(\.id) == [0, 16] && both.pictures.map(\.sequence) == [0, 1])
        // Back to the first ids it is the first unit.
        let back = HEVCIdentifiers(video: 0, sequence: 0, picture: 0)
        #expect(made.compactMap { back.applied(to: $0) } == Self.units)
        #expect(both.freeIdentifiers == HEVCIdentifiers(video: 2, sequence: 2, picture: 17))
    }
}
