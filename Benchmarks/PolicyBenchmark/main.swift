// PolicyBenchmark POLICY SHARE < CHOICES.jsonl: what another way to choose would have brought. A line a choice, with item, position,
// propensity, reward and time; the first line of what it prints is the result, the others the choices that were weighed.
internal import Foundation

let words = CommandLine.arguments.dropFirst()
guard let policy = words.first.flatMap(ChoicePolicy.Kind.init), let share = words.last.flatMap(Double.init)
else {
    FileHandle.standardError.write(Data("usage: PolicyBenchmark POLICY SHARE < CHOICES.jsonl\n".utf8))
    exit(64)
}
var log: [LoggedChoice] = []
while let line = readLine() {
    log.append(try JSONDecoder().decode(LoggedChoice.self, from: Data(line.utf8)))
}
guard let found = PolicyEvaluation(log, policy, share: share, seed: 0) else {
    FileHandle.standardError.write(Data("\(log.count) choices are too few\n".utf8))
    exit(65)
}

struct Result: Encodable {
    let trained: Int
    let matched: Int
    let positives: Int
    let effectiveSample: Double
    let logged: PolicyEvaluation.Estimate
    let ips: PolicyEvaluation.Estimate
    let snips: PolicyEvaluation.Estimate?
    let dr: PolicyEvaluation.Estimate
    let gain: PolicyEvaluation.Estimate
    let verdict: PolicyEvaluation.Verdict
}

let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]

func show(_ value: some Encodable) throws {
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

try show(
    Result(
        trained: found.trained, matched: found.matched, positives: found.positives,
        effectiveSample: found.effectiveSample, logged: found.logged, ips: found.ips, snips: found.snips,
        dr: found.dr, gain: found.gain, verdict: found.verdict))
for row in found.rows { try show(row) }
