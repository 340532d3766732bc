import ClipCore
import SystemPackage
import Testing

@Suite struct OutputNamesTests {
    private func names(_ typed: String?, _ sources: [FilePath] = ["a.mp4"], _ parts: [TrimRequest.Part])
        throws -> OutputNames
    {
        try OutputNames(
            OutputName(typed.map { Array($0.utf8) }, isFolder: false), sources: sources, parts: parts)
    }

    private let two: [TrimRequest.Part] = [.length(time(15), .start), .length(time(60), .start)]

    @Test(arguments: ["out.mp4", "a{b.mp4", "{start}.mp4", "x/{stem}.mkv", "a}b{.mp4"])
    func `a name that is the same for several outputs is refused`(typed: String) {
        let error = #expect(throws: PlanningError.self) { try names(typed, ["a.mp4"], two) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("several outputs would get the name") == true)
    }

    @Test(arguments: [nil, "{n}.mp4", "{length}.mp4", "out/", "{start}-{length}"])
    func `a name that differs is taken`(typed: String?) throws {
        #expect(try !names(typed, ["a.mp4"], two).isNumbered)
    }

    @Test func `of sources with one stem all but the first by name have their extension in it`() throws {
        let sources: [FilePath] = ["b.mts", "a.mp4", "a.m4v", "x/a.mp4"]
        let names = try names(nil, sources, [two[0]])
        let made = try sources.map { source in
            try names.name(of: source).path(
                .init(source: source, length: time(15), start: .zero, number: 1), .mp4
            ).string
        }
        #expect(made == ["b-15s.mp4", "a-mp4-15s.mp4", "a-15s.mp4", "x/a-15s.mp4"])
    }

    @Test(arguments: ["-", "./-", "/dev", "/dev/null", "/dev/x/", "/dev/../dev/x"])
    func `a stream or a device is refused, as a folder too`(typed: String) {
        for isFolder in [false, true] {
            let name = OutputName(Array(typed.utf8), isFolder: isFolder)
            #expect(throws: PlanningError.self) { try OutputNames(name, sources: ["a.mp4"], parts: [two[0]]) }
        }
    }

    @Test(arguments: ["/dev/shm/x.mp4", "/device/x.mp4", "-x.mp4", "a/-"])
    func `other names are fine`(typed: String) {
        #expect(throws: Never.self) { try names(typed, ["a.mp4"], [two[0]]) }
    }

    @Test func `one output may have any name`() throws {
        #expect(try !names("a{b.mp4", ["a.mp4"], [two[0]]).isNumbered)
    }

    @Test func `a default name is numbered only where the lengths read the same`() throws {
        let close: [TrimRequest.Part] = [
            .length(time(10_001, 10_000), .start), .length(time(10_002, 10_000), .start),
        ]
        #expect(try names(nil, ["a.mp4", "b.mp4"], close).isNumbered)
        #expect(throws: PlanningError.self) { try names("{length}.mp4", ["a.mp4"], close) }
    }

    @Test(
        arguments: [
            (["a/x.mp4", "b/x.mp4"], "out/", false), (["a/x.mp4", "b/x.mp4"], nil, true),
            (["x.mp4", "./x.mp4"], nil, false), (["a/x.mp4", "b/x.mov"], "out/", true),
            (["a/x.mp4", "b/x.mov"], "{stem}.mp4", true), (["x.mp4", "y.mp4"], "{stem}.mp4", true),
            (["x.mp4", "y.mp4"], "{n}.mp4", false),
        ] as [([String], String?, Bool)])
    func `several sources are told apart by their names`(sources: [String], typed: String?, isFine: Bool) {
        let made = try? names(typed, sources.map { FilePath($0) }, [two[0]])
        #expect((made != nil) == isFine)
    }

    @Test func `names that only the clips can tell are left to them`() throws {
        let parts: [TrimRequest.Part] = [.length(time(15), .middle), .length(time(60), .middle)]
        #expect(try !names("{start}.mp4", ["a.mp4"], parts).isNumbered)
        #expect(
            try !names("{start}.mp4", ["a.mp4", "b.mp4"], [.span(start: time(-3), end: nil, duration: nil)])
                .isNumbered)
    }

    @Test(
        arguments: [
            (nil, [1, 1, 2, 2]), ("{platform}-{n}.mp4", [1, 1, 2, 2]), ("{n}.mp4", [1, 2, 3, 4]),
        ] as [(String?, [Int])])
    func `numbers begin at 1 for each platform that the name or its folder has`(
        typed: String?, numbers: [Int]
    ) throws {
        let name = OutputName(typed.map { Array($0.utf8) }, isFolder: false)
        let parts = [1, 1, 2, 2].map { TrimRequest.Part.ranked(time(15), rank: $0) }
        let platforms = ["tiktok", "reels", "tiktok", "reels"]
        let names = try OutputNames(name, sources: ["a.mp4"], parts: parts, platforms: platforms)
        #expect(parts.indices.map { names.number(of: $0) } == numbers)
        #expect(names.number(of: 1, among: ["tiktok", "tiktok"]) == 2)
    }

    @Test func `an unknown word is a mistake before any work`() {
        #expect(throws: PlanningError.self) { try names("{what}.mp4", ["a.mp4"], [two[0]]) }
    }
}
