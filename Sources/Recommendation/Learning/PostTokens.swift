internal import ClipCore

/// Converts posts to tokens. Bin bounds are quantiles of the posts that it was created from; figures known
/// only after posting are not used.
public struct PostTokens: Hashable, Codable, Sendable {
    private static let (coarse, fine) = (5, 20)
    private let bounds: [Bounds]
    private let hasPieces: Bool

    private struct Bounds: Hashable, Codable {
        let name: String
        let coarse: [Double]
        let fine: [Double]
    }

    /// Creates bins for posts like these.
    ///
    /// - Parameter hasPieces: also use letter sequences of hashtags, for unknown hashtags.
    public init(_ posts: [Post], hasPieces: Bool = true) {
        self.hasPieces = hasPieces
        bounds = Self.numbers.map { name, number in
            let values = posts.compactMap { number($0) }.sorted()
            return Bounds(
                name: name, coarse: Self.quantiles(values, Self.coarse),
                fine: Self.quantiles(values, Self.fine))
        }
    }

    private static var numbers: [(String, (Post) -> Double?)] {
        [("followers", { $0.followers }), ("uses", { $0.musicUses }), ("length", { $0.duration })]
    }

    private static func quantiles(_ sorted: [Double], _ count: Int) -> [Double] {
        guard !sorted.isEmpty else { return [] }
        let all = (1..<count).map { sorted[min(sorted.count - 1, $0 * sorted.count / count)] }
        return all.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// The tokens of a post, without duplicates.
    public func tokens(_ post: Post) -> [PostToken] {
        var (tokens, places) = ([PostToken](), [String]())
        for (bounds, number) in zip(bounds, Self.numbers) {
            guard let value = number.1(post).known else {
                tokens.append(PostToken(.bin, "\(bounds.name) ?"))
                places.append("\(bounds.name) ?")
                continue
            }
            let coarse = bounds.coarse.count { $0 <= value }
            tokens.append(PostToken(.bin, "\(bounds.name) \(coarse)"))
            tokens.append(PostToken(.bin, "\(bounds.name) fine \(bounds.fine.count { $0 <= value })"))
            places.append("\(bounds.name) \(coarse)")
        }
        let original = post.isOriginalSound.map { $0 ? "own sound" : "other sound" } ?? "sound ?"
        let hashtags = "\(min(8, post.hashtags.count)) hashtags"
        let hour = Int((post.posted / 3600).rounded(.down)) % 24
        tokens += [original, hashtags, "hour \(hour / 3)"].map { PostToken(.bin, $0) }
        let pairs = [(0, 2), (1, 2), (0, 1)].map { "\(places[$0.0]), \(places[$0.1])" }
        tokens += (pairs + ["\(places[0]), \(original)", "\(places[0]), \(hashtags)"]).map {
            PostToken(.crossing, $0)
        }
        return tokens + named(post)
    }

    /// A token's display name: bins with their bounds, e.g. `length from 11.00 below 16.00`.
    public func label(_ token: PostToken) -> String {
        guard token.group == .bin || token.group == .crossing else {
            return token.name.split(separator: "\u{1F}").joined(separator: " × ")
        }
        return token.name.split(separator: ", ").map { label(bin: String($0)) }.joined(separator: ", ")
    }

    private func label(bin: String) -> String {
        for bounds in bounds {
            for (prefix, edges) in [(" fine ", bounds.fine), (" ", bounds.coarse)] {
                let prefix = bounds.name + prefix
                guard bin.hasPrefix(prefix), let place = Int(bin.dropFirst(prefix.count)),
                    place <= edges.count
                else { continue }
                let low = place > 0 ? " from \(edges[place - 1].hundredths)" : ""
                let high = place < edges.count ? " below \(edges[place].hundredths)" : ""
                return bounds.name + low + high
            }
        }
        guard bin.hasPrefix("hour "), let part = Int(bin.dropFirst(5)) else { return bin }
        return "\(3 * part) to \(3 * part + 3) h UTC"
    }

    private func named(_ post: Post) -> [PostToken] {
        let names: [(PostToken.Group, String)] = [
            (.creator, post.creator), (.music, post.music), (.look, post.look), (.category, post.category),
        ]
        return names.filter { !$0.1.isEmpty }.map { PostToken($0.0, $0.1) }
            + post.hashtags.map { PostToken(.hashtag, $0) } + together(post)
            + (hasPieces ? Set(post.hashtags.flatMap(Self.pieces)).sorted() : []).map {
                PostToken(.piece, $0)
            }
    }

    /// Tokens of items with the post's creator and category.
    private func together(_ post: Post) -> [PostToken] {
        let chosen = [(PostToken.Item.music, post.music), (.look, post.look)].filter { !$0.1.isEmpty }
        let own = post.creator.isEmpty ? [] : chosen
        let about = post.category.isEmpty ? [] : chosen + post.hashtags.map { (.hashtag, $0) }
        return own.map { PostToken.item($0.0, $0.1, of: post.creator) }
            + about.map { PostToken.item($0.0, $0.1, about: post.category) }
    }

    private static func pieces(_ tag: String) -> [String] {
        let letters = Array(" \(tag) ".unicodeScalars)
        return [2, 3, 4].flatMap { length in
            letters.count < length
                ? []
                : (0...letters.count - length).map { start in
                    var piece = String.UnicodeScalarView()
                    piece.append(contentsOf: letters[start..<start + length])
                    return String(piece)
                }
        }
    }
}
