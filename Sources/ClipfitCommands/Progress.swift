internal import ArgumentParser
internal import Glibc

/// How far a piece of work is, on standard error.
final class Progress {
    enum Kind: String, ExpressibleByArgument, CaseIterable { case auto, plain, json, none }

    private let kind: Kind
    private let name: String
    private let began = ContinuousClock.now
    private var last: ContinuousClock.Instant?
    private var lastStep = -1
    private var isLineOpen = false

    /// - Parameter kind: `auto` redraws one line on a terminal and is silent elsewhere.
    init(_ kind: Kind, name: String) {
        let isTerminal = isatty(STDERR_FILENO) == 1 && Console.level != .quiet
        self.kind = kind == .auto && !isTerminal ? .none : kind
        self.name = name
    }

    /// At most ten times a second on a terminal; in steps of a tenth elsewhere.
    func update(_ share: Double) {
        guard kind != .none else { return }
        let step = Int(share * 10)
        switch kind {
        case .auto:
            let now = ContinuousClock.now
            if let last, now - last < .milliseconds(100) { return }
            last = now
            isLineOpen = true
            Console.write("\r\u{1B}[K\(name.printable): \(Int(share * 100)) %\(remaining(share))")
        case .plain where step > lastStep: Console.write("\(name.printable): \(step * 10) %\n")
        case .json where step > lastStep:
            Console.write(Output.jsonText("clipfit.progress/1", Step(name: name, share: share)) + "\n")
        default: break
        }
        lastStep = max(step, lastStep)
    }

    private struct Step: Encodable {
        let name: String
        let share: Double
    }

    private func remaining(_ share: Double) -> String {
        let spent = Double((ContinuousClock.now - began).components.seconds)
        guard share > 0.05, spent >= 2 else { return "" }
        return ", \(Int(spent / share - spent)) s left"
    }

    /// Clears the line, so that what is printed next stands alone.
    func finish() {
        if isLineOpen { Console.write("\r\u{1B}[K") }
        isLineOpen = false
    }
}
