import ClipCore
import Testing

@testable import ClipMedia

@Suite struct H264HeadersTests {
    /// `avcC` with one set of each kind, their ids 0; High profile, four-byte lengths, and the bytes that
    /// High has behind.
    private static let sequence: [UInt8] = [0x67, 100, 0, 31, 0b1010_0000, 1, 2]
    private static let picture: [UInt8] = [0x68, 0b1110_0000, 3]
    private static let trailer: [UInt8] = [0xFD, 0xF8, 0xF8, 0]
    private static let avcC: [UInt8] =
        [1, 100, 0, 31, 0xFF, 0xE1, 0, 7] + sequence + [1, 0, 3] + picture + trailer

    /// A sequence set with the id that `bits` (an exponential Golomb code) begins with.
    private static func sets(_ bits: UInt8) -> [UInt8] {
        [0, 0, 0, 1, 0x67, 100, 0, 31, bits, 9, 0, 0, 0, 1, 0x68, bits, 9]
    }

    @Test func `the sets are read from avcC`() throws {
        let headers = try #require(H264Headers(Self.avcC))
        #expect(headers.sequenceSets == [Self.sequence])
        #expect(headers.pictureSets == [Self.picture])
        #expect(headers.prefixSize == 4)
        #expect(!headers.hasStartCodes)
    }

    @Test func `the sets are read between start codes of three and four bytes`() throws {
        let headers = try #require(H264Headers([0, 0, 0, 1] + Self.sequence + [0, 0, 1] + Self.picture))
        #expect(headers.sequenceSets == [Self.sequence])
        #expect(headers.pictureSets == [Self.picture])
        #expect(headers.hasStartCodes)
        #expect(headers.prefixSize == 0)
    }

    @Test func `the sets are read behind lengths`() throws {
        let headers = try #require(
            H264Headers(ofEncoder: [0, 0, 0, 7] + Self.sequence + [0, 0, 0, 3] + Self.picture))
        #expect(headers.sequenceSets == [Self.sequence])
        #expect(headers.pictureSets == [Self.picture])
    }

    // libx264 of FFmpeg up to 6 gives units behind lengths where no start codes are wanted, from 7 on `avcC`.
    @Test func `an encoder's header is read in each of its forms`() throws {
        let long = Self.sequence + [UInt8](repeating: 9, count: 300 - Self.sequence.count)
        for header in [
            Self.avcC, [0, 0, 0, 1] + Self.sequence + [0, 0, 1] + Self.picture,
            [0, 0, 0, 7] + Self.sequence + [0, 0, 0, 3] + Self.picture,
            // A length that reads like a start code.
            [0, 0, 1, 44] + long + [0, 0, 0, 3] + Self.picture,
        ] {
            let headers = try #require(H264Headers(ofEncoder: header))
            #expect(headers.sequenceSets == [header.count > 300 ? long : Self.sequence])
            #expect(headers.pictureSets == [Self.picture])
        }
        #expect(H264Headers(ofEncoder: []) == nil)
        #expect(H264Headers(ofEncoder: [0, 0, 0, 3] + Self.picture) == nil)
    }

    @Test func `every header that is cut off is refused and not read past`() {
        for count in 0..<Self.avcC.count - Self.trailer.count {
            #expect(H264Headers(Array(Self.avcC[..<count])) == nil, "\(count) bytes")
        }
    }

    @Test func `a header without sets is refused`() {
        #expect(H264Headers([1, 100, 0, 31, 0xFF, 0xE0, 0]) == nil)
        #expect(H264Headers([0, 0, 0, 1, 0x09, 0x10]) == nil)
        #expect(H264Headers([0xFF, 0xFF]) == nil)
    }

    // ue(v): 1 is 0, 010 is 1, 011 is 2, 00100 is 3.
    @Test(
        arguments: [(0b1000_0000, 1), (0b0100_0000, 2), (0b0110_0000, 1), (0b0010_0000, 1)] as [(UInt8, Int)])
    func `the free id is the lowest that is not used`(bits: UInt8, free: Int) throws {
        #expect(try #require(H264Headers(Self.sets(bits))).freeIdentifier == free)
    }

    @Test func `ids of both kinds of sets count as used`() throws {
        let sets: [UInt8] = [0, 0, 1, 0x67, 100, 0, 31, 0b0100_0000, 0, 0, 1, 0x68, 0b0110_0000]
        #expect(try #require(H264Headers(sets)).freeIdentifier == 3)
    }

    @Test func `one header holds the sets of two streams`() throws {
        let source = try #require(H264Headers(Self.avcC))
        let other = try #require(H264Headers(Self.sets(0b0100_0000)))
        let merged = source.adding(other)
        let both = try #require(H264Headers(merged))
        #expect(both.sequenceSets == source.sequenceSets + other.sequenceSets)
        #expect(both.pictureSets == source.pictureSets + other.pictureSets)
        #expect(Array(merged[..<5]) == Array(Self.avcC[..<5]))
        #expect(merged.suffix(4) == Self.trailer[...])
        let annexB = other.adding(other)
        #expect(try #require(H264Headers(annexB)).sequenceSets.count == 2)
        #expect(annexB.starts(with: [0, 0, 0, 1]))
    }
}

@Suite struct NALUnitsTests {
    private func units(_ bytes: [UInt8], prefixSize: Int?) -> [[UInt8]] {
        bytes.withUnsafeBufferPointer { NALUnits($0, prefixSize: prefixSize).map(Array.init) }
    }

    @Test(
        arguments: [
            (1, [2, 7, 8, 1, 9], [[7, 8], [9]]), (2, [0, 2, 7, 8, 0, 1, 9], [[7, 8], [9]]),
            (4, [0, 0, 0, 1, 5], [[5]]),
            (4, [0, 0, 0, 9, 5], []), (4, [0, 0, 0, 1, 5, 0, 0], [[5]]), (4, [], []),
            (3, [0, 0, 0, 0, 0, 1, 4], [[], [4]]),
            (4, [0xFF, 0xFF, 0xFF, 0xFF, 1], []),
        ] as [(Int, [UInt8], [[UInt8]])])
    func `lengths separate units and lies about them end the list`(
        size: Int, bytes: [UInt8], expected: [[UInt8]]
    ) {
        #expect(units(bytes, prefixSize: size) == expected)
    }

    @Test(
        arguments: [
            ([0, 0, 1, 5, 6, 0, 0, 1, 7], [[5, 6], [7]]), ([0, 0, 0, 1, 5, 0, 0, 0, 1, 7], [[5], [7]]),
            ([5, 6, 7], []), ([], []),
            ([9, 0, 0, 1, 5], [[5]]), ([0, 0, 1], []), ([0, 0, 1, 5, 0, 0], [[5, 0, 0]]),
            ([0, 0, 1, 1, 0, 3, 0, 0, 1, 2], [[1, 0, 3], [2]]),
        ] as [([UInt8], [[UInt8]])])
    func `start codes separate units`(bytes: [UInt8], expected: [[UInt8]]) {
        #expect(units(bytes, prefixSize: nil) == expected)
    }

    @Test func `the size of lengths is read from either header`() {
        #expect(NALUnits.prefixSize(codec: "h264", header: [1, 100, 0, 31, 0xFF, 0xE1, 0]) == 4)
        #expect(NALUnits.prefixSize(codec: "h264", header: [1, 100, 0, 31, 0xFD, 0xE1, 0]) == 2)
        #expect(NALUnits.prefixSize(codec: "h264", header: [0, 0, 0, 1, 0x67, 1, 2]) == nil)
        #expect(
            NALUnits.prefixSize(codec: "hevc", header: [1] + [UInt8](repeating: 0, count: 20) + [0xFF, 0])
                == 4)
        #expect(NALUnits.prefixSize(codec: "vp9", header: [1, 100, 0, 31, 0xFF, 0xE1, 0]) == nil)
    }
}

@Suite struct FrameIndexerTests {
    private func entry(_ time: Int64, key: Bool = false, shown: Bool = true) -> FrameIndex.Entry {
        .init(presentation: time, duration: 1, isKey: key, isCleanEntry: key, isShown: shown)
    }

    @Test func `a keyframe with leading pictures opens no group`() {
        var entries = [
            entry(0, key: true), entry(3), entry(1), entry(6, key: true), entry(4), entry(5),
            entry(9, key: true), entry(10),
        ]
        FrameIndexer.markLeading(&entries)
        #expect(entries.filter(\.isCleanEntry).map(\.presentation) == [0, 9])
    }

    @Test func `hidden pictures lead nothing`() {
        var entries = [entry(6, key: true), entry(4, shown: false), entry(7)]
        FrameIndexer.markLeading(&entries)
        #expect(entries[0].isCleanEntry)
    }

    @Test(arguments: Sample.all)
    func `a sample's index starts at its keyframe and covers the window`(sample: Sample) throws {
        let input = try open(sample.path)
        let stream = try #require(Prober.mainVideo(input.streams))
        let start = MediaTime(ticks: 5, timescale: 1)
        let index = try FrameIndexer(stream).index(
            input.file, from: start, to: MediaTime(ticks: 9, timescale: 1))
        let frames = index.entries.map { index.time($0.presentation).ticksNearest(in: TimeBase(1, 30)) }
        #expect(frames.first == Int64(sample.keyframes.last { $0 <= 150 }!))
        #expect(index.problem == nil)
        #expect(Set(frames).isSuperset(of: 150..<270))
        let clean = index.entries.filter(\.isCleanEntry).map {
            Int(index.time($0.presentation).ticksNearest(in: TimeBase(1, 30)))
        }
        #expect(clean == sample.keyframes.filter { $0 >= Int(frames.first!) && $0 <= Int(frames.max()!) })
    }
}

@Suite struct SoundClockTests {
    /// Where a clock puts frames of 1024 samples at 48 kHz that are stamped `late` samples late, from `first` on.
    private func places(_ late: [Int64], from first: Int64, isExact: Bool = false) -> [Int64] {
        var clock = SoundClock(isExact: isExact)
        return late.enumerated().map {
            clock.position(of: first + Int64($0.offset) * 1024 + $0.element, count: 1024, rate: 48000)
        }
    }

    @Test func `samples follow one another although their stamps jitter`() {
        let jitter = (0..<200).map { Int64($0 % 2 == 0 ? 0 : 900) }
        let found = places(jitter, from: -20 * 1024)
        #expect(zip(found, found.dropFirst()).allSatisfy { $1 - $0 == 1024 })
        #expect(found[30] == 10 * 1024)
    }

    @Test func `a late first stamp is corrected before the window begins`() {
        let found = places([900] + [Int64](repeating: 0, count: 60), from: -20 * 1024)
        #expect(found[40] == 20 * 1024)
    }

    @Test func `a jump of more than 50 ms is a gap at once`() {
        let found = places([0, 0, 0, 2500, 2500, 2500], from: 1024)
        #expect(found[2] == 3 * 1024)
        #expect(found[3] == 4 * 1024 + 2500)
    }

    @Test func `an overlap that shows over several frames is taken back whole`() {
        let late = [0, -1000, -2000] + [Int64](repeating: -2800, count: 60)
        #expect(places(late, from: 1024)[50] == 51 * 1024 - 2800)
        #expect(places(late, from: 1024, isExact: true)[8] == 9 * 1024 - 2800)
    }

    @Test func `frames that are stamped by the rate before a change are no jump`() {
        // Five frames of 32 kHz a PES packet: all but the first are stamped by 48 kHz.
        let late = (0..<200).map { number in Int64(number == 0 ? 0 : -1024) - Int64(number % 5) * 512 }
        let found = places(late, from: 1024)
        #expect(zip(found, found.dropFirst()).allSatisfy { $1 - $0 == 1024 })
    }

    @Test func `rounding never adds up to a correction`() {
        let found = places((0..<200).map { Int64($0 % 3) * 24 }, from: 1024)
        #expect(zip(found, found.dropFirst()).allSatisfy { $1 - $0 == 1024 })
    }
}
