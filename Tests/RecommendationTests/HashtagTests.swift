import ClipCore
import Presets
import Testing

@testable import Recommendation

@Suite struct HashtagTests {
    static let table: HashtagTable = {
        let categories = try? HashtagFile.categories(Presets.hashtagCategories, file: "categories.yaml")
        let lists = try? HashtagFile.lists(Presets.hashtagWords, file: "words.yaml")
        let topics = try? HashtagFile.topics(Presets.hashtagTopics, file: "topics.yaml")
        let regions = try? HashtagFile.regions(Presets.hashtagRegions, file: "regions.yaml")
        return HashtagTable(
            categories: categories ?? [], topics: topics ?? [], regions: regions ?? [], lists: lists ?? [:])
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

    @Test func `the files that are built in are complete and agree with each other`() throws {
        let table = Self.table
        #expect(table.categories.map(\.id) == PresetField.categoryIDs)
        #expect(table.topics.count > 140)
        for topic in table.topics {
            #expect(PresetField.categoryIDs.contains(topic.category), "\(topic.id)")
            for languages in [topic.words, topic.tags] {
                #expect(languages.keys.sorted() == ["en", "id"], "\(topic.id)")
                #expect(languages.values.allSatisfy { !$0.isEmpty }, "\(topic.id)")
            }
        }
        let indonesia = try #require(table.regions.first { $0.id == "ID" })
        #expect(indonesia.language == "id" && indonesia.cities.count >= 30)
        #expect(table.lists.keys.count == HashtagTable.List.allCases.count)
    }

    @Test(arguments: [
        ("salon grooming kucing", "petgrooming", "rambut"),
        ("bengkel motor servis injeksi", "motor", "mobil"),
        ("klinik gigi behel anak", "behel", "mainananak"),
        ("katering nasi kotak kantor", "nasikotak", "bisnis"),
    ])
    func `a trade has its own tags, not those of one of its words`(about: String, own: String, other: String)
    {
        let found = Self.tags(Brand()) {
            $0.texts = [SubjectText(.about, about)]
            $0.userLanguage = "id"
        }
        let tags = found.suggestions.map(\.id)
        #expect(tags.contains(own) && !tags.contains(other), "\(tags)")
    }

    @Test(arguments: ["en", "id"])
    func `where nothing tells the audience's language, tags are in the user's`(language: String) {
        let found = Self.tags(Brand()) {
            $0.texts = [SubjectText(.about, "boba")]
            $0.userLanguage = language
        }
        let tags = found.suggestions.map(\.id)
        #expect(tags.contains(language == "id" ? "minumankekinian" : "bubbletea"), "\(tags)")
    }

    @Test func `no tag that is built in is held back by a list that is built in`() {
        let filter = HashtagGuard(Self.table)
        let tags = (Self.table.categories.map(\.tags) + Self.table.topics.map(\.tags)).flatMap {
            $0.values.joined()
        }
        #expect(tags.filter { filter.verdict($0, forMinors: true) != .fine } == [])
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

    private static func about(
        _ text: String, _ source: SubjectText.Source = .about, _ brand: Brand = Brand()
    ) -> [String] {
        tags(brand) { $0.texts = [SubjectText(source, text)] }.suggestions.map(\.id)
    }

    @Test(arguments: [
        ("Pancakes with maple syrup", "pancake", "breakfastideas"),
        ("A cockatoo dances on the table", "cockatoo", "birdsoftiktok"),
        ("Kucing oren tidur di sofa", "kucing", "pecintakucing"),
        ("resep nasi goreng kampung", "nasigoreng", "resepnasigoreng"),
        ("Membatik bersama ibu-ibu", "batik", "batikindonesia"),
        ("My hot dog cart at the street food market", "streetfood", "hotdog"),
    ])
    func `hashtags are about the subject`(_ text: String, _ first: String, _ other: String) {
        let found = Self.about(text)
        #expect((3...5).contains(found.count))
        #expect(found.contains(first) && found.contains(other), "\(found)")
    }

    @Test(arguments: [
        ("Sate babi Bali", ["sate", "satebabi"], ["sateayam", "satekambing"]),
        ("steak wagyu", ["steak"], ["sate", "satay", "sateayam"]),
        ("Gereja tua di Surabaya", ["gereja", "surabaya"], ["masjid", "ngaji", "islami"]),
        ("tenis meja antar RT", ["tenismeja"], ["badminton", "tenis", "bulutangkis"]),
        ("rabbit stew with carrots", ["rabbit"], ["cutepets", "smallpets"]),
        ("Kucing oren tidur di sofa", ["kucing"], ["kucinglucu"]),
        ("cosplay contest", ["cosplay"], ["halloween"]),
        ("mencari kerja di Jakarta", ["jakarta"], ["mobil", "otomotif"]),
        ("Sebuah cerita tentang hujan", ["hujan"], ["buah"]), ("santai di rumah", [], ["natal"]),
        ("Berikan dukungan untuk UMKM", ["umkm"], ["ikan", "ikanhias"]),
        ("Brownies kukus", ["brownies"], ["kuku", "roti"]), ("shipping orders today", [], ["ship", "boat"]),
        ("Training session for new staff", [], ["train", "railway"]),
        ("caring for the elderly", [], ["car", "cars"]), ("Cat murah untuk dinding", [], ["cat", "kucing"]),
        ("Ibu kota baru Nusantara", [], ["ibu", "keluarga", "kota"]), ("Buah hati kami", [], ["buah"]),
        ("Dog food review", ["dogfood"], ["food", "foodie"]), ("hair dryer test", ["hair"], ["haircut"]),
        ("robot arm", ["robot"], ["ai"]),
        ("bear with me", [], ["bear", "wildlife"]),
        ("I love coffee, shop now", ["coffee"], ["coffeeshop"]),
    ])
    func `a tag says no more than the text`(_ text: String, _ own: [String], _ others: [String]) {
        let found = Self.about(text)
        #expect(Set(own).isSubset(of: found) && Set(others).isDisjoint(with: found), "\(found)")
    }

    @Test(arguments: [
        "Child abuse must stop", "Kekerasan pada anak", "Korban banjir di Demak", "My dog died",
        "Guru perkosa murid",
        "Suicide prevention for students", "anak hilang di pasar", "cooking class for kids with cancer",
    ])
    func `what tells of harm gets no tag but those that are asked for`(_ text: String) {
        #expect(Self.about(text, .about, Self.food()) == [])
        #expect(Self.about(text, .name, Self.food(["#toko"])) == ["toko"])
        let charts = [listing("kids", kind: .hashtag, rank: 1)]
        let found = Self.tags(Brand(), trends: charts) {
            $0.texts = [SubjectText(.about, "a kid at school"), SubjectText(.title, text)]
        }
        #expect(found.suggestions == [])
    }

    @Test(arguments: [
        "a sunset (matahari tenggelam) di pantai", "suka duka jadi guru", "death by chocolate cake",
    ])
    func `an idiom harms nobody`(_ text: String) { #expect(!Self.about(text).isEmpty) }

    @Test func `words alike do not make a chart's tag one of the subject`() {
        let names = ["terrain", "pendidikan", "friendship", "sateayam", "satelover"]
        let charts = names.enumerated().map { listing($1, kind: .hashtag, rank: $0 + 1) }
        let found = ["rain in May", "ikan hias di akuarium", "a ship in the harbour", "sate babi"].map {
            text in
            Self.tags(Brand(), trends: charts) { $0.texts = [SubjectText(.about, text)] }.suggestions.map(
                \.id)
        }
        for tags in found { #expect(Set(tags).isDisjoint(with: names.prefix(4)), "\(tags)") }
    }

    @Test(arguments: [
        ("Kopi pagi di Bandung", "kulinerbandung"), ("Street food in Tokyo", "tokyo"),
        ("kopi pagi", "kulinerjakarta"),
    ])
    func `a city that the text names goes before the brand's`(_ text: String, _ tag: String) {
        var brand = Self.food()
        (brand.city, brand.region) = ("Jakarta", "ID")
        let found = Self.about(text, .about, brand)
        #expect(
            found.contains(tag) && (tag.hasSuffix("jakarta") || !found.contains { $0.hasSuffix("jakarta") }))
    }

    @Test func `different clips get different hashtags, in the language of the audience`() {
        let texts = [
            "coffee in the morning", "a cat on the roof", "football training", "an animated cartoon",
        ]
        let found = texts.map { Set(Self.about($0)) }
        for (one, other) in zip(found, found.dropFirst()) { #expect(one.isDisjoint(with: other)) }
        var brand = Brand()
        brand.region = "ID"
        #expect(Self.about("coffee", .about, brand).contains("pecintakopi"))
        #expect(!Self.about("coffee", .about, brand).contains("coffeetime"))
    }

    @Test func `nothing is said of an unknown subject, even where charts have something on top`() {
        let charts = (1...5).map { (place: Int) in listing("tag\(place)", kind: .hashtag, rank: place) }
        let found = Self.tags(business(), trends: charts + [listing("fyppppp", kind: .hashtag, rank: 6)])
        #expect(found.suggestions == [] && found.refused == [])
        #expect(Self.about("IMG_2041", .name) == [] && Self.about("VID-20261129-WA0003", .name) == [])
        #expect(Self.about("IMG_2041 #1", .name) == [])
        #expect(Self.about("🎉🔥", .about) == [] && Self.about("今天的咖啡很好喝", .about) == [])
    }

    @Test func `only what captions repeat counts, and a description goes before a name`() {
        #expect(Self.about("a car passed while we cooked", .captions) == [])
        #expect(Self.about("this cat and that cat", .captions).contains("catlover"))
        let texts = [SubjectText(.about, "a cat"), SubjectText(.name, "my coffee")]
        let found = Self.tags(Brand()) { $0.texts = texts }.suggestions.map(\.id)
        #expect(found.contains("catlover") && !found.contains("coffeetime"))
    }

    @Test func `a city adds one local tag, of the category where there is one`() {
        #expect(Self.about("Kopi enak di Yogyakarta").contains("kulinerjogja"))
        #expect(Self.about("Kucing lucu di Malang").contains("malang"))
        var brand = Self.food()
        (brand.city, brand.region) = ("Surakarta Kota Solo", "ID")
        let found = Self.about("mie ayam", .about, brand)
        #expect(found.count { $0.hasSuffix("solo") } == 1)
    }

    @Test func `a chart lifts a tag of the subject and adds none of another`() {
        var brand = Brand()
        brand.language = "en"
        let charts = [
            listing("coffeeathome", kind: .hashtag, rank: 1),
            listing("kittenvideo", kind: .hashtag, rank: 2),
        ]
        let found = Self.tags(brand, trends: charts) { $0.texts = [SubjectText(.about, "coffee")] }
        #expect(found.considered > 3)
        #expect(!found.suggestions.contains { $0.id == "kittenvideo" })
        #expect(found.suggestions.contains { $0.id == "coffeeathome" })
    }

    @Test func `posts are for minors unless the preset says otherwise`() {
        var brand = business()
        brand.hashtagsAlways = ["#whisky", "#bar"]
        #expect(Self.tags(brand).suggestions.map(\.id) == ["bar"])
        #expect(Self.tags(brand).refused.first?.rule == .age)
        brand.minimumAge = 18
        #expect(Self.tags(brand).suggestions.map(\.id) == ["whisky", "bar"])
    }

    @Test func `without a description the brand's category has tags`() {
        let found = Self.tags(Self.food()).suggestions.map(\.id)
        let category = Self.table.categories.first { $0.id == "food" }
        #expect(found == category?.tags["id"])
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
            listing("kopisusu", kind: .hashtag, count: 1e6 * Double(20 - $0), daysAgo: $0)
        }
        var brand = Self.food(["#like4like"])
        brand.hashtagsNever = ["#kuliner"]
        let found = Self.tags(brand, trends: rising)
        let kopi = try #require(found.suggestions.first { $0.id == "kopisusu" })
        #expect(kopi.score == kopi.terms.reduce(0) { $0 + $1.effect })
        #expect(kopi.terms.contains { $0.factor == .trendMomentum && $0.effect > 0 && $0.evidence == 8 })
        #expect(found.refused.contains { $0.id == "like4like" && $0.rule == .blocklist })
        #expect(found.refused.contains { $0.id == "kuliner" && $0.rule == .brand })
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
