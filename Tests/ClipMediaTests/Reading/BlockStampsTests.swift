import Testing

@testable import ClipMedia

@Suite struct BlockStampsTests {
    /// Lengths of Vorbis blocks in milliseconds at 44.1 kHz, as a container of milliseconds rounds them.
    private let lengths: [Int64] = [23, 23, 13, 3, 3, 3, 13, 23, 23, 23, 13, 3, 13, 23]

    private func stamps(ends: Bool) -> BlockStamps {
        var stamps = BlockStamps()
        var time: Int64 = 0
        for length in lengths {
            stamps.add(ends ? time + length : time, length: length)
            time += length
        }
        return stamps
    }

    @Test(arguments: [true, false])
    func `blocks of changing length tell whether their stamps are ends`(ends: Bool) {
        #expect(stamps(ends: ends).areEnds == ends)
        #expect(stamps(ends: ends).changes == 8)
    }

    @Test func `blocks of one length tell nothing`() {
        var stamps = BlockStamps()
        for number in 1...20 { stamps.add(Int64(number) * 23, length: 23) }
        #expect(!stamps.areEnds)
    }
}
