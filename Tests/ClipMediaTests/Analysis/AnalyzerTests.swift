import ClipCore
import SystemPackage
import Testing

@testable import ClipMedia

@Suite struct AnalyzerTests {
    /// Of the first six seconds.
    private func analysis(_ path: FilePath, _ scope: AnalysisScope) throws -> Analysis {
        let source = try SourceFile.open(path)
        let part = TimeRange(start: .zero, end: MediaTime(ticks: 6, timescale: 1))
        return try Analyzer().analyze(source, Prober().probe(source), part, scope: scope)
    }

    private func bars(_ analysis: Analysis, width: Int, height: Int) -> LetterboxDetector.Bars {
        LetterboxDetector().bars(in: analysis.pictures, width: width, height: height)
    }

    @Test func `where there are no bars a few frames tell so`() throws {
        let sample = Sample.kopi
        let (few, all) = try (analysis(sample.path, .bars), analysis(sample.path, .pictures))
        #expect(few.pictures.count <= all.pictures.count / 3)
        #expect(bars(few, width: sample.width, height: sample.height) == .none)
        #expect(bars(all, width: sample.width, height: sample.height) == .none)
        for (one, other) in zip(few.pictures, all.pictures) {
            #expect(one.time == other.time)
            #expect(one.edges == other.edges)
            #expect(one.contrast == other.contrast)
        }
    }

    @Test func `where there may be bars all frames are looked at`() throws {
        let scratch = try Scratch()
        let trimmer = try Trimmer(try SourceFile.open(Sample.kopi.path))
        var request = TrimRequest(
            part: .length(MediaTime(ticks: 2, timescale: 1), .start), speed: "ultrafast")
        (request.finish.size, request.finish.reframe) = (Picture.Size(width: 360, height: 640), .contain)
        let path = scratch.path("bars.mp4")
        let plan = try trimmer.plan(request, OutputName(path.bytes, isFolder: false), overwrites: false)
        _ = try trimmer.render([plan], Renderer())[0].get()
        let (some, all) = try (analysis(path, .bars), analysis(path, .pictures))
        #expect(some.pictures.map(\.time) == all.pictures.map(\.time))
        let found = bars(some, width: 360, height: 640)
        #expect(found == bars(all, width: 360, height: 640))
        #expect(abs(found.top - 219) <= 3 && abs(found.bottom - 219) <= 3, "\(found)")
        #expect(found.left == 0 && found.right == 0)
    }

    @Test func `only an analysis of everything hears`() throws {
        #expect(try analysis(Sample.kopi.path, .pictures).sound.isEmpty)
        #expect(try !analysis(Sample.kopi.path, .everything).sound.isEmpty)
    }
}
