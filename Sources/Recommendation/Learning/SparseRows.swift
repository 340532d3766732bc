/// Which rows have which token, token after token.
struct SparseRows {
    /// Each token once, in the order in which they first occur.
    let tokens: [PostToken]
    /// Where the rows of a token begin in ``members``; one more than there are tokens.
    let starts: [Int]
    /// Numbers of rows.
    let members: [Int]

    init(_ rows: some Sequence<[PostToken]>) {
        var (places, tokens, holders) = ([PostToken: Int](), [PostToken](), [[Int]]())
        for (number, row) in rows.enumerated() {
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
        self.tokens = tokens
        members = Array(holders.joined())
        starts = holders.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    }
}
