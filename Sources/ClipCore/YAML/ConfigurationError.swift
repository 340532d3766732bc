/// What is wrong in a preset or another file of settings, and where.
public struct ConfigurationProblem: Error, Hashable, Sendable {
    /// The file's name for people; "" while a reader does not know it.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int
    /// The key that it is about, e.g. `music.tempo`; nil where it is about the file.
    public var key: String?
    /// Lower case, no full stop, without the place.
    public var message: String
    /// What was probably meant, or what to do; nil where there is no advice.
    public var hint: String?

    /// A problem at a place of `file`.
    public init(
        _ file: String, line: Int, column: Int, key: String? = nil, _ message: String, hint: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.message = message
        self.hint = hint
    }

    /// `brand.yaml:3:1: unknown key 'lenghts'`.
    public var text: String { "\(file):\(line):\(column): \(message)" }
}

/// Why settings cannot be used: at least one problem, in the order of the file.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// ``Failure/Kind/wrongConfiguration`` or ``Failure/Kind/lockedField``.
    public let kind: Failure.Kind
    /// All that was found; never empty.
    public let problems: [ConfigurationProblem]

    /// An error of several problems; with none the process ends.
    public init(_ problems: [ConfigurationProblem], kind: Failure.Kind = .wrongConfiguration) {
        precondition(!problems.isEmpty, "an error has a problem")
        self.kind = kind
        self.problems = problems
    }

    /// An error of one problem.
    public init(_ problem: ConfigurationProblem, kind: Failure.Kind = .wrongConfiguration) {
        self.init([problem], kind: kind)
    }
}

/// The word of `words` that `word` was probably meant to be: at most a third of its letters (and two) differ.
///
/// - Returns: nil where none is near; of equally near ones the first.
public func likelyMeant(_ word: String, among words: some Sequence<String>) -> String? {
    let limit = min(2, max(1, word.count / 3))
    return words.map { ($0, editDistance(Array(word.lowercased()), Array($0.lowercased()))) }
        .filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
}

/// Insertions, deletions, replacements and swaps of neighbours from one word to the other (optimal string alignment).
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    guard left.count < 64, right.count < 64 else { return .max }
    var (before, last) = ([Int](), Array(0...right.count))
    for i in 0..<left.count {
        var row = [i + 1]
        for j in 0..<right.count {
            var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, before[j - 1] + 1)
            }
            row.append(cost)
        }
        (before, last) = (last, row)
    }
    return last[right.count]
}
