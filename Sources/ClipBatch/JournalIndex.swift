internal import ClipCore
public import SystemPackage

/// What a journal says, its entries put together in their order. Pure.
public struct JournalIndex: Hashable, Sendable {
    private struct Made: Hashable {
        let key: String?
        let file: JournalEntry.File?
        let attempt: Int
    }

    private var outputs: [FilePath: Made] = [:]
    private var tries: [FilePath: Int] = [:]

    /// What an empty journal says.
    public init() {}

    /// Takes in one more entry.
    public mutating func add(_ entry: JournalEntry) {
        tries[entry.source.path] = entry.event == .done ? nil : entry.attempt
        guard let output = entry.output, entry.event != .failed else { return }
        outputs[output.path] = Made(
            key: entry.key, file: entry.event == .done ? entry.file : nil, attempt: entry.attempt)
    }

    /// The try that made an output, where it was made by this key and the file is still what it was then; else nil.
    ///
    /// - Parameter file: the file as it is now; nil where there is none.
    public func finished(_ output: FilePath, key: String, _ file: JournalEntry.File?) -> Int? {
        guard let made = outputs[output], made.key == key, let file, made.file == file else { return nil }
        return made.attempt
    }

    /// The batch gave this name to a file, or was about to.
    public func knows(_ output: FilePath) -> Bool { outputs[output] != nil }

    /// The number of the next try of a source: 1 unless earlier ones failed or were interrupted.
    public func nextAttempt(of source: FilePath) -> Int { (tries[source] ?? 0) + 1 }
}
