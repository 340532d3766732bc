// LearnBenchmark [BRANDS]: a new brand chooses music for 60 posts, by clipfit's advice and in other ways; printed is the
// share of what the best choices would have gained above choices at random. Then: after how many posts a look that is
// worth more than others comes first.
internal import ClipCore
internal import Foundation
internal import Recommendation

/// How a brand chooses.
enum Way: String, CaseIterable {
    case advice = "clipfit's advice"
    case greedy = "clipfit's advice, --no-explore"
    case popularity = "global popularity"
    case alone = "Thompson on the brand's own posts"
}

let posts = 60
let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 24
guard let today = CalendarDay(year: 2026, month: 11, day: 24) else { fatalError("no such day") }
let tracks = (0..<Market.sounds).map {
    Track(
        id: Market.name($0), path: "", title: Market.name($0), artist: "",
        analysis: TrackAnalysis(duration: 60))
}

/// What clipfit suggests first after these posts.
func advised(_ own: [Post], _ market: Market, _ category: Int, explores: Bool) -> Int {
    var question = LearnedEffects.Question(brand: "own", categories: [Market.categories[category]])
    question.names[.music] = Dictionary(uniqueKeysWithValues: tracks.map { ($0.id, []) })
    var request = AdviceRequest(ClipFeatures(duration: 15), brand: Brand(name: "own"), day: today)
    (request.explores, request.clip) = (explores, "clip \(own.count)")
    if let model = PostModel(market.others + own, hasPieces: false) {
        request.learned = LearnedEffects(model, question)
    }
    let candidates = Candidates(tracks: tracks, trends: TrendBook([], on: today))
    let first = Advisor().advise(request, among: candidates).music.choice
    return tracks.firstIndex { $0.id == first } ?? 0
}

/// The sound that all known posts did best with.
func popular(_ known: [Post]) -> Int {
    let values = Dictionary(grouping: known, by: \.music).mapValues { posts in
        posts.reduce(0) { $0 + Reward.quality($1) } / Double(posts.count)
    }
    return (0..<Market.sounds).max { values[Market.name($0)] ?? -9 < values[Market.name($1)] ?? -9 } ?? 0
}

/// A draw from what the brand's own posts say of each sound, and the highest of them.
func alone(_ own: [Post], _ dice: inout SeededGenerator) -> Int {
    let mean = own.isEmpty ? -3 : own.reduce(0) { $0 + Reward.quality($1) } / Double(own.count)
    let belief = Market.luck * Market.luck / (3 * Market.effect * Market.effect)
    let draws = (0..<Market.sounds).map { sound in
        let values = own.filter { $0.music == Market.name(sound) }.map(Reward.quality)
        let rows = Double(values.count) + belief
        return values.reduce(0) { $0 + $1 - mean } / rows + Market.luck / rows.squareRoot() * dice.normal()
    }
    return draws.indices.max { draws[$0] < draws[$1] } ?? 0
}

func choice(_ way: Way, _ own: [Post], _ market: Market, _ category: Int, _ dice: inout SeededGenerator)
    -> Int
{
    switch way {
    case .advice: advised(own, market, category, explores: true)
    case .greedy: advised(own, market, category, explores: false)
    case .popularity: popular(market.others + own)
    case .alone: alone(own, &dice)
    }
}

for way in Way.allCases {
    // Gains above chance of the way, and of the best choices: posts 1-10, 31-60.
    var (early, late, best) = ([Double](), [Double](), [Double]())
    for number in 0..<count {
        var market = Market(seed: UInt64(number), brands: 30, posts: 40)
        let brand = market.newBrand(number % Market.categories.count)
        var (own, dice) = ([Post](), SeededGenerator(seed: UInt64(number) &+ 99))
        let chance = brand.values.reduce(0, +) / Double(Market.sounds)
        var gains: [Double] = []
        for day in 0..<posts {
            let sound = choice(way, own, market, brand.category, &dice)
            gains.append(brand.values[sound] - chance)
            own.append(market.post(of: brand, "own", sound, day: 100 + day))
        }
        early.append(gains[..<10].reduce(0, +) / 10)
        late.append(gains[30...].reduce(0, +) / 30)
        best.append((brand.values.max() ?? 0) - chance)
    }
    let all = best.reduce(0, +)
    let shares = [early, late].map { gains in
        let value = gains.reduce(0, +) / all
        // Twice the standard error over the brands.
        let rest = zip(gains, best).reduce(0) { $0 + pow($1.0 - value * $1.1, 2) }
        return String(format: "%3.0f %% ± %2.0f", 100 * value, 200 * rest.squareRoot() / all)
    }
    print("\(way.rawValue): posts 1-10 \(shares[0]), posts 31-60 \(shares[1])")
}

/// After how many posts of looks at random a look that multiplies engagement is suggested first, and stays first for
/// the ten posts after; nil if it is not within 150.
func postsUntilFirst(_ worth: Double, luck: Double, seed: UInt64) -> Int? {
    let looks = (0..<5).map { Look(name: "look-\($0)") }
    let best = Int(seed % 5)
    var (dice, own, streak) = (SeededGenerator(seed: seed), [Post](), 0)
    for number in 1...150 {
        let look = Int.random(in: looks.indices, using: &dice)
        var post = Post(id: "\(number)", posted: Double(number) * 86_400, views: 9_800)
        (post.creator, post.look) = ("own", looks[look].name)
        post.likes = max(0, exp(-3 + (look == best ? log(worth) : 0) + luck * dice.normal()) * 10_000 - 20)
        own.append(post)
        var question = LearnedEffects.Question(brand: "own", categories: [])
        question.names[.look] = Dictionary(uniqueKeysWithValues: looks.map { ($0.name, []) })
        var request = AdviceRequest(ClipFeatures(duration: 15), brand: Brand(name: "own"), day: today)
        (request.explores, request.clip) = (false, "clip \(number)")
        if let model = PostModel(own, hasPieces: false) { request.learned = LearnedEffects(model, question) }
        let candidates = Candidates(looks: looks, trends: TrendBook([], on: today))
        let first = Advisor().advise(request, among: candidates).looks.suggestions.first?.id
        streak = first == looks[best].name ? streak + 1 : 0
        if streak == 11 { return number - 10 }
    }
    return nil
}

for (luck, name) in [(0.4, "steady"), (0.8, "usual")] {
    for worth in [1.25, 1.5, 2] {
        let found = (0..<UInt64(count)).map { postsUntilFirst(worth, luck: luck, seed: $0) }
        let sorted = found.map { $0 ?? .max }.sorted()
        let text = { (value: Int) in value == .max ? "over 150" : "\(value)" }
        print(
            "a look worth \(worth) times, \(name) luck (\(luck)): first after \(text(sorted[count / 2])) posts",
            "(half of \(count) brands; nine of ten: \(text(sorted[count * 9 / 10])))")
    }
}

Verdicts.measure(2_000)
