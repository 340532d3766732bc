internal import ClipCore

/// A platform check for people: the verdict, one line per rule, and the command that fixes problems.
struct CheckText {
    let text: String

    /// - Parameter isVerbose: show the source of every rule, not only of those not met.
    init(_ path: FilePath, _ check: PlatformCheck, isVerbose: Bool) {
        let word = Self.words[check.verdict] ?? ""
        var lines = ["\(path.shown): \(Language.text(word)) \(check.platform.name)"]
        if !check.hasPicture { lines.append("  refused  picture             there is none") }
        let width = check.findings.map { Language.text($0.rule.value.name).count }.max() ?? 0
        let verdicts = PlatformCheck.Verdict.allCases.map { Language.text($0.rawValue) }
        let room = verdicts.map(\.count).max() ?? 0
        for finding in check.findings {
            let rule = finding.rule
            let name = Language.text(rule.value.name).padding(to: width)
            var line =
                "  \(Language.text(finding.verdict.rawValue).padding(to: room))  \(name)  "
                + "\(Language.list(finding.found.printable)) (\(Language.text(rule.value.asked)))"
            if finding.verdict >= .warning, let refusal = rule.refusal { line += ": \(refusal)" }
            lines.append(line)
            if isVerbose || finding.verdict >= .warning {
                lines.append("           \(rule.asOf): \(rule.source)")
            }
        }
        if let command = Self.command(path, check) { lines.append("  mend it: \(command)") }
        text = lines.joined(separator: "\n")
    }

    private static let words: [PlatformCheck.Verdict: String] = [
        .met: "fit for", .unknown: "fit for", .warning: "taken, but not as advised, by",
        .refused: "refused by",
    ]

    /// The command for a shell; nil if there is none, or the name is not text.
    static func command(_ path: FilePath, _ check: PlatformCheck) -> String? {
        guard let remedy = check.remedy, let name = String(validating: path.bytes, as: UTF8.self) else {
            return nil
        }
        let file = name.hasPrefix("-") ? "./\(name)" : name
        return (["clipfit", "trim", file.shellWord] + remedy).joined(separator: " ")
    }
}

extension String {
    /// Quoted if a shell would misread it.
    fileprivate var shellWord: String {
        let isPlain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-/+,:@".contains($0) }
        guard !isPlain || isEmpty else { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
