internal import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// Key of an output's requested settings, independent of the source: equal keys, equal requests. Other files
/// that are read count by content.
///
/// It holds the request, not its interpretation, so it is equal for all versions of clipfit.
struct SettingsKey {
    /// 32 hexadecimal digits.
    let text: String

    private struct Wishes: Encodable {
        let settings: [String: PresetValue]
        let part: TrimRequest.Part
        let keepsAllAudio: Bool
        let onDamage: TrimRequest.OnDamage
        let gap: MediaTime
        /// Sorted: the order of a set differs between processes.
        let snap: [String]
        let takesFewer: Bool
        let fallsBack: Bool
        let arrangement: FitSettings
    }

    /// Settings that affect only a file's name or its verification.
    private static let neutral: Set<String> = ["output", "verify"]

    /// - Parameters:
    ///   - number: the output's request number, from 0.
    ///   - choice: the rule by which music and look are chosen; nil if they are not.
    init(_ work: JobTemplate, _ number: Int, choice: String?) throws(Failure) {
        let request = work.requests[number]
        let said = work.settings.settings.map { ($0.key.rawValue, $0.value.value) }
        let wishes = Wishes(
            settings: Dictionary(said.filter { !Self.neutral.contains($0.0) }, uniquingKeysWith: { $1 }),
            part: request.part, keepsAllAudio: request.keepsAllAudio, onDamage: request.onDamage,
            gap: work.choice.gap, snap: work.choice.snap.map(\.rawValue).sorted(),
            takesFewer: work.choice.takesFewer, fallsBack: work.choice.fallsBack,
            arrangement: work.arrangement)
        do {
            var print = try Fingerprint()
            try print.add(json: wishes)
            if let choice { print.add(Array(choice.utf8)) }
            for file in work.otherFiles { print.add(Array((ContentHash.of(file.path) ?? "none").utf8)) }
            text = String(print.hexadecimal().prefix(32))
        } catch { throw Failure(.bug, "", "what is asked for cannot be written as JSON: \(error)") }
    }
}
