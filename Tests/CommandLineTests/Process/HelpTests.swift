import Testing

/// What `--help` shows, and what only `--help-all` does.
@Suite struct HelpTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The flags that begin a line of help.
    private func flags(_ words: String...) throws -> [String] {
        let help = try scratch.run(bytes: words.map { Array($0.utf8) })
        #expect(help.code == 0)
        return help.output.split(separator: "\n").filter { $0.hasPrefix("  -") }.map(String.init)
    }

    @Test func `help on trim shows at most forty options, and all where that is asked for`() throws {
        let usual = try flags("trim", "--help")
        #expect(usual.count <= 40)
        let all = try flags("trim", "--help-all")
        #expect(all.count > 55)
        #expect(usual.allSatisfy(all.contains))
        #expect(all.contains { $0.contains("--text-from") } && !usual.contains { $0.contains("--text-from") })
    }

    @Test func `completions have all options`() throws {
        #expect(try scratch.run("completion", "bash").output.contains("--text-from"))
    }
}
