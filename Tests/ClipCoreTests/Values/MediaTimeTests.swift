import ClipCore
import Foundation
import Testing

@Suite struct MediaTimeTests {
    @Test(
        arguments: [
            ("90", 90, 1), ("1:30", 90, 1), ("00:01:30.5", 181, 2), ("-10", -10, 1), ("500ms", 1, 2),
            ("12.5s", 25, 2), ("2min", 120, 1), ("1m30s", 90, 1), ("1m", 60, 1), ("1m2.5", 125, 2),
            ("0", 0, 1), ("1:00:00", 3600, 1), ("-0:30", -30, 1), ("1.5ms", 3, 2000), ("90:00", 5400, 1),
            ("007", 7, 1),
            ("0.033333333", 33_333_333, 1_000_000_000), ("0.1", 1, 10), ("-500ms", -1, 2),
        ] as [(String, Int64, Int64)])
    func `a time is read exactly`(text: String, ticks: Int64, timescale: Int64) throws {
        let read = try #require(MediaTime(parsing: text))
        #expect(read == time(ticks, timescale))
    }

    @Test(arguments: [
        "", "-", "1:", ":30", "1:60", "1:2:3:4", "1:30ms", "abc", "1.", "1e3", "+5", "--5", " 5", "5 ", "٣",
        "1,5",
        "1.0000000001", "99999999999", "1:-2", "nan", "inf", "0x10", "s", "ms", "1.5.5", "m5", "5mm", "1:2m3",
        "1m90",
    ])
    func `what is no time is refused`(text: String) { #expect(MediaTime(parsing: text) == nil) }

    @Test func `sums have no rounding`() {
        #expect(time(1, 3) + time(1, 6) == time(1, 2))
        #expect(time(1001, 30000) + time(-1001, 30000) == .zero)
        #expect(time(1, 2) - time(1, 3) == time(1, 6))
        #expect(-time(1, 3) == time(-1, 3))
        #expect(time(1, 3).half == time(1, 6))
        let thousand = (0..<1000).reduce(MediaTime.zero) { sum, _ in sum + time(1001, 30000) }
        #expect(thousand == time(1_001_000, 30000))
    }

    @Test func `what 64 bits cannot hold comes out near and does not crash`() {
        let (most, least) = (time(Int64.max), time(Int64.min))
        #expect(most + most == most)
        #expect(least + least == least)
        #expect(-least == most)
        #expect((time(1, Int64.max) + time(1, Int64.max - 1)).seconds < 1e-17)
        #expect(MediaTime(ticks: .max, timeBase: TimeBase(1000, 1)) == most)
        #expect(most.ticksRoundedUp(in: TimeBase(1, 90000)) == .max)
        let sum = time(1_000_000_000) + time(1, 2_147_483_647) + time(1, 2_147_483_629)
        #expect(abs(sum.seconds - 1_000_000_000) < 0.001)
    }

    @Test func `equal fractions are equal and hash alike`() {
        #expect(time(1, 2) == time(15_000, 30_000))
        #expect(Set([time(1, 2), time(2, 4), time(3, 6)]).count == 1)
        #expect(time(1, 2) != time(15_001, 30_000))
    }

    @Test func `comparison does not overflow and sees the smallest difference`() {
        let big = Int64.max / 2
        #expect(time(big, big - 1) > time(big + 1, big))
        #expect(time(big, 1) > time(1, big))
        #expect(time(-big, 1) < time(big, 1))
        #expect(time(1, 3) < time(333_333_334, 1_000_000_000))
        #expect(time(1, 3) > time(333_333_333, 1_000_000_000))
    }

    @Test(
        arguments: [
            (1001, 30000, 34, 33, 33), (1, 2000, 1, 0, 1), (-1, 3, -333, -334, -333), (-1, 2000, 0, -1, 0),
            (5, 1, 5000, 5000, 5000),
            (2, 3, 667, 666, 667), (0, 7, 0, 0, 0), (-5, 1, -5000, -5000, -5000),
        ] as [(Int64, Int64, Int64, Int64, Int64)])
    func `ticks are rounded up, down and to the nearest`(
        ticks: Int64, timescale: Int64, up: Int64, down: Int64, nearest: Int64
    ) {
        let milliseconds = TimeBase(1, 1000)
        #expect(time(ticks, timescale).ticksRoundedUp(in: milliseconds) == up)
        #expect(time(ticks, timescale).ticksRoundedDown(in: milliseconds) == down)
        #expect(time(ticks, timescale).ticksNearest(in: milliseconds) == nearest)
    }

    @Test func `ticks of a time base are the time that they stand for`() {
        #expect(MediaTime(ticks: 30, timeBase: TimeBase(1001, 30000)) == time(1001, 1000))
        #expect(time(1001, 1000).ticksRoundedUp(in: TimeBase(1001, 30000)) == 30)
    }

    @Test func `JSON holds the fraction as text`() throws {
        let text = try JSONEncoder().encode([time(1001, 30000), time(-1, 2)])
        #expect(
            String(decoding: text, as: UTF8.self).replacingOccurrences(of: "\\/", with: "/")
                == #"["1001/30000","-1/2"]"#)
        let back = try JSONDecoder().decode([MediaTime].self, from: text)
        #expect(back.map(\.ticks) == [1001, -1])
        #expect(back.map(\.timescale) == [30000, 2])
    }

    @Test(arguments: [
        #""1/0""#, #""1/-3""#, #""1""#, #""a/b""#, "1.5", #""1/2/3""#, #""""#, #""/""#, #""1.5/2""#, "null",
        #""9000000000000/1""#,
        #""-9223372036854775808/1""#,
    ])
    func `what is no fraction is refused in JSON`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([MediaTime].self, from: Data("[\(text)]".utf8))
        }
    }

    @Test(
        arguments: [
            (15, 1, "15"), (3, 2, "1.5"), (1, 3, "0.333"), (-1, 4, "-0.25"), (1, 10_000, "0"),
            (29_996, 10_000, "3"),
            (1, 100, "0.01"), (-61, 1, "-61"),
        ] as [(Int64, Int64, String)])
    func `people read at most three decimals`(ticks: Int64, timescale: Int64, text: String) {
        #expect(time(ticks, timescale).text == text)
    }

    @Test func `a range holds its start and not its end`() {
        let range = TimeRange(start: time(1), end: time(3, 2))
        #expect(range.contains(time(1)))
        #expect(!range.contains(time(3, 2)))
        #expect(range.duration == time(1, 2))
        #expect(range.shifted(by: time(-1)) == TimeRange(start: .zero, end: time(1, 2)))
    }
}
