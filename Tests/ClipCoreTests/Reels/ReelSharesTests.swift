import Testing

@testable import ClipCore

@Suite struct ReelSharesTests {
    private let rate = Fraction(30, 1)!
    private let photo = ReelShares.Room(60, 90)

    private func clip(_ seconds: Int) -> ReelShares.Room { ReelShares.Room(30, seconds * 30) }

    @Test func `all sources get the same, and what a short one leaves goes to the others`() throws {
        #expect(
            try ReelShares([clip(20), clip(9), clip(30)], total: 450, rate: rate).frames == [150, 150, 150])
        #expect(
            try ReelShares([clip(20), clip(2), clip(30)], total: 450, rate: rate).frames == [195, 60, 195])
        #expect(
            try ReelShares([clip(20), photo, clip(30)], total: 451, rate: rate).frames == [181, 90, 180])
        let fixed = ReelShares.Room(91, 91)
        #expect(try ReelShares([fixed, clip(20), photo], total: 450, rate: rate).frames == [91, 269, 90])
    }

    @Test(arguments: [1, 2, 3, 7, 50], [450, 449, 1798])
    func `they add up to the frame`(count: Int, total: Int) throws {
        let rooms = (0..<count).map { $0 % 3 == 2 ? photo : ReelShares.Room(1, 400 + 31 * $0) }
        guard rooms.reduce(0, { $0 + $1.most }) >= total, rooms.reduce(0, { $0 + $1.least }) <= total else {
            return
        }
        let shares = try ReelShares(rooms, total: total, rate: rate)
        #expect(shares.frames.reduce(0, +) == total)
        #expect(zip(rooms, shares.frames).allSatisfy { ($0.least...$0.most).contains($1) })
    }

    @Test func `a frame that lies half inside counts, but none beyond a platform's limit`() {
        let ntsc = Fraction(30000, 1001)!
        #expect(time(15).frames(at: ntsc) == 450)
        #expect(time(15).frames(at: ntsc, most: time(15)) == 449)
        #expect(time(146, 10).frames(at: ntsc) == 438, "437.56 frames")
        #expect(time(10).frames(at: ntsc, most: time(60)) == 300)
    }

    @Test(arguments: [
        ("29.97", 30000, 1001), ("23.976", 24000, 1001), ("23.98", 24000, 1001), ("59.94", 60000, 1001),
        ("12.5", 25, 2),
        ("30", 30, 1), ("30000/1001", 30000, 1001), ("29.5", 59, 2),
    ])
    func `a rate may be written as players show it`(text: String, top: Int, bottom: Int) {
        #expect(Fraction(frameRate: text) == Fraction(top, bottom))
    }

    @Test(arguments: ["0", "121", "nan", "inf", "30/", "/30", "30/0", "x", "", "1e9"])
    func `what is no rate is refused`(text: String) { #expect(Fraction(frameRate: text) == nil) }

    @Test func `too many sources are refused with the number that finds room`() throws {
        let error = #expect(throws: PlanningError.self) {
            try ReelShares(Array(repeating: clip(5), count: 300), total: 450, rate: rate)
        }
        #expect(error?.code == .usage && error?.message.contains("15 s hold 15") == true)
        #expect(error?.hint?.contains("-l 300") == true)
    }

    @Test func `sources that are too short in sum are refused`() throws {
        let error = #expect(throws: PlanningError.self) {
            try ReelShares([clip(3), photo], total: 450, rate: rate)
        }
        #expect(error?.code == .unsatisfiable && error?.hint?.contains("-l 6") == true)
    }

    @Test func `cuts move to beats within their reach, and the length stays`() throws {
        var shares = try ReelShares([clip(20), clip(20), photo, clip(20)], total: 450, rate: rate)
        let before = shares.frames
        let beats = stride(from: 7.0, to: 450, by: 15.5).map { $0 }
        let hits = shares.align(to: beats, reach: 15)
        #expect(hits == 3 && shares.frames != before && shares.frames.reduce(0, +) == 450)
        for cut in shares.starts.dropFirst() {
            #expect(beats.contains { abs($0 - Double(cut)) <= 1 })
        }
        #expect((60...90).contains(shares.frames[2]))
    }

    @Test func `a named part keeps its length whatever the beats`() throws {
        let fixed = ReelShares.Room(100, 100)
        var shares = try ReelShares([clip(20), fixed, clip(20)], total: 300, rate: rate)
        _ = shares.align(to: [93, 210], reach: 15)
        #expect(shares.frames == [93, 100, 107])
    }
}

@Suite struct ReelShapeTests {
    private func clip(_ rate: Fraction?, _ width: Int = 1920, _ height: Int = 1080) -> MediaInfo.Video {
        var video = MediaInfo.Video(
            stream: 0, codec: "h264", width: width, height: height, timeBase: TimeBase(1, 600))
        (video.frameRate, video.averageFrameRate) = (rate, rate ?? Fraction(2893, 100))
        video.hasVariableRate = rate == nil
        return video
    }

    @Test func `the rate is that of most clips, the higher of two, and at most 60`() {
        let (film, tv, fast) = (Fraction(24, 1), Fraction(25, 1), Fraction(120, 1))
        #expect(ReelShape([clip(film), clip(tv), clip(film)], .init()).rate.text == "24")
        #expect(ReelShape([clip(film), clip(tv)], .init()).rate.text == "25")
        #expect(ReelShape([clip(nil), clip(nil), clip(tv)], .init()).rate.text == "30")
        #expect(ReelShape([clip(Fraction(90_000, 3013))], .init()).rate.text == "30")
        #expect(ReelShape([clip(Fraction(30_000, 1001))], .init()).rate.text == "30000/1001")
        #expect(ReelShape([clip(fast)], .init()).rate.text == "60")
        var platform = Platform(id: "a", name: "a")
        platform.minimumFrameRate = Rule(value: 23, source: "a page", asOf: "2026-11-23")
        var posted = OutputSettings()
        posted.platforms = [platform]
        #expect(ReelShape([clip(Fraction(15, 1))], posted).rate.text == "30")
        #expect(ReelShape([], .init()).rate.text == "30")
        var asked = OutputSettings()
        asked.frameRate = tv
        #expect(ReelShape([clip(film)], asked).rate.text == "25")
    }

    @Test func `the size is asked for, else the first clip's within 1920 pixels`() {
        #expect(ReelShape([clip(nil, 3840, 2160), clip(nil, 640, 480)], .init()).size.text == "1920x1080")
        #expect(ReelShape([], .init()).size.text == "1080x1920")
        var asked = OutputSettings()
        asked.size = .init(width: 1080, height: 1080)
        #expect(ReelShape([clip(nil)], asked).size.text == "1080x1080")
    }
}
