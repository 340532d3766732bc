import ClipCore
import ClipMedia
import SystemPackage
import Testing

@Suite struct SourceRuleTests {
    private func rule(_ include: [String] = [], _ exclude: [String] = []) -> SourceRule {
        SourceRule(including: include.map { Array($0.utf8) }, excluding: exclude.map { Array($0.utf8) })
    }

    @Test(arguments: [
        ("clip.mp4", true), ("day/CLIP.MOV", true), ("a.b.webm", true), ("notes.txt", false), ("mp4", false),
        (".hidden.mp4", false), ("day/.hidden.mp4", false), ("clip.mp4.part", false), (".mp4", false),
    ])
    func `video is told by its extension, and what is hidden is left out`(place: String, isTaken: Bool) {
        #expect(rule().takes(FilePath(place)) == isTaken)
    }

    @Test(arguments: [
        ("*_final.mp4", "day/a_final.mp4", true), ("*_final.mp4", "day/a.mp4", false),
        ("day?/*", "day1/deep/a.mp4", true), ("day?/*", "a.mp4", false), ("*.dat", "a.dat", true),
        ("[ab].mp4", "c.mp4", false), ("*.mp4", ".a.mp4", false),
    ])
    func `patterns to include decide instead of the extension`(
        pattern: String, place: String, isTaken: Bool
    ) {
        #expect(rule([pattern]).takes(FilePath(place)) == isTaken)
    }

    @Test func `patterns to exclude go before, and hold for folders`() {
        let rule = rule(["*.mp4"], ["raw", "*/draft*"])
        #expect(rule.takes("a.mp4"))
        #expect(!rule.takes("day/draft-1.mp4"))
        #expect(rule.takes("draft-1.mp4"))
        #expect(!rule.enters("day/raw"))
        #expect(!rule.enters(".git"))
        #expect(rule.enters("day"))
    }

    @Test func `names that are no UTF-8 are matched by their bytes`() {
        #expect(rule(["caf*"]).takes(FilePath(bytes: Array("caf".utf8) + [0xE9] + Array(".mp4".utf8))))
    }
}
