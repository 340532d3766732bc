import ClipCore
import Presets
import SystemPackage
import Testing

@Suite struct PlatformCheckTests {
    private func platform(_ id: String) throws -> Platform {
        try #require(
            PlatformFile.read(Presets.platforms, file: "platforms.yaml").first { $0.id == id })
    }

    /// A file that every platform takes: 15 s of 1080x1920 in H.264 with AAC.
    private func clip() -> Requirement.Clip {
        var info = MediaInfo(
            path: "clip.mp4", container: "mp4", sizeBytes: 8_000_000, origin: .zero, duration: time(15))
        (info.isFastStart, info.hasEditList) = (true, false)
        var video = MediaInfo.Video(
            stream: 0, codec: "h264", width: 1080, height: 1920, timeBase: TimeBase(1, 30))
        (video.profile, video.pixelFormat, video.span) = ("High", "yuv420p", span(0, 15))
        video.frameRate = Fraction(30, 1)
        video.deep = .init(
            keyframes: stride(from: 0, to: 15, by: 2).map { time($0) }, hasOpenGOP: false, longestGOP: 60,
            meanGOP: 60)
        info.video = video
        var track = MediaInfo.Audio(
            stream: 1, codec: "aac", sampleRate: 48_000, channels: 2, isDefault: true,
            timeBase: TimeBase(1, 48_000))
        (track.profile, track.span) = ("LC", span(0, 15))
        info.audio = [track]
        return Requirement.Clip(info)
    }

    private func breaches(_ id: String, _ change: (inout Requirement.Clip) -> Void) throws -> [String] {
        var clip = clip()
        change(&clip)
        return PlatformCheck(clip, for: try platform(id)).findings.filter { $0.verdict >= .warning }
            .map { "\($0.verdict.rawValue) \($0.rule.value.key) \($0.rule.refusal ?? "-")" }
    }

    @Test(arguments: ["tiktok", "reels", "shorts", "facebook", "whatsapp", "spotlight"])
    func `a file as it is advised is taken everywhere`(id: String) throws {
        let check = PlatformCheck(clip(), for: try platform(id))
        #expect(check.verdict == .met)
        #expect(check.findings.allSatisfy { $0.verdict <= .unknown })
        #expect(check.remedy == nil)
        // Nobody listened.
        #expect(
            check.findings.filter { $0.verdict == .unknown }.map(\.rule.value.key) == [
                "loudness", "truePeak",
            ])
    }

    @Test func `a limit itself is kept to, what lies beyond it is not`() throws {
        #expect(try breaches("tiktok") { $0.info.video!.frameRate = Fraction(60, 1) } == [])
        #expect(
            try breaches("tiktok") { $0.info.video!.frameRate = Fraction(60_001, 1000) }
                == ["refused maximumFrameRate frame_rate_check_failed"])
        #expect(
            try breaches("tiktok") { $0.info.video!.frameRate = Fraction(22_999, 1000) }
                == ["refused minimumFrameRate frame_rate_check_failed"])
        #expect(try breaches("tiktok") { $0.info.duration = time(3) } == [])
        #expect(
            try breaches("tiktok") { $0.info.duration = time(2999, 1000) }
                == ["refused minimumLength duration_check_failed"])
        #expect(
            try breaches("tiktok") { $0.info.video!.width = 358 }
                == ["refused minimumSide picture_size_check_failed"])
        #expect(try breaches("whatsapp") { $0.info.sizeBytes = 16_000_000 } == [])
        #expect(try breaches("whatsapp") { $0.info.sizeBytes = 16_000_001 } == ["refused maximumBytes -"])
        #expect(try breaches("facebook") { $0.info.duration = time(90) } == [])
        #expect(
            try breaches("facebook") { $0.info.duration = time(90_001, 1000) } == ["refused maximumLength -"])
    }

    @Test(arguments: [("yuv422p10le", "High 4:2:2"), ("yuv444p", "High 4:4:4 Predictive")])
    func `samples that phones do not play are refused where the platform says so`(
        format: String, profile: String
    )
        throws
    {
        let edit: (inout Requirement.Clip) -> Void = {
            ($0.info.video!.pixelFormat, $0.info.video!.profile) = (format, profile)
        }
        for id in ["reels", "facebook"] { #expect(try breaches(id, edit) == ["refused subsampling -"]) }
        #expect(try breaches("shorts", edit) == ["warning videoProfiles -", "warning subsampling -"])
        let ten: (inout Requirement.Clip) -> Void = {
            ($0.info.video!.pixelFormat, $0.info.video!.profile) = ("yuv420p10le", "High 10")
        }
        #expect(try breaches("shorts", ten) == ["warning videoProfiles -"])
    }

    @Test func `what only some platforms ask for is asked only there`() throws {
        let edit: (inout Requirement.Clip) -> Void = { $0.info.hasEditList = true }
        #expect(try breaches("reels", edit) == ["refused noEditList -"])
        #expect(try breaches("tiktok", edit) == [])
        let open: (inout Requirement.Clip) -> Void = { $0.info.video!.deep!.hasOpenGOP = true }
        #expect(try breaches("facebook", open) == ["refused closedGroups -"])
        #expect(try breaches("shorts", open) == ["warning closedGroups -"])
        let variable: (inout Requirement.Clip) -> Void = { $0.info.video!.hasVariableRate = true }
        #expect(try breaches("facebook", variable) == ["refused constantFrameRate -"])
        #expect(try breaches("tiktok", variable) == [])
        let webm: (inout Requirement.Clip) -> Void = {
            ($0.info.container, $0.info.isFastStart, $0.info.hasEditList) = ("webm", nil, nil)
        }
        #expect(try breaches("tiktok", webm) == [])
        #expect(try breaches("reels", webm) == ["refused containers -"])
        #expect(try breaches("facebook", webm) == ["warning containers -"])
    }

    @Test func `the shape is the one that is seen, sides are those of the samples, upright`() throws {
        let turned: (inout Requirement.Clip) -> Void = {
            ($0.info.video!.width, $0.info.video!.height, $0.info.video!.rotation) = (1920, 1080, 90)
            ($0.info.video!.displayWidth, $0.info.video!.displayHeight) = (1080, 1920)
        }
        #expect(try breaches("facebook", turned) == [])
        let wide: (inout Requirement.Clip) -> Void = {
            ($0.info.video!.displayWidth, $0.info.video!.displayHeight) = (1920, 1080)
        }
        #expect(try breaches("shorts", wide) == ["refused shape -"])
        #expect(try breaches("reels", wide) == ["warning shape -"])
    }

    @Test func `sound that is not there breaks no rule of sound`() throws {
        #expect(try breaches("facebook") { $0.info.audio = [] } == [])
        #expect(
            try breaches("facebook") {
                ($0.info.audio[0].sampleRate, $0.info.audio[0].channels) = (44_100, 1)
            } == ["refused sampleRate -", "refused channels -"])
    }

    @Test func `loudness that was measured is compared to one LU`() throws {
        #expect(try breaches("tiktok") { $0.sound = .init(loudness: -14.9, truePeak: -1) } == [])
        #expect(
            try breaches("tiktok") { $0.sound = .init(loudness: -20, truePeak: 0.2) }
                == ["warning loudness -", "warning truePeak -"])
    }

    @Test func `a caption counts in UTF-16 units, and its hashtags`() throws {
        let long = String(repeating: "😀", count: 1100)
        #expect(try breaches("tiktok") { $0.caption = long } == [])
        #expect(try breaches("tiktok") { $0.caption = long + "a" } == ["refused captionLength -"])
        #expect(try breaches("reels") { $0.caption = "#a #b #c #d #e" } == [])
        #expect(try breaches("reels") { $0.caption = "#a #b #c #d #e #f" } == ["refused hashtags -"])
        // Nothing of the file is wrong.
        var clip = clip()
        clip.caption = long + "a"
        #expect(PlatformCheck(clip, for: try platform("tiktok")).remedy == nil)
    }

    @Test(arguments: [
        ("#kopi #jogja", ["kopi", "jogja"]), ("a#b 5#6", []), ("#1 #2nd", ["2nd"]), ("##kopi", ["kopi"]),
        ("#kopi#senja", ["kopi"]), ("#café_au_lait!", ["café_au_lait"]), ("# kopi", []), ("", []),
        ("＃日本", ["日本"]),
    ])
    func `hashtags are found as platforms find them`(text: String, tags: [String]) {
        #expect(PostText.hashtags(in: text) == tags)
    }

    @Test func `what mends a file fits its length`() throws {
        func remedy(_ id: String, _ change: (inout MediaInfo) -> Void) throws -> [String]? {
            var clip = clip()
            change(&clip.info)
            return PlatformCheck(clip, for: try platform(id)).remedy
        }
        #expect(try remedy("reels") { $0.hasEditList = true } == ["--start", "0", "--for", "reels"])
        #expect(try remedy("whatsapp") { $0.duration = time(75) } == ["--length", "60", "--for", "whatsapp"])
        #expect(
            try remedy("spotlight") { $0.duration = time(4) }
                == ["--length", "5", "--fit", "loop", "--for", "spotlight"])
        #expect(try remedy("reels") { $0.video = nil } == nil)
    }

    @Test func `a file without a picture is refused`() throws {
        var clip = clip()
        clip.info.video = nil
        let check = PlatformCheck(clip, for: try platform("whatsapp"))
        #expect(!check.hasPicture && check.verdict == .refused)
    }
}
