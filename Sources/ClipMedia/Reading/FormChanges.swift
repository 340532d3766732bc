internal import ClipCore

/// Format changes of pictures or sound within a stream: when, and to what.
struct FormChanges: Sendable {
    private var found: [(time: MediaTime, form: String)] = []

    var count: Int { found.count }

    /// - Parameters:
    ///   - form: the new format as text; nil for the declared one.
    ///   - time: on the file's presentation clock.
    mutating func note(_ form: String?, at time: MediaTime) {
        found.append((time, form ?? "as declared"))
    }

    mutating func add(_ other: FormChanges) { found += other.found }

    /// The changes before a time.
    func before(_ end: MediaTime) -> FormChanges {
        var some = self
        some.found.removeAll { $0.time >= end }
        return some
    }

    /// Sentence that reports the changes; nil if there are none.
    ///
    /// - Parameters:
    ///   - what: `picture` or `sound`.
    ///   - result: the format that all of it became.
    ///   - origin: the time at which the user's clock reads 0.
    func text(_ what: String, became result: String, origin: MediaTime) -> String? {
        guard let first = found.min(by: { $0.time < $1.time }) else { return nil }
        let time = max(.zero, first.time - origin).text
        let more = found.count == 1 ? "" : ", and \(found.count - 1) more times"
        return
            "the \(what) changes in mid-stream at \(time) s (\(first.form))\(more): all of it became \(result)"
    }
}
