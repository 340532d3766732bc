/// Checks a file and its post against a platform's requirements. Pure: the file was probed before.
public struct PlatformCheck: Hashable, Sendable {
    /// Result of one requirement, or the worst of all.
    public enum Verdict: String, Hashable, Sendable, CaseIterable, Comparable {
        case met, unknown, warning, refused

        /// Orders verdicts from best to worst.
        public static func < (left: Verdict, right: Verdict) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// One requirement with its result.
    public struct Finding: Hashable, Sendable {
        /// The rule and its source.
        public var rule: Rule<Requirement>
        /// Its result.
        public var verdict: Verdict
        /// The measured value, or why it is unknown.
        public var found: String
    }

    /// The platform.
    public let platform: Platform
    /// In the platform's order, without rules that do not apply.
    public let findings: [Finding]
    /// The file has video: no platform accepts one without.
    public let hasPicture: Bool
    /// Arguments of `clipfit trim`, after the file, for an output that meets the rules. Rules for the caption
    /// are excepted. Nil if none is needed or possible.
    public let remedy: [String]?

    /// Checks a clip.
    public init(_ clip: Requirement.Clip, for platform: Platform) {
        self.platform = platform
        hasPicture = clip.info.video != nil
        findings = platform.demands.compactMap { rule in
            rule.value.answer(for: clip).map { answer in
                switch answer {
                case .met(let found): Finding(rule: rule, verdict: .met, found: found)
                case .unknown(let found): Finding(rule: rule, verdict: .unknown, found: found)
                case .breached(let found):
                    Finding(rule: rule, verdict: rule.isAdvice ? .warning : .refused, found: found)
                }
            }
        }
        let isWrong = findings.contains { !$0.rule.value.isAboutCaption && $0.verdict >= .warning }
        remedy = hasPicture && isWrong ? Self.remedy(clip.info, platform) : nil
    }

    /// The worst of all findings; unknown results do not count.
    public var verdict: Verdict {
        guard hasPicture else { return .refused }
        let worst = findings.map(\.verdict).max() ?? .met
        return worst == .unknown ? .met : worst
    }

    private static func remedy(_ info: MediaInfo, _ platform: Platform) -> [String] {
        let part: [String]
        if let most = platform.maximumLength?.value, info.duration > most {
            part = ["--length", most.text]
        } else if let least = platform.minimumLength?.value, info.duration < least {
            part = ["--length", least.text, "--fit", "loop"]
        } else {
            part = ["--start", "0"]
        }
        return part + ["--for", platform.id]
    }
}
