internal import ClipCore
internal import ClipMedia

extension JSONObject {
    /// `clipfit.check/1`, one per file. `senses`: with `--deep`.
    init(_ file: FilePath, _ checks: [PlatformCheck], _ senses: SafetyScan?, _ provenance: Provenance) {
        self.init("path", file)
        self += [
            "verdict": (checks.map(\.verdict).max() ?? .met).rawValue,
            "picture": checks.allSatisfy(\.hasPicture), "provenance": JSONObject(provenance),
            "platforms": checks.map { JSONObject($0, of: file) },
            // Null for HDR, and without a picture.
            "flashes": senses?.flashes.map { JSONObject($0) },
            "loudnessJump": senses?.loudnessJump.map { JSONObject($0) },
        ]
    }

    private init(_ check: PlatformCheck, of file: FilePath) {
        self = [
            "platform": check.platform.id, "verdict": check.verdict.rawValue,
            // Makes an acceptable file; null if nothing is wrong, or nothing can be made of it.
            "command": CheckText.command(file, check), "rules": check.findings.map { JSONObject($0) },
        ]
    }

    private init(_ finding: PlatformCheck.Finding) {
        let rule = finding.rule
        self = [
            "rule": rule.value.key, "verdict": finding.verdict.rawValue, "found": finding.found,
            "asked": rule.value.asked, "advised": rule.isAdvice, "source": rule.source, "asOf": rule.asOf,
            // The platform's own error code; null if unknown, and for rules that are met.
            "refusal": finding.verdict >= .warning ? rule.refusal : nil,
        ]
    }

    /// Flashes of a clip: the most in any one second.
    init(_ flashes: Flashes) {
        self = [
            "general": flashes.general, "red": flashes.red, "overLimit": flashes.isOver,
            // Seconds from the clip's start; null if the limit is kept.
            "firstOver": flashes.firstOver?.seconds,
        ]
    }

    /// The largest sudden rise of loudness in LU, and its time in seconds from the clip's start.
    init(_ jump: LoudnessJump) {
        self = ["rise": jump.rise, "time": jump.time.seconds, "overLimit": jump.warning != nil]
    }

    /// A file's statements about how it was made; signatures are not checked.
    init(_ provenance: Provenance) {
        self = [
            "c2pa": provenance.hasC2PA,
            // IPTC's type, from the manifest, XMP or a tag.
            "digitalSourceType": provenance.digitalSourceType,
            // True if the type names AI; null otherwise.
            "madeByAI": provenance.aiSourceType == nil ? nil : true,
        ]
    }
}
