import SystemPackage
import Testing

@testable import ClipCore

/// What bytes can stand for.
@Suite struct ContentBudgetTests {
    private func seconds(_ seconds: Int64) -> MediaTime { MediaTime(ticks: seconds, timescale: 1) }

    @Test func `a byte a second and always an hour`() {
        #expect(ContentBudget(bytes: 72_000).problem(seconds(72_000)) == nil)
        #expect(ContentBudget(bytes: 10).problem(seconds(3600)) == nil)
        #expect(
            ContentBudget(bytes: 10).problem(seconds(3601))?.contains("1 hours, but holds only 10 bytes")
                == true)
        #expect(
            ContentBudget(bytes: 72_000).problem(seconds(25 * 86_400))
                == "it claims to last 25 days, but holds only 72 kB: its times are damaged")
    }

    @Test func `the bytes of packets count where they are known, and work is timed by bytes`() {
        var info = MediaInfo(
            path: "a.mp4", container: "mp4", sizeBytes: 40_000_000, origin: .zero,
            duration: seconds(2_000_000))
        #expect(info.budget.problem(info.duration) == nil)
        info.packetBytes = 70_000
        #expect(info.budget.problem(info.duration) != nil)
        #expect(info.workDuration == seconds(10_000))
        info.duration = seconds(60)
        #expect(info.workDuration == seconds(60))
    }
}
