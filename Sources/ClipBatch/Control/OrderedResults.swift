/// Results that are told in the order of the sources, or as soon as they are there.
struct OrderedResults {
    private var waiting: [Int: JobResult] = [:]
    private var next = 0
    private let isLive: Bool

    /// - Parameter isLive: none waits for those before it.
    init(isLive: Bool = false) { self.isLive = isLive }

    mutating func add(_ result: JobResult, at number: Int) { waiting[number] = result }

    /// Those that need not wait any longer.
    mutating func ready() -> [JobResult] {
        guard !isLive else { return rest() }
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
