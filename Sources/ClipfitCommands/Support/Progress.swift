internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import SystemLibrary

/// Prints the progress of a task on standard error.
final class Progress {
    enum Kind: String, ExpressibleByArgument, CaseIterable { case auto, plain, json, none }

    private let kind: Kind
    private let name: String
    /// Seconds of video to render or analyse.
    private let length: Double
    private let began = ContinuousClock.now
    private var last: ContinuousClock.Instant?
    private var lastStep = -1
    private var isLineOpen = false

    /// - Parameters:
    ///   - kind: `auto` redraws one line on a terminal and is silent elsewhere.
    ///   - plans: the plans to render; the first one's name is shown.
    convenience init(_ kind: Kind, _ plans: [Plan]) {
        let first = plans.first?.output.file.path.shown ?? ""
        self.init(
            kind, plans.count > 1 ? Language.text("\(first) and \(plans.count - 1) more" as Phrase) : first,
            length: plans.reduce(0) { $0 + $1.length.seconds })
    }

    /// - Parameter length: seconds of video to process.
    init(_ kind: Kind, _ name: String, length: Double) {
        let isTerminal = isatty(STDERR_FILENO) == 1 && Console.level != .quiet
        self.kind = kind == .auto && !isTerminal ? .none : kind
        (self.name, self.length) = (name, length)
    }

    /// Prints at most ten times per second on a terminal; in steps of a tenth elsewhere.
    func update(_ share: Double) {
        guard kind != .none else { return }
        let step = Int(share * 10)
        switch kind {
        case .auto:
            let now = ContinuousClock.now
            if let last, now - last < .milliseconds(100) { return }
            last = now
            isLineOpen = true
            Console.write(
                "\(name.printable): \(Int(share * 100)) %\(remaining(share))", erasing: "\r\u{1B}[K")
        case .plain where step > lastStep: Console.write("\(name.printable): \(step * 10) %\n")
        case .json where step > lastStep:
            let spent = spent
            // Seconds of video per second, and seconds left; absent while unknown.
            let told = JSONObject(known: [
                "name": name, "share": share, "speed": share > 0 ? share * length / spent : nil,
                "secondsLeft": share > 0 ? spent / share - spent : nil,
            ])
            Console.json("clipfit.progress/1", told)
        default: break
        }
        lastStep = max(step, lastStep)
    }

    private var spent: Double { (ContinuousClock.now - began) / .seconds(1) }

    private func remaining(_ share: Double) -> String {
        let spent = spent
        guard share > 0.02, spent >= 1 else { return "" }
        let speed = (share * length / spent * 10).rounded() / 10
        return ", \(Language.text("\(speed)x, \(Int((spent / share - spent).rounded(.up))) s left"))"
    }

    /// Clears the line before other output.
    func finish() {
        if isLineOpen { Console.write("", erasing: "\r\u{1B}[K") }
        isLineOpen = false
    }
}

extension Progress {
    /// The last line of `--progress json`, printed when the original process ends.
    enum Summary {
        /// Inputs that failed.
        nonisolated(unsafe) static var failed = 0
        nonisolated(unsafe) private static var promised: (inputs: Int, began: ContinuousClock.Instant)?

        /// Promises the line for a command's inputs.
        static func promise(_ kind: Kind, inputs: Int) {
            if kind == .json { promised = (inputs, .now) }
        }

        /// Prints the promised line. `code`: the exit code of the process.
        static func print(_ code: Int32) {
            guard let (inputs, began) = promised, !InputLink.isOpen else { return }
            var summary = BatchSummary()
            summary.failed = min(inputs, max(failed, code == 0 ? 0 : 1))
            summary.done = inputs - summary.failed
            summary.seconds = (ContinuousClock.now - began) / .seconds(1)
            Console.json("clipfit.progress/1", JSONObject(summary))
        }
    }
}
