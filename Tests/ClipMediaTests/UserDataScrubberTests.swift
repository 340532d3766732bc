import Testing

@testable import ClipMedia

@Suite struct UserDataScrubberTests {
    private let note: [UInt8] = [6, 5, 4, 1, 2, 3, 4, 0x80]
    private let slice: [UInt8] = [0x65, 9, 8, 7]
    private let recovery: [UInt8] = [6, 6, 1, 0x88, 0x80]

    private func scrub(_ units: [[UInt8]], prefixSize: Int?, codec: String = "h264") throws -> [UInt8]? {
        let scrubber = try #require(UserDataScrubber(codec: codec, prefixSize: prefixSize))
        return framed(units, prefixSize).withUnsafeBufferPointer { scrubber.scrubbed($0) }
    }

    private func framed(_ units: [[UInt8]], _ prefixSize: Int?) -> [UInt8] {
        units.flatMap { unit in
            guard let prefixSize else { return [0, 0, 0, 1] + unit }
            return (0..<prefixSize).reversed().map { UInt8(unit.count >> (8 * $0) & 255) } + unit
        }
    }

    @Test(arguments: [nil, 2, 4]) func `leaves out an encoder's note and keeps the rest`(prefixSize: Int?)
        throws
    {
        let made = try scrub([[9, 0xF0], note, recovery, slice, [0x41, 1]], prefixSize: prefixSize)
        #expect(made == framed([[9, 0xF0], recovery, slice, [0x41, 1]], prefixSize))
    }

    @Test func `changes nothing where there is no user data`() throws {
        #expect(try scrub([[9, 0xF0], recovery, slice], prefixSize: 4) == nil)
        #expect(try scrub([slice], prefixSize: nil) == nil)
    }

    @Test func `keeps the other messages of a unit, escaped again`() throws {
        // Payload type 1 of three zero bytes, which need an escape, before a note.
        let both: [UInt8] = [6, 1, 4, 0, 0, 3, 0, 7, 5, 2, 1, 1, 0x80]
        let made = try scrub([both, slice], prefixSize: 4)
        #expect(made == framed([[6, 1, 4, 0, 0, 3, 0, 7, 0x80], slice], 4))
    }

    @Test func `leaves out what stands behind the slices, as some tools write it`() throws {
        #expect(try scrub([slice, note], prefixSize: 4) == framed([slice], 4))
        #expect(try scrub([slice, recovery], prefixSize: nil) == nil)
    }

    @Test func `leaves a unit that is cut short as it is`() throws {
        #expect(try scrub([[6, 5, 200, 1, 2, 0x80], slice], prefixSize: 4) == nil)
        #expect(try scrub([[6], slice], prefixSize: 4) == nil)
    }

    @Test func `knows HEVC's headers`() throws {
        let (prefix, picture): ([UInt8], [UInt8]) = ([39 << 1, 1, 5, 2, 1, 1, 0x80], [19 << 1, 1, 5, 5])
        #expect(try scrub([prefix, picture], prefixSize: 4, codec: "hevc") == framed([picture], 4))
        #expect(UserDataScrubber(codec: "vp9", prefixSize: nil) == nil)
    }
}
