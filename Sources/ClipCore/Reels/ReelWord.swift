public import SystemPackage

/// A source of a joined post as typed: `A.mp4`, or `A.mp4@12-15` for a part of it.
public struct ReelWord: Hashable, Sendable {
    /// The source's file.
    public let path: FilePath
    /// The part that is named; nil for the best one.
    public let part: Part?

    /// Start and end of a part; negative times count from the clip's end.
    public struct Part: Hashable, Sendable {
        /// Where it begins.
        public let start: MediaTime
        /// Where it ends; nil to last as long as the others.
        public let end: MediaTime?

        /// Parses `12-15`, `1:30-1:45`, `-10--5`, `12`, `12-`; nil if invalid.
        init?(parsing text: String) {
            let times = text.dropFirst().firstIndex(of: "-").map {
                (String(text[..<$0]), String(text[text.index(after: $0)...]))
            }
            guard let start = MediaTime(parsing: times?.0 ?? text) else { return nil }
            self.start = start
            guard let last = times?.1, !last.isEmpty else {
                end = nil
                return
            }
            guard let end = MediaTime(parsing: last), (end < .zero) != (start < .zero) || end > start else {
                return nil
            }
            self.end = end
        }

        /// The part as a range of a clip of this length; it ends with the clip where no end is named.
        ///
        /// - Throws: if it lies outside the clip.
        public func range(in duration: MediaTime) throws(PlanningError) -> TimeRange {
            let place = { (time: MediaTime) in time < .zero ? duration + time : time }
            let range = TimeRange(start: place(start), end: place(end ?? duration))
            let clip = "the clip is \(duration.text) s long"
            guard range.start >= .zero, range.start < duration, range.end <= duration else {
                let outside = range.start >= .zero && range.start < duration ? range.end : range.start
                throw PlanningError(
                    .unsatisfiable, "the part reaches to \(outside.text) s, but \(clip)",
                    hint: "name a part that it has after the @")
            }
            guard range.start < range.end else {
                throw PlanningError(
                    .unsatisfiable,
                    "the part ends at \(range.end.text) s, not after its start at \(range.start.text) s")
            }
            return range
        }
    }

    /// Splits a typed word; a file that is called so comes first.
    ///
    /// - Parameter exists: whether a file is there.
    /// - Throws: if what follows the `@` of an existing file is no part.
    public init(_ word: [UInt8], exists: (FilePath) -> Bool) throws(PlanningError) {
        let whole = FilePath(bytes: word)
        guard let at = word.lastIndex(of: UInt8(ascii: "@")), at > 0, !exists(whole) else {
            (path, part) = (whole, nil)
            return
        }
        let path = FilePath(bytes: Array(word[..<at]))
        let text = String(decoding: word[(at + 1)...], as: UTF8.self)
        if let part = Part(parsing: text) {
            (self.path, self.part) = (path, part)
        } else if exists(path) {
            throw PlanningError(
                .usage, "'@\(text.printable)' names no part",
                hint: "write start and end, as in clip.mp4@12-15")
        } else {
            (self.path, part) = (whole, nil)
        }
    }

    /// A whole file.
    public init(_ path: FilePath) { (self.path, part) = (path, nil) }
}
