/// Holds a file and its post against what a platform asks for. Pure: the file was probed before.
public struct PlatformCheck: Hashable, Sendable {
    /// How one demand, or all of them, came out; the worst counts for all.
    public enum Verdict: String, Hashable, Sendable, CaseIterable, Comparable {
        case met, unknown, warning, refused

        /// Worse ones are greater.
        public static func < (left: Verdict, right: Verdict) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// One demand, and what was found.
    public struct Finding: Hashable, Sendable {
        /// What is asked, and who says so.
        public var rule: Rule<Requirement>
        /// How it came out.
        public var verdict: Verdict
        /// What the file has instead, or why that is not known.
        public var found: String
    }

    /// Whom it is for.
    public let platform: Platform
    /// In the platform's order, without demands that do not apply.
    public let findings: [Finding]
    /// The file has a picture: without one no platform takes it.
    public let hasPicture: Bool
    /// What `clipfit trim` takes behind the file's name to make one that keeps to all but the caption; nil where nothing
    /// has to be made, or cannot.
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

    /// The worst of all findings; what is not known stops nobody.
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
