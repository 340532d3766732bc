/// Results that are told in the order of the sources.
struct OrderedResults {
    private var waiting: [Int: JobResult] = [:]
    private var next = 0

    mutating func add(_ result: JobResult, at number: Int) { waiting[number] = result }

    /// Those before which none is missing.
    mutating func ready() -> [JobResult] {
        var ready: [JobResult] = []
        while let result = waiting.removeValue(forKey: next) {
            ready.append(result)
            next += 1
        }
        return ready
    }

    /// All that are left, in order.
    mutating func rest() -> [JobResult] {
        defer { waiting = [:] }
        return waiting.sorted { $0.key < $1.key }.map(\.value)
    }
}
