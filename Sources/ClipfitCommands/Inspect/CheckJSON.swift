internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// `clipfit.check/1`, one per file.
struct CheckJSON: Encodable {
    struct Platform: Encodable {
        let platform: String
        let verdict: String
        /// Command that makes an acceptable file; null if nothing is wrong, or nothing can be made of it.
        @Nullable var command: String?
        let rules: [Rule]
    }

    struct Rule: Encodable {
        let rule: String
        let verdict: String
        let found: String
        let asked: String
        let advised: Bool
        /// The platform's own error code; null if unknown, and for rules that are met.
        @Nullable var refusal: String?
        let source: String
        let asOf: String
    }

    let path: String
    var pathBytes: String?
    let verdict: String
    let picture: Bool
    let provenance: ProvenanceJSON
    let platforms: [Platform]
    /// With `--deep`; null for HDR, and without a picture.
    @Nullable var flashes: FlashesJSON?
    @Nullable var loudnessJump: LoudnessJumpJSON?

    init(_ file: FilePath, _ checks: [PlatformCheck], _ senses: SafetyScan?, _ provenance: Provenance) {
        self.provenance = ProvenanceJSON(provenance)
        _flashes = Nullable(wrappedValue: senses?.flashes.map(FlashesJSON.init))
        _loudnessJump = Nullable(wrappedValue: senses?.loudnessJump.map(LoudnessJumpJSON.init))
        let name = JSONPath(file)
        (path, pathBytes) = (name.text, name.bytes)
        verdict = (checks.map(\.verdict).max() ?? .met).rawValue
        picture = checks.allSatisfy(\.hasPicture)
        platforms = checks.map { check in
            Platform(
                platform: check.platform.id, verdict: check.verdict.rawValue,
                command: CheckText.command(file, check), rules: check.findings.map(Rule.init))
        }
    }
}

extension CheckJSON.Rule {
    init(_ finding: PlatformCheck.Finding) {
        let rule = finding.rule
        self.init(
            rule: rule.value.key, verdict: finding.verdict.rawValue, found: finding.found,
            asked: rule.value.asked, advised: rule.isAdvice,
            refusal: finding.verdict >= .warning ? rule.refusal : nil, source: rule.source, asOf: rule.asOf)
    }
}
