/// Sparse matrix of rows and tokens, stored by token.
struct SparseRows {
    /// Tokens without duplicates, in order of first occurrence.
    let tokens: [PostToken]
    /// Start of each token's rows in ``members``, plus the end of the last.
    let starts: [Int]
    /// Row indices.
    let members: [Int]
    let count: Int

    init(_ rows: some Sequence<[PostToken]>) {
        var (places, tokens, holders) = ([PostToken: Int](), [PostToken](), [[Int]]())
        var count = 0
        for (number, row) in rows.enumerated() {
            count += 1
            for token in row {
                if let place = places[token] {
                    if holders[place].last != number { holders[place].append(number) }
                } else {
                    places[token] = tokens.count
                    tokens.append(token)
                    holders.append([number])
                }
            }
        }
        (self.tokens, self.count) = (tokens, count)
        members = Array(holders.joined())
        starts = holders.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    }

    /// Token indices of each group that every row has exactly one token of.
    func complete(_ groups: [PostToken.Group]) -> [[Int]] {
        groups.compactMap { group in
            let own = tokens.indices.filter { tokens[$0].group == group }
            return own.reduce(0) { $0 + starts[$1 + 1] - starts[$1] } == count ? own : nil
        }
    }
}
