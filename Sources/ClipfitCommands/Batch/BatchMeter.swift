internal import ClipBatch
internal import ClipCore
internal import SystemLibrary

/// Prints a batch's progress on standard error. On a terminal one line per running file and one for the
/// total, elsewhere plain lines.
final class BatchMeter {
    private let kind: Progress.Kind
    private let canvas: Canvas?
    private let began = ContinuousClock.now
    private var drawn = ContinuousClock.now - .seconds(1)
    /// Start of each phase, and the last tenth reported for it.
    private var phases: [Int: Phase] = [:]
    private var toldTotal = -1

    private struct Phase {
        let phase: JobProgress.Phase
        let began = ContinuousClock.now
        var toldStep = -1
    }

    /// - Parameter isSpare: `auto` prints nothing without a terminal: a program reads the messages.
    init(_ kind: Progress.Kind, isSpare: Bool) {
        let isTerminal = Canvas.isPossible && Console.level != .quiet
        canvas = kind == .auto && isTerminal ? Canvas() : nil
        switch kind {
        case .auto where canvas == nil: self.kind = isSpare || Console.level == .quiet ? .none : .auto
        default: self.kind = kind
        }
    }

    /// Prints the progress: at most ten times per second on a terminal, in steps of a tenth elsewhere.
    func update(_ progress: BatchProgress) {
        guard kind != .none else { return }
        for running in progress.running {
            guard let phase = running.progress?.phase, phases[running.number]?.phase != phase else {
                continue
            }
            phases[running.number] = Phase(phase: phase)
        }
        let numbers = Set(progress.running.map(\.number))
        phases = phases.filter { numbers.contains($0.key) }
        if let canvas {
            guard ContinuousClock.now - drawn >= .milliseconds(100) else { return }
            drawn = .now
            canvas.draw(progress.running.map(line) + [.init(text: total(progress))])
        } else {
            progress.running.forEach(tellStep)
            tellTotal(progress)
        }
    }

    /// Erases the progress lines before other output.
    func clear() { canvas?.clear() }

    /// Ends the progress.
    func finish(_ summary: BatchSummary) {
        clear()
        if kind == .json { Console.json("clipfit.progress/1", JSONObject(summary)) }
    }

    // MARK: Lines

    private func line(_ running: BatchProgress.Running) -> Canvas.Line {
        let name = running.source.shown
        guard let progress = running.progress else {
            return .init(name: name, text: ": \(Language.text("begun"))")
        }
        let what = progress.phase == .choosing ? "choosing, " : ""
        let pace = pace(running.number, progress)
        let rate = pace.map { ", \(Self.tenths($0.speed))x, \(Self.clock($0.left)) left" } ?? ""
        let text = Language.list("\(what)\(Int(progress.share * 100)) %\(rate)")
        return .init(name: name, text: ": \(text)")
    }

    /// Speed in seconds of video per second, and seconds left; nil while unknown.
    private func pace(_ number: Int, _ progress: JobProgress) -> (speed: Double, left: Double)? {
        guard let phase = phases[number], progress.share > 0.02 else { return nil }
        let spent = (ContinuousClock.now - phase.began) / .seconds(1)
        guard spent >= 0.5 else { return nil }
        return (progress.share * progress.length / spent, spent / progress.share - spent)
    }

    private func total(_ progress: BatchProgress) -> String {
        let summary = progress.summary
        let over = summary.done + summary.skipped + summary.failed
        var text = "\(over)/\(progress.total), \(Int(progress.share * 100)) %"
        if progress.isWatching && summary.left == 0 { text = "\(over) over, watching" }
        if summary.failed > 0 { text += ", \(summary.failed) failed" }
        if let left = secondsLeft(progress) { text += ", \(Self.clock(left)) left" }
        return Language.list(text)
    }

    /// Estimated from outputs made so far; existing ones took no time.
    private func secondsLeft(_ progress: BatchProgress) -> Double? {
        let running = progress.running.reduce(0) { $0 + $1.share }
        let made = Double(progress.summary.done + progress.summary.failed) + running
        let spent = (ContinuousClock.now - began) / .seconds(1)
        guard made > 0.02, spent >= 1, !progress.isWatching else { return nil }
        return spent / made * max(0, Double(progress.summary.left) - running)
    }

    private func tellStep(_ running: BatchProgress.Running) {
        guard let progress = running.progress, kind != .auto else { return }
        let step = Int(progress.share * 10)
        guard step > phases[running.number]?.toldStep ?? step else { return }
        phases[running.number]?.toldStep = step
        if kind == .json {
            let pace = pace(running.number, progress)
            // Seconds of video per second; null while unknown.
            let told: JSONObject = [
                "name": running.source.jsonText, "phase": progress.phase.rawValue, "share": progress.share,
                "speed": pace?.speed, "secondsLeft": pace?.left,
            ]
            Console.json("clipfit.progress/1", told)
        } else {
            let what = progress.phase == .choosing ? "choosing, " : ""
            Console.write("\(running.source.shown): \(Language.list("\(what)\(step * 10) %"))\n")
        }
    }

    /// One line per file, or every 10 % when files are not listed.
    private func tellTotal(_ progress: BatchProgress) {
        let over = progress.total - progress.summary.left
        let step = kind == .auto ? Int(progress.share * 10) : over
        guard step > toldTotal else { return }
        defer { toldTotal = step }
        guard step > 0 else { return }
        if kind == .json {
            let told: JSONObject = [
                "total": progress.total, "over": over, "share": progress.share,
                "secondsLeft": secondsLeft(progress),
            ]
            Console.json("clipfit.progress/1", told)
        } else {
            Console.write("\(total(progress))\n")
        }
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    /// `7 s`, `2:05 min`, `1:02 h`.
    private static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e8).rounded(.up))
        let pair = { (high: Int, low: Int) in "\(high):\(low < 10 ? "0" : "")\(low)" }
        if whole < 60 { return "\(whole) s" }
        return whole < 3600
            ? "\(pair(whole / 60, whole % 60)) min" : "\(pair(whole / 3600, whole / 60 % 60)) h"
    }
}
