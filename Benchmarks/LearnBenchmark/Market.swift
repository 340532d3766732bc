internal import Foundation
internal import Recommendation

/// Brands whose posts do as well as their sounds make them: an effect of the sound, one of the sound in the brand's
/// category, one of the sound with the brand, and luck.
struct Market {
    static let sounds = 20
    static let categories = ["food", "fashion", "sport", "travel", "music", "art"]
    /// Standard deviations: of each of the three effects, of brands, and of one post.
    static let (effect, brand, luck) = (0.3, 0.4, 0.8)

    private var dice: SeededGenerator
    private let global: [Double]
    private let byCategory: [[Double]]
    /// Posts of other brands, which are known.
    private(set) var others: [Post] = []

    /// A market with so many other brands, each with so many posts of sounds at random.
    init(seed: UInt64, brands: Int, posts: Int) {
        var dice = SeededGenerator(seed: seed)
        global = (0..<Self.sounds).map { _ in Self.effect * dice.normal() }
        byCategory = Self.categories.map { _ in (0..<Self.sounds).map { _ in Self.effect * dice.normal() } }
        self.dice = dice
        for number in 0..<brands {
            let other = newBrand(number % Self.categories.count)
            for post in 0..<posts {
                let sound = Int.random(in: 0..<Self.sounds, using: &self.dice)
                others.append(self.post(of: other, "other \(number)", sound, day: post * 2))
            }
        }
    }

    /// A brand and what each sound is worth to it.
    struct Brand {
        let category: Int
        let level: Double
        let values: [Double]
    }

    /// A brand of that category.
    mutating func newBrand(_ category: Int) -> Brand {
        let level = Self.brand * dice.normal()
        let values = (0..<Self.sounds).map {
            global[$0] + byCategory[category][$0] + Self.effect * dice.normal()
        }
        return Brand(category: category, level: level, values: values)
    }

    /// A post with that sound, and how it did.
    mutating func post(of brand: Brand, _ name: String, _ sound: Int, day: Int) -> Post {
        var post = Post(id: "\(name) \(day)", posted: Double(day) * 86_400, views: 9_800)
        (post.creator, post.music) = (name, Self.name(sound))
        post.category = Self.categories[brand.category]
        let quality = -3 + brand.level + brand.values[sound] + Self.luck * dice.normal()
        post.likes = max(0, exp(quality) * 10_000 - 20)
        return post
    }

    static func name(_ sound: Int) -> String { "sound-\(sound)" }
}
