import ClipCore
import SystemPackage
import Testing

@Suite struct PlannerTests {
    /// A clip of 12 seconds at 30 frames a second with a keyframe every two seconds and no reordering, so
    /// that a tick is a frame, with one AAC track.
    static func clip(codec: String = "h264", origin: MediaTime = .zero, sound: [String] = ["aac"])
        -> Planner.Clip
    {
        let base = TimeBase(1, 30)
        var info = MediaInfo(
            path: "in.mp4", container: "mp4", sizeBytes: 1000, origin: origin, duration: time(12))
        info.video = MediaInfo.Video(stream: 0, codec: codec, width: 640, height: 360, timeBase: base)
        info.audio = sound.enumerated().map { number, codec in
            var track = MediaInfo.Audio(
                stream: number + 1, codec: codec, sampleRate: 48000, channels: 2,
                isDefault: number == sound.count - 1,
                timeBase: TimeBase(1, 48000))
            track.span = TimeRange(start: .zero, end: time(12))
            return track
        }
        let first = origin.ticksNearest(in: base)
        let entries = (0..<360).map { (frame: Int64) in
            FrameIndex.Entry(
                presentation: first + frame, duration: 1, isKey: frame % 60 == 0,
                isCleanEntry: frame % 60 == 0)
        }
        return Planner.Clip(
            info: info, source: Plan.Source(file: PlannedPath("in.mp4"), identity: "1234"),
            index: FrameIndex(timeBase: base, entries: entries), edgeObstacle: nil)
    }

    /// Plans [start, end) of `clip`.
    static func plan(
        _ clip: Planner.Clip, _ start: MediaTime, _ end: MediaTime, _ method: TrimRequest.Method = .smart,
        to container: Container = .mp4, allAudio: Bool = false
    ) throws(PlanningError) -> Plan {
        let request = TrimRequest(
            part: .span(start: start, end: end, duration: nil), method: method, keepsAllAudio: allAudio)
        let output = Plan.Output(
            file: PlannedPath("out.mp4"), container: container, overwrites: false, keepsMetadata: false)
        return try Planner().plan(clip, TimeRange(start: start, end: end), request, output: output)
    }

    private func reason(_ plan: Plan, containing text: String) -> Bool {
        plan.reasons.contains { $0.contains(text) }
    }

    @Test func `a smart cut encodes the head and copies the rest`() throws {
        let plan = try Self.plan(Self.clip(), time(1), time(9))
        #expect(plan.window == span(1, 9))
        #expect(plan.video.frames == 240)
        try #require(plan.video.segments.count == 2)
        #expect(plan.video.segments[0].range == span(1, 2))
        #expect(plan.video.segments[0].frames == 30)
        #expect(plan.video.segments[0].treatment != .copy)
        #expect(plan.video.segments[1] == Segment(range: span(2, 9), frames: 210, treatment: .copy))
        #expect(plan.video.codec == "h264")
        #expect(plan.problem == nil)
        #expect(reason(plan, containing: "30 of 240 frames"))
    }

    @Test func `frames that refer past the end are a segment of their own`() throws {
        var clip = Self.clip()
        clip.index.entries = entries("K0 p1 K2 p6 p3 p4 p5 K7 p8")
        clip.info.duration = time(9, 30)
        let plan = try Self.plan(clip, time(1, 30), time(5, 30))
        #expect(plan.video.segments.map(\.frames) == [1, 1, 2])
        #expect(plan.video.segments.map { $0.treatment == .copy } == [false, true, false])
        #expect(plan.video.segments.map(\.range.start) == [time(1, 30), time(2, 30), time(3, 30)])
        #expect(plan.problem == nil)
    }

    @Test func `a window on keyframes is copied and needs no encoder`() throws {
        let plan = try Self.plan(Self.clip(), time(2), time(6))
        #expect(plan.video.segments == [Segment(range: span(2, 6), frames: 120, treatment: .copy)])
        #expect(plan.video.codec == nil)
        #expect(reason(plan, containing: "picture is copied"))
    }

    @Test(arguments: [
        ("h264", Container.webm, "h264 is not copied into WebM", "vp9"),
        ("mpeg2video", .mpegts, "mpeg2video cannot be cut", "h264"),
        ("vp8", .mp4, "vp8 is not copied into MP4", "h264"),
        ("vp9", .mov, "vp9 is not copied into QuickTime", "h264"),
        ("av1", .mpegts, "av1 is not copied into MPEG-TS", "h264"),
        ("av1", .mov, "av1 is not copied into QuickTime", "h264"),
    ])
    func `what cannot be cut or held is re-encoded with the reason`(
        codec: String, container: Container, text: String, made: String
    ) throws {
        let plan = try Self.plan(Self.clip(codec: codec), time(1), time(9), to: container)
        try #require(plan.video.segments.count == 1)
        #expect(plan.video.segments[0].range == plan.window)
        #expect(plan.video.segments[0].frames == 240)
        #expect(plan.video.segments[0].treatment != .copy)
        #expect(plan.video.codec == made)
        #expect(reason(plan, containing: text))
    }

    @Test(arguments: [
        ("h264", [Container.mp4, .mov, .matroska, .mpegts]), ("vp9", [.mp4, .matroska, .webm]),
        ("vp8", [.matroska, .webm]),
    ])
    func `containers that hold the codec get its packets`(codec: String, containers: [Container]) throws {
        for container in Container.allCases {
            let plan = try Self.plan(Self.clip(codec: codec), time(1), time(9), to: container)
            #expect(plan.video.copiesSomething == containers.contains(container), "\(container)")
        }
    }

    @Test func `an obstacle for edges matters only where there are edges`() throws {
        var clip = Self.clip()
        clip.edgeObstacle = "it is interlaced"
        let cut = try Self.plan(clip, time(1), time(9))
        #expect(!cut.video.copiesSomething)
        #expect(reason(cut, containing: "it is interlaced"))
        #expect(try Self.plan(clip, time(2), time(6)).video.copiesSomething)
    }

    @Test func `a window without a closed group is re-encoded`() throws {
        let plan = try Self.plan(Self.clip(), time(1, 30), time(59, 30))
        #expect(!plan.video.copiesSomething)
        #expect(reason(plan, containing: "no closed group"))
    }

    @Test func `method encode re-encodes picture and sound`() throws {
        let plan = try Self.plan(Self.clip(), time(2), time(6), .encode)
        #expect(!plan.video.copiesSomething)
        #expect(plan.audio.map { $0.treatment == .copy } == [false])
    }

    @Test(
        arguments: [
            (time(5, 2), 2, "starts 0.5 s earlier"), (time(7, 2), 4, "starts 0.5 s later"), (time(4), 4, nil),
        ] as [(MediaTime, Int64, String?)])
    func `method copy begins at the nearest keyframe and tells the miss`(
        start: MediaTime, from: Int64, text: String?
    ) throws {
        let plan = try Self.plan(Self.clip(), start, time(9), .copy)
        #expect(plan.window.start == time(from))
        // The length stays: a cap on it is kept.
        #expect(plan.window.duration == time(9) - start)
        let frames = Int(((time(9) - start).seconds * 30).rounded())
        #expect(plan.video.segments == [Segment(range: plan.window, frames: frames, treatment: .copy)])
        #expect(plan.requested.start == start)
        if let text {
            #expect(reason(plan, containing: text))
        } else {
            #expect(!reason(plan, containing: "than asked"))
        }
    }

    @Test(
        arguments: [
            (time(200_001, 100_000), "starts 10 µs earlier"), (time(1_999_5, 10_000), "starts 500 µs later"),
            (time(1_999, 1_000), "starts 0.001 s later"), (time(20_000_001, 10_000_000), nil),
        ] as [(MediaTime, String?)])
    func `a miss below a millisecond is told in microseconds, rounding not at all`(
        start: MediaTime, text: String?
    ) throws {
        let plan = try Self.plan(Self.clip(), start, time(9), .copy)
        #expect(plan.window.start == time(2))
        #expect(plan.reasons.first { $0.hasPrefix("starts ") } == text.map { "\($0) than asked" })
    }

    @Test func `method copy ends where the packets let it and tells the miss`() throws {
        var clip = Self.clip()
        clip.index.entries = entries("K0 p4 p1 p2 p3 K5")
        clip.info.duration = time(6, 30)
        let plan = try Self.plan(clip, .zero, time(3, 30), .copy)
        #expect(plan.window == TimeRange(start: .zero, end: time(1, 30)))
        #expect(plan.video.frames == 1)
        #expect(reason(plan, containing: "earlier than asked"))
    }

    @Test func `method copy does not go into a container that cannot hold the codec`() {
        let error = #expect(throws: PlanningError.self) {
            try Self.plan(Self.clip(), time(2), time(6), .copy, to: .webm)
        }
        #expect(error?.code == .unsatisfiable)
        #expect(error?.message.contains("WebM") == true)
    }

    @Test(arguments: Container.allCases)
    func `a turned picture is refused where the container cannot say so`(container: Container) {
        var clip = Self.clip()
        clip.info.video?.rotation = 90
        if container == .mp4 || container == .mov {
            #expect(throws: Never.self) { try Self.plan(clip, time(2), time(6), to: container) }
        } else {
            let error = #expect(throws: PlanningError.self) {
                try Self.plan(clip, time(2), time(6), to: container)
            }
            #expect(error?.code == .unsatisfiable)
            #expect(error?.message.contains("90 degrees") == true)
        }
    }

    @Test func `a mirrored picture is refused likewise`() {
        var clip = Self.clip()
        clip.info.video?.isMirrored = true
        #expect(throws: PlanningError.self) { try Self.plan(clip, time(2), time(6), to: .matroska) }
    }

    @Test func `the in-point moves to the next frame and the length stays`() throws {
        let plan = try Self.plan(Self.clip(), time(101, 100), time(301, 100))
        #expect(plan.window.start == time(31, 30))
        #expect(plan.window.duration == time(2))
        #expect(plan.video.frames == 60)
        #expect(plan.requested == TimeRange(start: time(101, 100), end: time(301, 100)))
    }

    @Test func `a frame that begins at the end, or lies less than half inside, is outside`() throws {
        #expect(try Self.plan(Self.clip(), time(2), time(91, 30)).video.frames == 31)
        #expect(try Self.plan(Self.clip(), time(2), time(9101, 3000)).video.frames == 31)
        #expect(try Self.plan(Self.clip(), time(2), time(916, 300)).video.frames == 32)
    }

    @Test func `the window does not pass the end of the clip`() throws {
        let plan = try Self.plan(Self.clip(), time(1001, 100), time(12))
        #expect(plan.window == TimeRange(start: time(301, 30), end: time(12)))
        #expect(plan.video.frames == 59)
    }

    @Test func `times count from the clip's own start`() throws {
        let plan = try Self.plan(Self.clip(origin: time(3600)), time(1), time(9))
        #expect(plan.window == span(1, 9))
        #expect(plan.origin == time(3600))
        #expect(plan.video.segments.map(\.range) == [span(1, 2), span(2, 9)])
    }

    @Test func `packets that cannot be counted on are re-encoded and never copied`() throws {
        var clip = Self.clip()
        clip.index.problem = "its packets do not tell when they are shown"
        let plan = try Self.plan(clip, time(1), time(9))
        #expect(plan.video.frames == 240 && plan.video.segments.allSatisfy { $0.treatment != .copy })
        #expect(reason(plan, containing: "do not tell"))
        #expect(plan.problem == nil)
        #expect(throws: PlanningError.self) { try Self.plan(clip, time(1), time(9), .copy) }
    }

    @Test func `a part without a frame is refused`() {
        var clip = Self.clip()
        clip.index.entries = entries("K0 p1")
        let error = #expect(throws: PlanningError.self) { try Self.plan(clip, time(1), time(2)) }
        #expect(error?.code == .unsatisfiable)
        #expect(throws: PlanningError.self) { try Self.plan(clip, .zero, .zero) }
    }

    @Test func `sound alone is nothing to trim`() {
        var clip = Self.clip()
        clip.info.video = nil
        let error = #expect(throws: PlanningError.self) { try Self.plan(clip, time(1), time(2)) }
        #expect(error?.code == .unsatisfiable)
        #expect(error?.message.contains("sound but no picture") == true)
        clip.info.unreadCodec = "flashsv"
        let unread = #expect(throws: PlanningError.self) { try Self.plan(clip, time(1), time(2)) }
        #expect(unread?.message.contains("does not read its pictures (flashsv)") == true)
    }

    @Test(
        arguments: [
            ("aac", Container.mp4, nil), ("aac", .mov, nil), ("aac", .matroska, nil), ("aac", .mpegts, nil),
            ("aac", .webm, "opus"),
            ("opus", .webm, nil), ("opus", .matroska, nil), ("opus", .mp4, "aac"), ("mp3", .mp4, "aac"),
            ("vorbis", .webm, "opus"),
            ("pcm_s16le", .mov, nil), ("pcm_s16le", .mp4, "aac"),
        ] as [(String, Container, String?)])
    func `sound is copied where that is exact, else encoded`(
        codec: String, container: Container, made: String?
    ) throws {
        var clip = Self.clip(sound: [codec])
        clip.soundTimes = [1: [time(1), time(2), time(3)]]
        let plan = try Self.plan(clip, time(2), time(6), to: container)
        try #require(plan.audio.count == 1)
        #expect((plan.audio[0].treatment == .copy) == (made == nil))
        #expect(plan.audio[0].codec == made ?? codec)
        if made != nil { #expect(reason(plan, containing: "sound becomes")) }
    }

    @Test(
        arguments: [
            ("mp3", Container.mp4, true), ("ac3", .mov, true), ("eac3", .mpegts, true),
            ("mp3", .webm, false), ("vorbis", .mp4, false), ("pcm_s16le", .mp4, false),
        ] as [(String, Container, Bool)])
    func `method copy keeps what the container can hold`(codec: String, container: Container, isKept: Bool)
        throws
    {
        var clip = Self.clip(sound: [codec])
        if container == .webm { clip.info.video?.codec = "vp9" }
        let plan = try Self.plan(clip, time(2), time(6), .copy, to: container)
        #expect(plan.audio.map { $0.treatment == .copy } == [isKept])
    }

    @Test func `the default track is kept, or all of them`() throws {
        let clip = Self.clip(sound: ["aac", "mp3", "aac"])
        let one = try Self.plan(clip, time(2), time(6))
        #expect(one.audio.map(\.stream) == [3])
        #expect(reason(one, containing: "kept 1 of 3 sound tracks"))
        let all = try Self.plan(clip, time(2), time(6), allAudio: true)
        #expect(all.audio.map(\.stream) == [1, 2, 3])
        #expect(all.audio.map(\.codec) == ["aac", "aac", "aac"])
        #expect(all.audio.map { $0.treatment == .copy } == [true, false, true])
    }

    @Test func `missing sound and left-out streams are told`() throws {
        var clip = Self.clip(sound: [])
        clip.info.otherStreams = ["subtitles (subrip)"]
        let silent = try Self.plan(clip, time(2), time(6))
        #expect(silent.audio == [])
        #expect(reason(silent, containing: "no sound"))
        #expect(reason(silent, containing: "subtitles (subrip)"))
    }

    @Test func `sound that ends before the part is left out`() throws {
        var clip = Self.clip()
        clip.info.audio[0].span = TimeRange(start: .zero, end: time(2))
        let plan = try Self.plan(clip, time(2), time(6))
        #expect(plan.audio == [])
        #expect(reason(plan, containing: "no sound in this part"))
        #expect(try Self.plan(clip, time(1), time(6)).audio.count == 1)
    }

    @Test func `equal inputs give equal plans`() throws {
        #expect(try Self.plan(Self.clip(), time(1), time(9)) == Self.plan(Self.clip(), time(1), time(9)))
    }
}
