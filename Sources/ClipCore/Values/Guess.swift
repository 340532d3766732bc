/// Suggests what was meant by an unknown name: the most similar of `words`, in which at most a third of the letters, and
/// at most two, differ; else the first that has the name as its beginning or as one of its parts; else the longest that is
/// the beginning of the name, as `start` is of `start-time`. Case, spaces and underscores do not
/// matter.
///
/// - Returns: nil if none is similar; the first among equals.
public func likelyMeant(_ word: String, among words: some Sequence<String>) -> String? {
    let typed = plain(word)
    let limit = min(2, max(1, typed.count / 3))
    let near = words.map { ($0, editDistance(Array(typed), Array(plain($0)))) }
        .filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    if let near { return near }
    guard typed.count >= 3 else { return nil }
    return words.first { plain($0).hasPrefix(typed) }
        ?? words.first { plain($0).split(separator: "-").contains(Substring(typed)) }
        ?? words.filter { typed.hasPrefix(plain($0) + "-") }.max { $0.count < $1.count }
}

/// The hint for an unknown name: what was meant, or all of `words`.
public func meantHint(_ word: String, among words: [String], else other: String? = nil) -> String {
    likelyMeant(word, among: words).map { "did you mean '\($0)'?" } ?? other
        ?? "one of \(words.joined(separator: ", "))"
}

private func plain(_ word: String) -> String {
    String(word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
}

/// Edit distance with insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
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
