import ClipCore
import SystemPackage
import Testing

/// What becomes of an analysis in plans: bars, crops, and what is said of them.
@Suite struct CropPlanTests {
    /// Frames every 40 ms in which something stands out around a column and a row of the coded picture, from 0 to 1.
    private func analysis(
        _ seconds: Int64, cuts: [Int64] = [], edges: PictureEdges = PictureEdges(),
        _ place: (Double) -> (column: Double, row: Double)?
    ) -> Analysis {
        let pictures = (0..<seconds * 25).map { index in
            var score = PictureScore(time: time(index, 25))
            (score.contrast, score.luma, score.edges) = (40, 100, edges)
            if cuts.contains(where: { $0 * 25 == index }) {
                (score.change, score.gap, score.spread, score.reversal) = (60, 60, 20, 1)
            }
            let seconds = Double(index) / 25
            for column in 0..<Saliency.columnCount {
                score.saliency.columns[column] = weight(
                    column, of: Saliency.columnCount, place(seconds)?.column)
            }
            for row in 0..<Saliency.rowCount {
                score.saliency.rows[row] = weight(row, of: Saliency.rowCount, place(seconds)?.row)
            }
            return score
        }
        return Analysis(span: span(0, seconds), pictures: pictures, sound: [])
    }

    /// Much around a place; without one as much here as there.
    private func weight(_ part: Int, of count: Int, _ place: Double?) -> UInt8 {
        guard let place else { return UInt8(40 + part * 7 % 11 * 9) }
        let middle = (Double(part) + 0.5) / Double(count)
        return abs(middle - place) < 0.08 ? 150 : 5
    }

    private func plan(
        _ analysis: Analysis?, reframe: Picture.Reframe? = nil, rotation: Int = 0, isMirrored: Bool = false
    ) throws -> Plan {
        var clip = PlannerTests.clip()
        (clip.info.video!.rotation, clip.info.video!.isMirrored) = (rotation, isMirrored)
        if rotation % 180 != 0 {
            (clip.info.video!.displayWidth, clip.info.video!.displayHeight) = (360, 640)
        }
        clip.analysis = analysis
        var request = TrimRequest(part: .length(time(10), .start))
        request.finish.size =
            rotation % 180 == 0
            ? Picture.Size(width: 1080, height: 1920) : Picture.Size(width: 1920, height: 1080)
        request.finish.reframe = reframe
        let output = Plan.Output(
            file: PlannedPath("out.mp4"), container: .mp4, overwrites: false, keepsMetadata: false)
        let plan = try Planner().plan(clip, span(0, 10), request, output: output)
        #expect(plan.problem == nil)
        return plan
    }

    @Test func `the crop lies where the action is`() throws {
        let picture = try #require(try plan(analysis(10) { _ in (0.8, 0.5) }).picture)
        let crop = try #require(picture.crop)
        #expect(picture.reframe == .cover && picture.path == nil)
        #expect(crop.size == Picture.Size(width: 202, height: 360))
        #expect(abs(Double(crop.x) + 101 - 0.8 * 640) < 32)
        #expect(crop.x % 2 == 0)
    }

    @Test(arguments: [
        (0, false, 0.8), (180, false, 0.2), (180, true, 0.2), (0, true, 0.8),
    ])
    func `of a picture that is turned over or mirrored the side that is seen counts`(
        rotation: Int, isMirrored: Bool, seen: Double
    ) throws {
        let made = try plan(analysis(10) { _ in (0.8, 0.5) }, rotation: rotation, isMirrored: isMirrored)
        let crop = try #require(made.picture?.crop)
        #expect(abs(Double(crop.x) + 101 - seen * 640) < 32)
    }

    @Test(arguments: [(90, false, 0.85), (270, false, 0.15), (90, true, 0.85), (270, true, 0.15)])
    func `of an upright picture that becomes a wide one the right rows are taken`(
        rotation: Int, isMirrored: Bool, seen: Double
    ) throws {
        let made = try plan(analysis(10) { _ in (0.85, 0.5) }, rotation: rotation, isMirrored: isMirrored)
        let crop = try #require(made.picture?.crop)
        #expect(crop.size == Picture.Size(width: 360, height: 202))
        #expect(abs(Double(crop.y) + 101 - seen * 640) < 34)
    }

    @Test func `a cut starts the crop anew, at once`() throws {
        let made = try plan(analysis(10, cuts: [5]) { ($0 < 5 ? 0.2 : 0.8, 0.5) })
        let path = try #require(made.picture?.path)
        #expect(path.stretches.map(\.start) == [.zero, time(5)])
        #expect(path.isStill)
        guard case .crop(let before, _) = path.place(at: time(49, 10)),
            case .crop(let behind, _) = path.place(at: time(5))
        else {
            Issue.record("there is no crop")
            return
        }
        #expect(before < 120 && behind > 350)
        #expect(made.reasons.contains { $0.contains("still in 2 shots") })
    }

    /// Faces of a twelfth of the width and a tenth of the height around a place of the upright picture.
    private func faces(_ times: [Double], _ place: (Double) -> (x: Double, y: Double)) -> [FaceSample] {
        times.map { seconds in
            let (x, y) = place(seconds)
            return FaceSample(
                time: time(Int64(seconds * 10), 10),
                boxes: [.init(left: x - 1.0 / 24, top: y - 0.05, width: 1.0 / 12, height: 0.1)])
        }
    }

    private static let halves = Array(stride(from: 0.0, to: 10, by: 0.5))

    @Test func `a face that two of three neighbours show leads the crop, and that is said`() throws {
        var analysis = analysis(10) { _ in (0.2, 0.5) }
        analysis.faces = faces(Self.halves) { _ in (0.8, 0.3) }
        let made = try plan(analysis)
        let crop = try #require(made.picture?.crop)
        #expect(Double(crop.x) <= 0.74 * 640 && Double(crop.x + 202) >= 0.86 * 640)
        #expect(made.reasons.contains { $0.contains("where a face is") })
        // Seen once, or somewhere else each time.
        let scattered = faces(Self.halves) { time in
            (
                (0.15 + time * 0.7).truncatingRemainder(dividingBy: 0.7),
                (0.1 + time * 1.3).truncatingRemainder(dividingBy: 0.8)
            )
        }
        for places in [faces([3]) { _ in (0.8, 0.3) }, scattered] {
            analysis.faces = places
            let other = try plan(analysis)
            #expect(abs(Double(try #require(other.picture?.crop).x) + 101 - 0.2 * 640) < 34)
            #expect(other.reasons.contains { $0.contains("where the action is") })
        }
    }

    @Test func `each shot has its own faces`() throws {
        var analysis = analysis(10, cuts: [5]) { $0 < 5 ? (0.2, 0.5) : nil }
        analysis.faces = faces(Self.halves.filter { $0 >= 5 }) { _ in (0.85, 0.3) }
        let made = try plan(analysis)
        let path = try #require(made.picture?.path)
        guard case .crop(let x, _) = path.place(at: time(7)) else {
            Issue.record("there is no crop")
            return
        }
        #expect(x <= 0.8 * 640 && x + 202 >= 0.89 * 640)
        #expect(
            made.reasons.contains {
                $0.contains("follows a face in 1 shot, else the action: still in 2 shots")
            })
    }

    @Test func `of an upright picture the face's height counts, between bars too`() throws {
        var analysis = analysis(10) { _ in (0.85, 0.5) }
        analysis.faces = faces(Self.halves) { _ in (0.5, 0.25) }
        let crop = try #require(try plan(analysis, rotation: 90).picture?.crop)
        #expect(Double(crop.y) <= 0.2 * 640 && Double(crop.y + 202) >= 0.3 * 640)
        var edges = PictureEdges()
        (edges.left, edges.right) = (.init(79, isSharp: true), .init(79, isSharp: true))
        var barred = self.analysis(10, edges: edges) { _ in (0.3, 0.5) }
        barred.faces = faces(Self.halves) { _ in (0.7, 0.3) }
        let inside = try #require(try plan(barred).picture?.crop)
        #expect(Double(inside.x) <= 0.66 * 640 && Double(inside.x + 202) >= 0.74 * 640)
        #expect(inside.x >= 80 && inside.x + 202 <= 560)
    }

    @Test func `small faces are worth a search where nothing else says where to crop`() throws {
        var finish = OutputSettings()
        finish.size = Picture.Size(width: 1080, height: 1920)
        let video = try #require(PlannerTests.clip().info.video)
        var analysis = analysis(10, cuts: [5]) { $0 < 5 ? (0.2, 0.5) : nil }
        #expect(finish.unclearShots(of: video, in: analysis) == [span(5, 10)])
        analysis.faces = [FaceSample(time: time(6), boxes: [], isThorough: true)]
        #expect(finish.unclearShots(of: video, in: analysis).isEmpty)
        analysis.faces = faces(Self.halves) { _ in (0.8, 0.3) }
        #expect(finish.unclearShots(of: video, in: analysis).isEmpty)
        (analysis.faces, finish.reframe) = ([], .cover)
        #expect(finish.unclearShots(of: video, in: analysis).isEmpty)
    }

    /// A line of text over that share of the width, seen all the time.
    private func texts(_ range: ClosedRange<Double>) -> [FaceSample] {
        Self.halves.map { seconds in
            var sample = FaceSample(time: time(Int64(seconds * 10), 10), boxes: [])
            sample.texts = [
                .init(
                    left: range.lowerBound, top: 0.8, width: range.upperBound - range.lowerBound, height: 0.06
                )
            ]
            return sample
        }
    }

    @Test func `text that fits is kept whole, or left out whole`() throws {
        var analysis = analysis(10) { _ in (0.5, 0.5) }
        analysis.faces = texts(0.58...0.75)
        let made = try plan(analysis)
        let crop = try #require(made.picture?.crop)
        #expect(Double(crop.x + 202) >= 0.74 * 640 || Double(crop.x + 202) <= 0.59 * 640)
        #expect(made.warnings == nil)
    }

    @Test func `text that fits into no crop is shown with all of the picture, but for a face`() throws {
        var analysis = analysis(10) { _ in (0.5, 0.5) }
        analysis.faces = texts(0.1...0.9)
        let made = try plan(analysis)
        #expect(made.picture?.reframe == .containBlur && made.warnings == nil)
        analysis.faces = zip(texts(0.1...0.9), faces(Self.halves) { _ in (0.8, 0.3) }).map { text, face in
            var sample = face
            sample.texts = text.texts
            return sample
        }
        let cut = try plan(analysis)
        #expect(cut.picture?.reframe == .cover)
        #expect(
            try #require(cut.warnings).contains { $0.contains("words near the edge of the crop may be cut") })
    }

    @Test func `filler is cut off before a crop is chosen`() throws {
        var analysis = analysis(10) { _ in (0.5, 0.5) }
        analysis.filler = (0..<10).map {
            FillerSample(time: time($0), bars: .init(left: 219, right: 219))
        }
        let made = try plan(analysis)
        let crop = try #require(made.picture?.crop)
        #expect(made.picture?.reframe == .cover && abs(crop.x - 219) <= 4 && abs(crop.size.width - 200) <= 4)
        #expect(
            made.reasons.contains { $0.contains("filler beside the picture is cut off: 220 px on the left") })
    }

    @Test func `where nothing stands out all of the picture is shown, and that is said`() throws {
        let made = try plan(analysis(10) { _ in nil })
        #expect(made.picture?.reframe == .containBlur && made.picture?.path == nil)
        #expect(made.reasons.contains { $0.contains("nothing stands out") })
        let shot = try plan(analysis(10, cuts: [7]) { $0 < 7 ? (0.3, 0.5) : nil })
        let path = try #require(shot.picture?.path)
        #expect(path.place(at: time(8)) == .whole && path.place(at: time(3)) != .whole)
        #expect(shot.reasons.contains { $0.contains("all of the picture in 1") })
        #expect(try plan(nil).picture?.reframe == .containBlur)
    }

    @Test(arguments: [nil, Picture.Reframe.cover, .contain, .containBlur, .stretch])
    func `black bars come off first, whatever the framing is`(reframe: Picture.Reframe?) throws {
        var edges = PictureEdges()
        (edges.left, edges.right) = (.init(79, isSharp: true), .init(79, isSharp: true))
        let made = try plan(analysis(10, edges: edges) { _ in (0.3, 0.5) }, reframe: reframe)
        let picture = try #require(made.picture)
        #expect(picture.content == .init(x: 80, y: 0, size: Picture.Size(width: 480, height: 360)))
        #expect(made.reasons.contains { $0.contains("80 px on the left, 80 px on the right") })
        guard let crop = picture.crop else { return }
        #expect(crop.size == Picture.Size(width: 202, height: 360))
        #expect(crop.x >= 80 && crop.x + 202 <= 560)
    }

    @Test func `outputs are known again by what was asked, not by what was seen`() throws {
        var one = try #require(try plan(analysis(10) { _ in (0.8, 0.5) }).picture)
        var other = try #require(try plan(nil).picture)
        #expect(one != other)
        one.forgetWhatWasSeen()
        other.forgetWhatWasSeen()
        #expect(one == other)
        var explicit = try #require(try plan(nil, reframe: .cover).picture)
        explicit.forgetWhatWasSeen()
        #expect(explicit != one)
        // Between the bars lies a picture of the output's shape, which fills it.
        var edges = PictureEdges()
        (edges.left, edges.right) = (.init(217, isSharp: true), .init(217, isSharp: true))
        var seen = try #require(
            try plan(analysis(10, edges: edges) { _ in (0.3, 0.5) }, reframe: .contain).picture)
        var unseen = try #require(try plan(nil, reframe: .contain).picture)
        #expect(seen.reframe == .cover && unseen.reframe == .contain)
        seen.forgetWhatWasSeen()
        unseen.forgetWhatWasSeen()
        #expect(seen == unseen)
    }

    @Test func `a path that somebody wrote is obeyed, if it fits the clip and the shape`() throws {
        let path = CropPath(
            size: Picture.Size(width: 202, height: 360), picture: Picture.Size(width: 640, height: 360),
            stretches: [.init(start: .zero, points: [.init(.zero, x: 10, y: 0)])])
        let planned = { (path: CropPath, size: Picture.Size) in
            var request = TrimRequest(part: .length(time(10), .start))
            (request.finish.size, request.finish.cropPath) = (size, path)
            let output = Plan.Output(
                file: PlannedPath("out.mp4"), container: .mp4, overwrites: false, keepsMetadata: false)
            return try Planner().plan(PlannerTests.clip(), span(0, 10), request, output: output)
        }
        let tall = Picture.Size(width: 1080, height: 1920)
        let plan = try planned(path, tall)
        #expect(plan.picture?.path == path && plan.picture?.reframe == .cover && plan.problem == nil)
        #expect(plan.picture?.looking == nil)
        let crop = try #require(plan.picture?.crop)
        #expect(crop.x >= 0 && crop.x + crop.size.width <= 640 && crop.size.height <= 360)
        var other = path
        other.picture.width = 1280
        #expect(throws: PlanningError.self) { try planned(other, tall) }
        #expect(throws: PlanningError.self) { try planned(path, Picture.Size(width: 1080, height: 1080)) }
    }
}
