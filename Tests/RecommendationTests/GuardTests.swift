import ClipCore
import Testing

@testable import Recommendation

@Suite struct GuardTests {
    private static func refusal(
        _ licence: Licence, _ brand: Brand = business(), on platforms: [String] = ["tiktok"]
    ) -> Refusal.Rule? {
        var request = AdviceRequest(clip(), brand: brand, day: today)
        request.platforms = platforms
        return LicenceRule.refusal(of: licence, id: "x", for: request)?.rule
    }

    private static func scoped(_ scopes: Brand.Scope..., isBusiness: Bool) -> Brand {
        var brand = Brand(name: "b")
        (brand.scopes, brand.isBusiness) = (scopes, isBusiness)
        return brand
    }

    @Test(arguments: Licence.Kind.allCases)
    func `who may use which licence`(_ kind: Licence.Kind) {
        let free: Set<Licence.Kind> = [.cc0, .ccBy, .ccBySa, .owned, .commercialLibrary]
        #expect((Self.refusal(Licence(kind)) == nil) == free.contains(kind))
        let school = Self.scoped(.education, isBusiness: true)
        #expect((Self.refusal(Licence(kind), school) == nil) == free.union([.education]).contains(kind))
        let shopThatTeaches = Self.scoped(.commercial, .education, isBusiness: true)
        #expect((Self.refusal(Licence(kind), shopThatTeaches) == nil) == free.contains(kind))
        let organic = Self.scoped(.organic, isBusiness: false)
        #expect((Self.refusal(Licence(kind), organic) == nil) == free.union([.ccByNc]).contains(kind))
        let nobody = free.union([.ccByNc, .personalOnly, .unknown])
        #expect((Self.refusal(Licence(kind), Brand()) == nil) == nobody.contains(kind))
    }

    @Test func `a licence holds from its first day to its last`() {
        var licence = Licence(.owned)
        (licence.validFrom, licence.validTo) = (today, today)
        #expect(Self.refusal(licence) == nil)
        licence.validTo = today.adding(days: -1)
        #expect(Self.refusal(licence) == .validity)
        #expect(Self.refusal(licence, Brand()) == .validity)
        (licence.validFrom, licence.validTo) = (today.adding(days: 1), nil)
        #expect(Self.refusal(licence) == .validity)
    }

    @Test func `rights of a platform's library stay on that platform`() {
        var licence = Licence(.commercialLibrary)
        licence.platforms = ["tiktok"]
        #expect(Self.refusal(licence) == nil)
        #expect(Self.refusal(licence, on: ["tiktok", "reels"]) == .platform)
        #expect(Self.refusal(licence, on: []) == .platform)
        #expect(Self.refusal(licence, Brand(), on: []) == nil)
    }

    @Test func `a territory is that of the brand, and must be known to a business`() {
        var licence = Licence(.commercialLibrary)
        licence.territories = ["ID", "MY"]
        var brand = business()
        #expect(Self.refusal(licence, brand) == .territory)
        brand.region = "id"
        #expect(Self.refusal(licence, brand) == nil)
        brand.region = "SG"
        #expect(Self.refusal(licence, brand) == .territory)
    }

    @Test func `a brand's lists, ages and locks refuse, each with its reason`() throws {
        var explicit = track("explicit")
        explicit.isExplicit = true
        let tracks = [track("denied"), explicit, track("fine"), track("other")]
        var brand = business()
        brand.musicDenied = ["Artist of DENIED"]
        brand.minimumAge = 13
        let found = advice(clip(), brand, tracks: tracks).music
        #expect(found.refused.map(\.id) == ["denied", "explicit"])
        #expect(found.refused.map(\.rule) == [.brand, .age])
        #expect(found.refused[1].reason.contains("for people from 13"))
        brand.lockedMusic = "fine"
        #expect(advice(clip(), brand, tracks: tracks).music.suggestions.map(\.id) == ["fine"])
        brand.lockedMusic = "none"
        #expect(advice(clip(), brand, tracks: tracks).music.suggestions.isEmpty)
        (brand.lockedMusic, brand.musicAllowed, brand.minimumAge) = (nil, ["other", "denied"], 18)
        #expect(advice(clip(), brand, tracks: tracks).music.suggestions.map(\.id) == ["other"])
        brand.lockedLook = "warm-cafe"
        let looks = advice(clip(), brand, looks: PlantedCaseTests.looks).looks
        #expect(looks.suggestions.map(\.id) == ["warm-cafe"])
        #expect(looks.refused.count == PlantedCaseTests.looks.count - 1)
        #expect(looks.refused.allSatisfy { $0.rule == .locked })
    }

    @Test func `an unknown age is a young one where the clip is public`() {
        var brand = Brand()
        #expect(!brand.isForMinors)
        brand.scopes = [.organic]
        #expect(brand.isForMinors)
        #expect(brand.audience.contains("from 13"))
        brand.region = "ID"
        #expect(brand.audience.contains("from 16"))
        brand.minimumAge = 18
        #expect(!brand.isForMinors)
    }

    @Test func `in a thousand random libraries nothing forbidden is ever chosen`() {
        var dice = SeededGenerator(seed: 2026)
        var (chosen, withheld) = (0, 0)
        for _ in 0..<1000 {
            let tracks = (0..<Int.random(in: 1...12, using: &dice)).map { Self.random($0, &dice) }
            var brand = business(["calm", "happy"])
            brand.musicDenied = ["blocked-title"]
            let trends = tracks.map { listing($0.soundIDs[0], rank: Int.random(in: 1...50, using: &dice)) }
            let found = advice(
                clip(cuts: .random(in: 0...80, using: &dice)), brand, tracks: tracks, trends: trends
            ) { $0.top = 12 }.music
            chosen += found.suggestions.count
            withheld += found.refused.count
            for suggestion in found.suggestions {
                let track = tracks.first { $0.id == suggestion.id }
                #expect(![.personalOnly, .unknown, .ccByNc, .ccByNd].contains(track?.licence.kind))
                #expect(track?.licence.validTo.map { $0 >= today } ?? true)
                #expect(track?.title != "blocked-title")
            }
            #expect(found.suggestions.count + found.refused.count == tracks.count)
        }
        #expect(chosen > 1000)
        #expect(withheld > 1000)
    }

    /// Forbidden ones are as good as others, so that only the rule keeps them out.
    private static func random(_ index: Int, _ dice: inout SeededGenerator) -> Track {
        var track = track(
            "t\(index)", tempo: .random(in: 60...160, using: &dice), energy: .random(in: 0...1, using: &dice))
        track.soundIDs = ["sound-\(index)"]
        track.licence = Licence(Licence.Kind.allCases.randomElement(using: &dice) ?? .unknown)
        if Bool.random(using: &dice) {
            track.licence.validTo = today.adding(days: .random(in: -30...30, using: &dice))
        }
        if Int.random(in: 0..<4, using: &dice) == 0 { track.title = "blocked-title" }
        return track
    }
}
