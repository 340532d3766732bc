import ClipCore
import SystemPackage
import Testing

@Suite struct FinishTests {
    private func platform(_ id: String, _ least: Int64? = nil, _ most: Int64? = nil) -> Platform {
        let rule = { (seconds: Int64) in Rule(value: time(seconds), source: "a page", asOf: "2026-11-23") }
        var platform = Platform(id: id, name: id)
        platform.minimumLength = least.map(rule)
        platform.maximumLength = most.map(rule)
        platform.minimumFrameRate = Rule(value: 23, source: "a page", asOf: "2026-11-23")
        platform.loudness = Rule(value: -14, source: "a page", asOf: "2026-11-23")
        return platform
    }

    private func plan(
        _ finish: OutputSettings, _ length: MediaTime, change: (inout MediaInfo.Video) -> Void = { _ in }
    )
        throws -> Plan
    {
        var clip = PlannerTests.clip()
        clip.info.video!.frameRate = Fraction(30, 1)
        change(&clip.info.video!)
        var request = TrimRequest(part: .length(length, .start))
        request.finish = finish
        let output = Plan.Output(
            file: PlannedPath("out.mp4"), container: .mp4, overwrites: false, keepsMetadata: false)
        return try Planner().plan(clip, TimeRange(start: .zero, end: length), request, output: output)
    }

    private func finish(_ platforms: [Platform]) -> OutputSettings {
        var finish = OutputSettings()
        finish.platforms = platforms
        return finish
    }

    @Test func `platforms get a vertical picture with the frames of the length, and their loudness`() throws {
        let plan = try plan(finish([platform("a"), platform("b")]), time(10))
        #expect(plan.problem == nil)
        #expect(plan.picture?.size == Picture.Size(width: 1080, height: 1920))
        #expect(plan.picture?.frames == 300)
        #expect(plan.video.frames == 300)
        #expect(plan.mix?.loudness == -14)
        #expect(plan.mix?.stream == 1)
        #expect(plan.audio == [])
        #expect(plan.delivery?.name == "a+b")
    }

    @Test func `what HDR makes white is told by the clip, within bounds`() throws {
        func made(_ transfer: String, _ peak: Double?) throws -> (Double?, [String]) {
            let plan = try plan(finish([platform("a")]), time(10)) {
                ($0.colour.transfer, $0.colour.peak) = (transfer, peak)
            }
            return (plan.picture?.peak, plan.reasons.filter { $0.hasPrefix("HDR") })
        }
        let told = try made("smpte2084", 600)
        #expect(told.0 == 600 && told.1 == ["HDR (PQ) is tone-mapped to BT.709: 600 cd/m² become white"])
        #expect(try made("smpte2084", 10_000).0 == 2000 && made("smpte2084", 100).0 == 400)
        #expect(try made("smpte2084", nil).0 == nil && made("smpte2084", 1000).0 == nil)
        #expect(try made("arib-std-b67", 600).0 == nil)
    }

    @Test func `flashes are counted where a picture is made anew, and not in a copy`() throws {
        var clip = PlannerTests.clip()
        clip.info.video!.frameRate = Fraction(30, 1)
        #expect(try PlannerTests.plan(clip, time(0), time(4), .smart).limits == nil)
        #expect(try PlannerTests.plan(clip, time(0), time(4), .encode).limits?.onFlashes == .warn)
        #expect(try plan(finish([platform("a")]), time(10)).limits?.onFlashes == .warn)
    }

    @Test func `the length never exceeds the cap of a platform, to the frame`() throws {
        let plan = try plan(finish([platform("a", nil, 5)]), time(10)) {
            $0.frameRate = Fraction(30000, 1001)
        }
        #expect(plan.picture?.frames == 149)
        #expect(plan.window.duration == time(149 * 1001, 30000))
    }

    @Test func `a logo makes the picture anew, and lies in the clear of all platforms`() throws {
        var asked = OutputSettings()
        asked.logo = OutputSettings.Logo(
            file: PlannedPath("logo.png"), size: Picture.Size(width: 300, height: 100))
        asked.size = Picture.Size(width: 1080, height: 1920)
        var plan = try plan(asked, time(10))
        #expect(plan.problem == nil)
        let size = Picture.Size(width: 194, height: 64)
        #expect(plan.picture?.logo?.place == Picture.Rectangle(x: 1036 - 194, y: 44, size: size))
        var covered = platform("a")
        let margins = Platform.Margins(top: 300, bottom: 600, left: 0, right: 180)
        covered.safeZone = Rule(value: margins, source: "a page", asOf: "2026-11-23")
        asked.platforms = [covered, platform("b")]
        asked.logo?.corner = .bottomRight
        plan = try self.plan(asked, time(10))
        #expect(plan.picture?.logo?.place == Picture.Rectangle(x: 900 - 194, y: 1320 - 64, size: size))
        plan.picture?.logo?.place.x = 1000
        #expect(plan.problem == "the logo does not lie on the picture")
        plan.picture?.logo?.place.x = 0
        plan.picture?.logo?.opacity = 2
        #expect(plan.problem?.contains("opacity") == true)
        covered.safeZone?.value.top = 1319
        asked.platforms = [covered]
        #expect(throws: PlanningError.self) { try self.plan(asked, time(10)) }
    }

    @Test func `a platform that asks for more is refused by name`() {
        let error = #expect(throws: PlanningError.self) { try plan(finish([platform("a", 11)]), time(10)) }
        #expect(error?.code == .unsatisfiable)
        #expect(error?.message.contains("a takes clips from 11 s on") == true)
    }

    @Test(arguments: [(10, 30), (12, 24), (15, 30), (18, 24), (100, 50), (120, 60)])
    func `a rate that no platform takes becomes one that shows all frames equally long`(rate: Int, made: Int)
        throws
    {
        var limited = platform("a")
        limited.maximumFrameRate = Rule(value: 60, source: "a page", asOf: "2026-11-23")
        let plan = try plan(finish([limited]), time(10)) { $0.frameRate = Fraction(rate, 1) }
        #expect(plan.picture?.frameRate == Fraction(made, 1))
    }

    @Test func `an uneven rate becomes that at which most frames of the window follow each other`() throws {
        // On average a screen at rest shows few frames.
        let plan = try plan(finish([platform("a")]), time(10)) {
            ($0.hasVariableRate, $0.frameRate, $0.averageFrameRate) = (true, nil, Fraction(19, 1))
        }
        #expect(plan.picture?.frameRate == Fraction(30, 1))
    }

    @Test(arguments: [(0, 640, 360), (90, 360, 640)])
    func `the part that fills the frame has its shape, and lies in the middle`(
        rotation: Int, width: Int, height: Int
    ) throws {
        var finish = OutputSettings()
        (finish.size, finish.reframe) = (Picture.Size(width: 360, height: 360), .cover)
        let crop = try plan(finish, time(2)) {
            $0.rotation = rotation
            ($0.displayWidth, $0.displayHeight) = (width, height)
        }.picture?.crop
        #expect(crop?.size == Picture.Size(width: 360, height: 360))
        #expect(crop?.x == (width - 360) / 2)
        #expect(crop?.y == (height - 360) / 2)
    }

    @Test func `without wishes nothing is made anew`() throws {
        let plan = try plan(OutputSettings(), time(4))
        #expect(plan.picture == nil && plan.mix == nil && plan.delivery == nil)
        #expect(plan.video.copiesSomething)
    }

    @Test func `music alone leaves the picture copied`() throws {
        var finish = OutputSettings()
        finish.sound.music = SoundMix.Music(file: PlannedPath("song.m4a"))
        let plan = try plan(finish, time(4))
        #expect(plan.picture == nil && plan.mix?.music != nil)
        #expect(plan.video.copiesSomething)
    }

    @Test func `a copy can have no other picture`() {
        #expect(throws: PlanningError.self) {
            var request = TrimRequest(part: .length(time(4), .start), method: .copy)
            request.finish = finish([platform("a")])
            let output = Plan.Output(
                file: PlannedPath("out.mp4"), container: .mp4, overwrites: false, keepsMetadata: false)
            _ = try Planner().plan(PlannerTests.clip(), span(0, 4), request, output: output)
        }
    }
}
