internal import Recommendation

/// What may be said of a way to choose: `clipfit.learn-policy/1`.
struct PolicyReport {
    /// What was chosen; nil for the choices of a file.
    let kind: String?
    let policy: ChoicePolicy.Kind
    let result: PolicyEvaluation

    private struct JSON: Encodable {
        @Nullable var kind: String?
        let policy: String
        let trained: Int
        let tested: Int
        let matched: Int
        let positives: Int
        let effectiveSample: Double
        let logged: PolicyEvaluation.Estimate
        let ips: PolicyEvaluation.Estimate
        @Nullable var snips: PolicyEvaluation.Estimate?
        let dr: PolicyEvaluation.Estimate
        let gain: PolicyEvaluation.Estimate
        let verdict: String
    }

    func show(asJSON: Bool) {
        guard !asJSON else {
            return Output.json(
                "clipfit.learn-policy/1",
                JSON(
                    kind: kind, policy: policy.rawValue, trained: result.trained, tested: result.rows.count,
                    matched: result.matched, positives: result.positives,
                    effectiveSample: result.effectiveSample, logged: result.logged, ips: result.ips,
                    snips: result.snips, dr: result.dr, gain: result.gain, verdict: result.verdict.rawValue))
        }
        let what = kind.map { "\($0), " } ?? ""
        Output.line("\(what)\(policy.rawValue): \(result.verdict.rawValue)")
        MusicText.table([
            ["choices", "\(result.trained) to learn from, \(result.rows.count) to test on"],
            [
                "matched",
                "\(result.matched), \(result.positives) of them successes, worth \(Self.text(result.effectiveSample, 1)) choices",
            ],
            ["the log", Self.text(result.logged)], ["IPS", Self.text(result.ips)],
            ["SNIPS", result.snips.map(Self.text) ?? "none"], ["DR", Self.text(result.dr)],
            ["DR above the log", Self.text(result.gain)],
        ]).forEach { Output.line("  " + $0) }
    }

    private static func text(_ estimate: PolicyEvaluation.Estimate) -> String {
        "\(text(estimate.value)) (95 %: \(text(estimate.low)) to \(text(estimate.high)))"
    }

    private static func text(_ value: Double, _ digits: Int = 5) -> String {
        let scale = digits == 1 ? 10.0 : 100_000
        return "\((value * scale).rounded() / scale)"
    }
}
