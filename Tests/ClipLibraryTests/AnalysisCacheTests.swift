import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipLibrary

@Suite struct AnalysisCacheTests {
    private let folder: Folder
    private var file: FilePath { folder.path.appending("cache/analysis.sqlite") }

    init() throws { folder = try Folder() }

    private func analysis(_ luma: Float) -> Analysis {
        var score = PictureScore(time: .zero)
        score.luma = luma
        let end = MediaTime(ticks: 1, timescale: 1)
        return Analysis(span: TimeRange(start: .zero, end: end), pictures: [score], sound: [])
    }

    @Test func `what is kept is there for the next process, and for the user alone`() throws {
        #expect(AnalysisCache(at: file).analysis(of: "a") == nil)
        #expect(!FileManager.default.fileExists(atPath: file.string))
        AnalysisCache(at: file).keep(analysis(7), of: "a")
        AnalysisCache(at: file).keep(analysis(8), of: "b")
        #expect(AnalysisCache(at: file).analysis(of: "a") == analysis(7))
        #expect(AnalysisCache(at: file).analysis(of: "b") == analysis(8))
        let mode = try FileManager.default.attributesOfItem(atPath: file.string)
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }

    @Test func `beyond the limit those go that were not used for longest`() {
        let size = AnalysisCoding.bytes(of: analysis(1)).count
        let cache = AnalysisCache(at: file, limit: 3 * size)
        for name in ["a", "b", "c", "d"] { cache.keep(analysis(1), of: name) }
        #expect(cache.analysis(of: "d") != nil)
        #expect(cache.analysis(of: "b") != nil)
        #expect(cache.analysis(of: "a") == nil)
    }

    @Test func `a damaged file is made anew`() throws {
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(repeating: 0x55, count: 10_000).write(to: URL(fileURLWithPath: file.string))
        #expect(AnalysisCache(at: file).analysis(of: "a") == nil)
        AnalysisCache(at: file).keep(analysis(7), of: "a")
        #expect(AnalysisCache(at: file).analysis(of: "a") == analysis(7))
    }

    @Test func `where it cannot be written nothing is kept, and nothing happens`() {
        let cache = AnalysisCache(at: "/proc/clipfit/analysis.sqlite")
        cache.keep(analysis(7), of: "a")
        #expect(cache.analysis(of: "a") == nil)
    }
}
