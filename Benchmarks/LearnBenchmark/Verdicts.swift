internal import ClipCore
internal import Foundation
internal import Recommendation

/// Experiments whose best variant is known, and what `learn experiment` says of them.
enum Verdicts {
    /// Prints how often the named variant is the best one, by the probability that was named; the user looks after every round of
    /// posts, and stops at a winner or after twenty rounds.
    static func measure(_ count: Int) {
        var (bins, decided, right, rounds) = ([Int: (right: Int, all: Int)](), 0, 0, 0)
        for seed in 0..<UInt64(count) {
            let (probability, isRight, round) = experiment(seed)
            bins[Int(probability * 10), default: (0, 0)].all += 1
            if isRight { bins[Int(probability * 10)]?.right += 1 }
            guard probability >= ExperimentResult.sure else { continue }
            (decided, rounds) = (decided + 1, rounds + round)
            if isRight { right += 1 }
        }
        let share = { (part: Int, whole: Int) in
            String(format: "%.1f %%", 100 * Double(part) / Double(max(1, whole)))
        }
        print(
            "\(count) experiments: \(decided) have a winner, after \(rounds / max(1, decided)) rounds of posts; it is the best in",
            share(right, decided))
        for (tenth, bin) in bins.sorted(by: { $0.key < $1.key }) {
            print(
                "called \(tenth * 10) to \(tenth * 10 + 10) % sure: \(share(bin.right, bin.all)) right of \(bin.all)"
            )
        }
    }

    private static func experiment(_ seed: UInt64) -> (probability: Double, isRight: Bool, round: Int) {
        var dice = SeededGenerator(seed: seed)
        let names = (0..<Int.random(in: 2...4, using: &dice)).map { "look-\($0)" }
        // Two thirds of looks are worth at most a quarter more or less; posts are steady, usual or wild.
        let values = names.map { _ in 0.25 * dice.normal() }
        let luck = [0.25, 0.35, 0.5][Int.random(in: 0..<3, using: &dice)]
        var (posts, last) = ([String: [Post]](), (0.0, false, 0))
        for round in 1...20 {
            for (name, value) in zip(names, values) {
                var post = Post(
                    id: "\(name) \(round)", posted: Double(round) * 86_400,
                    views: Double.random(in: 2_000...40_000, using: &dice))
                (post.creator, post.look) = ("own", name)
                post.likes = max(0, (exp(-3 + value + luck * dice.normal()) * post.views).rounded())
                posts[name, default: []].append(post)
            }
            let found = ExperimentResult.outcomes(posts, of: .look, among: posts.values.flatMap { $0 }, nil)
            guard let result = ExperimentResult(found.values, noise: found.noise) else { continue }
            let best = names[values.indices.max { values[$0] < values[$1] } ?? 0]
            last = (result.variants[0].probability, result.variants[0].name == best, round)
            if result.winner != nil { break }
        }
        return last
    }
}
