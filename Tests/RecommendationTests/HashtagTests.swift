import ClipCore
import Presets
import Testing

@testable import Recommendation

@Suite struct HashtagTests {
    static let table: HashtagTable = {
        let categories = try? HashtagFile.categories(Presets.hashtagCategories, file: "categories.yaml")
        let lists = try? HashtagFile.lists(Presets.hashtagWords, file: "words.yaml")
        return HashtagTable(categories: categories ?? [], lists: lists ?? [:])
    }()

    private static func tags(
        _ brand: Brand, trends: [TrendObservation] = [], change: (inout AdviceRequest) -> Void = { _ in }
    ) -> Advice.Ranking {
        var request = AdviceRequest(clip(), brand: brand, day: today)
        change(&request)
        let candidates = Candidates(hashtags: table, trends: TrendBook(trends, on: today))
        return Advisor().advise(request, among: candidates).hashtags
    }

    private static func food(_ always: [String] = []) -> Brand {
        var brand = business()
        (brand.categories, brand.hashtagsAlways, brand.language) = (["food"], always, "id")
        return brand
    }

    @Test func `the files that are built in hold twenty categories and every list`() throws {
        let categories = try HashtagFile.categories(Presets.hashtagCategories, file: "categories.yaml")
        #expect(categories.count == 20)
        for category in categories {
            for tags in [category.broad, category.usual, category.narrow] {
                #expect(tags.keys.sorted() == ["en", "id"], "\(category.id)")
                #expect(tags.values.allSatisfy { !$0.isEmpty }, "\(category.id)")
            }
        }
        let lists = try HashtagFile.lists(Presets.hashtagWords, file: "words.yaml")
        #expect(lists.keys.count == HashtagTable.List.allCases.count)
    }

    @Test func `no tag that is built in is held back by a list that is built in`() {
        let filter = HashtagGuard(Self.table)
        let tags = Self.table.categories.flatMap {
            [$0.broad, $0.usual, $0.narrow].flatMap(\.values).joined()
        }
        let held = tags.filter { filter.verdict($0, forMinors: true) != .fine }
        #expect(held == [])
    }

    @Test func `a mistake in a file is told with its place`() {
        let error = #expect(throws: ConfigurationError.self) {
            try HashtagFile.categories(Array("food:\n  wrods: [a]\n".utf8), file: "own.yaml")
        }
        #expect(error?.problems.first?.text == "own.yaml:2:3: unknown key 'wrods'")
        #expect(throws: ConfigurationError.self) {
            try HashtagFile.lists(Array("never: ['#x']\n".utf8), file: "own.yaml")
        }
    }

    @Test(arguments: [
        ("KopiSusu2026", ["kopi", "susu", "2026"]), ("kopi_susu", ["kopi", "susu"]),
        ("kopicafe", ["kopi", "cafe"]),
        ("xyzzy", ["xyzzy"]),
    ])
    func `tags are split at borders and into known words`(_ tag: String, _ words: [String]) {
        #expect(HashtagSplitter(vocabulary: ["kopi", "cafe"]).words(tag) == words)
    }

    @Test(arguments: [
        "porn", "PORN", "p0rn", "pooorn", "foodPorn", "food_porn", "b0kep", "judi_bokep", "f4f", "followBack",
    ])
    func `what a whole word says is refused, hidden or not`(_ tag: String) {
        guard case .refused(.blocklist, _) = HashtagGuard(Self.table).verdict(tag, forMinors: false) else {
            Issue.record("\(tag) is not refused")
            return
        }
    }

    @Test(arguments: [
        "scunthorpe", "classic", "therapist", "grapes", "essex", "gunungkidul", "analysis", "masyarakat",
        "sabun", "krisis", "something", "kopi2026",
    ])
    func `words that only look like it are fine`(_ tag: String) {
        #expect(HashtagGuard(Self.table).verdict(tag, forMinors: true) == .fine)
    }

    @Test func `a part of a word is for a person to judge`() {
        guard case .review = HashtagGuard(Self.table).verdict("xpornoxq", forMinors: false) else {
            Issue.record("not for review")
            return
        }
    }

    @Test(arguments: ["beer", "rokok", "judi", "weightloss", "dating", "vape"])
    func `what is not for minors is refused for them alone`(_ tag: String) {
        let filter = HashtagGuard(Self.table)
        #expect(filter.verdict(tag, forMinors: false) == .fine)
        guard case .refused(.age, _) = filter.verdict(tag, forMinors: true) else {
            Issue.record("\(tag) is not refused")
            return
        }
    }

    @Test func `two broad, two usual and one narrow of the category`() {
        let found = Self.tags(Self.food()).suggestions.map(\.id)
        #expect(found.count == 5)
        let category = Self.table.categories.first { $0.id == "food" }
        #expect(Set(found).intersection(category?.broad["id"] ?? []).count == 2)
        #expect(Set(found).intersection(category?.usual["id"] ?? []).count == 2)
        #expect(Set(found).intersection(category?.narrow["id"] ?? []).count == 1)
    }

    @Test func `a paid post says so first, whatever else there is`() {
        var brand = Self.food(["#kopi", "#ngopi", "#kopisusu", "#jogja", "#senja", "#warung"])
        brand.disclosures = [.paidPartnership]
        brand.hashtagsNever = ["#iklan"]
        let found = Self.tags(brand)
        #expect(found.suggestions.map(\.id) == ["iklan", "kopi", "ngopi", "kopisusu", "jogja"])
        #expect(found.refused.map(\.id) == ["senja", "warung"])
        brand.language = "en"
        #expect(Self.tags(brand) { $0.hashtagLimit = 1 }.suggestions.map(\.id) == ["ad"])
        brand.disclosures = [.ownBrand]
        #expect(Self.tags(brand).suggestions.first?.id == "kopi")
    }

    @Test func `a trend lifts a tag of the category, and lists hold against it`() throws {
        let rising = (0..<8).map {
            listing("latteart", kind: .hashtag, count: 1e6 * Double(20 - $0), daysAgo: $0)
        }
        let spam = (0..<8).map { listing("like4like", kind: .hashtag, count: 1e9, daysAgo: $0) }
        var brand = Self.food()
        (brand.language, brand.hashtagsNever) = (nil, ["#foodie"])
        let found = Self.tags(brand, trends: rising + spam)
        let latte = try #require(found.suggestions.first { $0.id == "latteart" })
        #expect(latte.score == latte.terms.reduce(0) { $0 + $1.effect })
        #expect(latte.terms.contains { $0.factor == .trendMomentum && $0.effect > 0 && $0.evidence == 8 })
        #expect(found.refused.contains { $0.id == "like4like" && $0.rule == .blocklist })
        #expect(found.refused.contains { $0.id == "foodie" && $0.rule == .brand })
    }

    @Test func `a caption keeps what has to stay within its units`() {
        var brand = Self.food(["#kopi"])
        brand.disclosures = [.paidPartnership]
        let tags = Self.tags(brand).suggestions
        let draft = CaptionDraft(
            body: String(repeating: "Kopi ☕️ sore 👩‍🍳 ", count: 400), hashtags: tags,
            note: "Konten milik sendiri",
            attributions: ["Music: Senja by Ayu, CC-BY"])
        #expect(draft.text.utf16.count <= 2200)
        #expect(draft.text.utf16.count > 2100)
        #expect(draft.text.hasPrefix("#iklan Kopi"))
        #expect(draft.text.hasSuffix("Music: Senja by Ayu, CC-BY"))
        #expect(draft.text.contains("#kopi"))
        #expect(draft.omissions.count == 1)
        let short = CaptionDraft(body: "Kopi", hashtags: tags)
        #expect(short.omissions.isEmpty)
        #expect(CaptionDraft(body: "").text.isEmpty)
    }
}
