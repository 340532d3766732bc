import ClipCore
import SystemPackage
import Testing

/// Whether a delivered clip's picture is cut or made anew, as the planner decides it.
@Suite struct ComplianceTests {
    /// A clip of ten seconds at 30 frames a second that keeps to everything, with a keyframe a second.
    private func clip(_ change: (inout MediaInfo.Video) -> Void = { _ in }, keyEvery: Int64 = 30)
        -> Planner.Clip
    {
        let base = TimeBase(1, 30)
        let length = MediaTime(ticks: 10, timescale: 1)
        var video = MediaInfo.Video(stream: 0, codec: "h264", width: 1080, height: 1920, timeBase: base)
        (video.profile, video.pixelFormat) = ("High", "yuv420p")
        (video.frameRate, video.frames) = (Fraction(30, 1), 300)
        video.colour = .init(range: "tv", primaries: "bt709", transfer: "bt709", matrix: "bt709")
        video.span = TimeRange(start: .zero, end: length)
        change(&video)
        var info = MediaInfo(
            path: "clip.mp4", container: "mp4", sizeBytes: 1_000_000, origin: .zero, duration: length)
        info.video = video
        let entries = (0..<300).map { number in
            let isKey = Int64(number) % keyEvery == 0
            return FrameIndex.Entry(
                presentation: Int64(number), duration: 1, isKey: isKey, isCleanEntry: isKey)
        }
        return Planner.Clip(
            info: info, source: Plan.Source(file: PlannedPath("clip.mp4"), identity: "1"),
            index: FrameIndex(timeBase: base, entries: entries), edgeObstacle: nil)
    }

    private func plan(_ clip: Planner.Clip, _ change: (inout OutputSettings) -> Void = { _ in }) throws
        -> Plan
    {
        let part = TimeRange(
            start: MediaTime(ticks: 1, timescale: 2), end: MediaTime(ticks: 11, timescale: 2))
        var request = TrimRequest(part: .span(start: part.start, end: part.end, duration: nil))
        request.finish.platforms = [Platform(id: "tiktok", name: "TikTok")]
        change(&request.finish)
        return try Planner().plan(
            clip, part, request,
            output: Plan.Output(
                file: PlannedPath("out.mp4"), container: .mp4, overwrites: false, keepsMetadata: false))
    }

    @Test func `a picture that complies is cut, and its sound alone is made anew`() throws {
        let plan = try plan(clip())
        #expect(plan.picture == nil)
        #expect(plan.video.copiesSomething)
        #expect(plan.mix != nil && plan.delivery != nil)
        #expect(plan.video.frames == 150)
    }

    @Test(arguments: ["profile", "format", "size", "turned", "rate", "colour", "interlaced", "codec"])
    func `a picture that does not comply is made anew`(what: String) throws {
        let plan = try plan(
            clip { video in
                switch what {
                case "profile": video.profile = "Main"
                case "format": video.pixelFormat = "yuv422p"
                case "size": (video.width, video.displayWidth) = (1088, 1088)
                case "turned": video.rotation = 180
                case "rate": (video.frameRate, video.hasVariableRate) = (nil, true)
                case "colour": video.colour.matrix = "smpte170m"
                case "interlaced": video.isInterlaced = true
                default: video.codec = "hevc"
                }
            })
        #expect(plan.picture != nil)
        #expect(!plan.video.copiesSomething)
    }

    @Test func `groups of pictures over two seconds are made anew`() throws {
        #expect(try plan(clip(keyEvery: 60)).picture == nil)
        #expect(try plan(clip(keyEvery: 61)).picture != nil)
    }

    @Test func `a look or a logo has to be drawn`() throws {
        let black = Look(name: "black")
        #expect(try plan(clip()) { $0.look = black }.picture != nil)
    }
}
