import ClipCore
import Testing

/// Copied sound where the container cannot say that samples at its start are to be skipped.
@Suite struct SoundStartTests {
    private func plan(
        _ times: [MediaTime]?, _ container: Container = .matroska, _ method: TrimRequest.Method = .smart,
        origin: MediaTime = .zero
    ) throws -> Plan {
        var clip = PlannerTests.clip(origin: origin)
        clip.soundTimes = times.map { [1: $0] } ?? [:]
        return try PlannerTests.plan(clip, time(2), time(6), method, to: container)
    }

    @Test(
        arguments: [
            ([time(1), time(2)], true), ([time(1), time(2001, 1000)], true),
            ([time(1), time(1999, 1000), time(2020, 1000)], true),
            ([time(1), time(2002, 1000)], false), ([time(1980, 1000), time(2003, 1000)], false),
            ([time(1)], false), ([], false), (nil, false),
        ] as [([MediaTime]?, Bool)])
    func `sound is copied where a packet begins within a millisecond of the part`(
        times: [MediaTime]?, isCopied: Bool
    ) throws {
        let plan = try plan(times)
        #expect((plan.audio[0].treatment == .copy) == isCopied)
        #expect(plan.reasons.contains { $0.contains("Matroska cannot skip") } == !isCopied)
    }

    @Test func `sound that begins after the part does is copied`() throws {
        #expect(try plan([time(5, 2)]).audio[0].treatment == .copy)
    }

    @Test func `packets are looked for on the container's clock`() throws {
        #expect(try plan([time(1), time(7)], origin: time(5)).audio[0].treatment == .copy)
        #expect(try plan([time(1), time(2)], origin: time(5)).audio[0].treatment != .copy)
    }

    @Test(arguments: [Container.mp4, .mov])
    func `an edit list skips samples, so any packet will do`(container: Container) throws {
        #expect(try plan([time(1), time(2002, 1000)], container).audio[0].treatment == .copy)
    }

    @Test func `a copy that was asked for stays a copy`() throws {
        #expect(try plan([time(1), time(2002, 1000)], .mpegts, .copy).audio[0].treatment == .copy)
    }
}
