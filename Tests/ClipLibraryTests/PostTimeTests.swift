import Testing

@testable import ClipLibrary

@Suite struct PostTimeTests {
    /// 2026-11-23 at midnight, UTC.
    private static let midnight = 1_795_392_000.0

    @Test(arguments: [
        ("2026-11-23", 0), ("2026-11-23T10:00Z", 36_000), ("2026-11-23 10:00:30", 36_030),
        ("2026-11-23 10:00:00+07:00", 10_800), ("2026-11-23T10:00:00-0730", 63_000),
        ("2026-11-23T10:00:00.5+00:00", 36_000.5), ("2026-11-23T23:59:60Z", 86_400),
    ])
    func `times are read with their offset`(text: String, seconds: Double) {
        #expect(PostTime.read(text) == Self.midnight + seconds)
    }

    @Test(arguments: [
        "", "2026-11", "2026-13-01", "2026-02-30", "2026-1-23", "26-11-23", "2026-11-23x", "2026-11-23T",
        "2026-11-23T10", "2026-11-23T24:00", "2026-11-23T10:60", "2026-11-23T10:00+7",
        "2026-11-23T10:00+15:00",
        "2026-11-23T10:00:00:00", "２０２６-11-23", "2026-11-23T10:0०", "11/23/2026", "2026-11-23T-1:00",
    ])
    func `what is no such time is none`(text: String) {
        #expect(PostTime.read(text) == nil)
    }
}
