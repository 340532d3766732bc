import ClipCore
import Presets
import Testing

@testable import Recommendation

@Suite struct LookFitTests {
    private static let looks: [Look] = Presets.looks.compactMap {
        try? LookFile.read($0.bytes, file: $0.name)
    }

    @Test func `all moods of the looks are known words, and no two looks have the same ones`() {
        for look in Self.looks {
            for mood in look.moods { #expect(MoodSpace.mean(of: [mood]) != nil, "\(look.name): \(mood)") }
        }
        #expect(Set(Self.looks.map { Set($0.moods) }).count == Self.looks.count)
    }

    /// A picture whose light, warmth and pace are those of the look's moods, as a brand would film it.
    @Test(arguments: looks)
    func `each look is among the first three for a brand that asks for its moods and films like it`(
        _ look: Look
    ) throws {
        let place = try #require(MoodSpace.mean(of: look.moods))
        let features = clip(
            cuts: max(0, 30 + 30 * place.arousal), motion: 0.4 + 0.3 * place.arousal,
            light: (place.light + 1) / 2,
            warmth: 0.5 * place.warmth, saturation: min(1, look.saturation / 2))
        let found = advice(features, business(look.moods), looks: Self.looks).looks.suggestions.map(\.id)
        #expect(found.prefix(3).contains(look.name), "\(found.prefix(5))")
    }
}
