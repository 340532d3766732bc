/// Which rows have which token, token after token.
struct SparseRows {
    /// Each token once, in the order in which they first occur.
    let tokens: [PostToken]
    /// Where the rows of a token begin in ``members``; one more than there are tokens.
    let starts: [Int]
    /// Numbers of rows.
    let members: [Int]
    /// How many rows there are.
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

    /// For each group, of which a row has one token at most, the places of its tokens; groups are left out that some row
    /// has no token of.
    func complete(_ groups: [PostToken.Group]) -> [[Int]] {
        groups.compactMap { group in
            let own = tokens.indices.filter { tokens[$0].group == group }
            return own.reduce(0) { $0 + starts[$1 + 1] - starts[$1] } == count ? own : nil
        }
    }
}
