internal import ClipCore

/// Where the form of a stream's pictures or of its sound changes in mid-stream, and to what.
struct FormChanges: Sendable {
    private var found: [(time: MediaTime, form: String)] = []

    var count: Int { found.count }

    /// - Parameters:
    ///   - form: what it changes to, for people; nil for what the stream declares.
    ///   - time: on the file's presentation clock.
    mutating func note(_ form: String?, at time: MediaTime) {
        found.append((time, form ?? "as declared"))
    }

    mutating func add(_ other: FormChanges) { found += other.found }

    /// Those before a time.
    func before(_ end: MediaTime) -> FormChanges {
        var some = self
        some.found.removeAll { $0.time >= end }
        return some
    }

    /// A sentence that tells of them; nil where there are none.
    ///
    /// - Parameters:
    ///   - what: whose form it is: `picture` or `sound`.
    ///   - result: what all of it became.
    ///   - origin: the time at which the clock that people see reads 0.
    func text(_ what: String, became result: String, origin: MediaTime) -> String? {
        guard let first = found.min(by: { $0.time < $1.time }) else { return nil }
        let time = max(.zero, first.time - origin).text
        let more = found.count == 1 ? "" : ", and \(found.count - 1) more times"
        return
            "the \(what) changes in mid-stream at \(time) s (\(first.form))\(more): all of it became \(result)"
    }
}
