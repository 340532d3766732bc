public import ClipCore

/// Who a clip is made for, as far as advice depends on it: made from a preset.
public struct Brand: Hashable, Codable, Sendable {
    /// What music has to be licensed for: the words of the preset's field `music.licence`.
    public enum Scope: String, Hashable, Codable, CaseIterable, Sendable {
        /// Marketing, advertising, anything that sells.
        case commercial
        /// Public posts that sell nothing.
        case organic
        /// Teaching and schools.
        case education
        /// Private use.
        case personal
    }

    /// What posts have to be marked as: the words of the preset's field `disclosure.labels`.
    public enum Disclosure: String, Hashable, Codable, CaseIterable, Sendable {
        /// Promotes what the brand itself makes.
        case ownBrand = "own-brand"
        /// Somebody pays for it.
        case paidPartnership = "paid-partnership"
        /// Made or altered by a model.
        case aiGenerated = "ai-generated"
    }

    /// The preset's name; "" where there is none.
    public var name: String
    /// Whether it is a business, for which the strict rules of licences hold.
    public var isBusiness: Bool
    /// What music has to be licensed for, each of them.
    public var scopes: [Scope]
    /// Moods of its music and looks, in lower case.
    public var moods: [String]
    /// Beats a minute of its music.
    public var tempoRange: ClosedRange<Double>?
    /// Ids, titles or artists of the only music that it uses; empty: any.
    public var musicAllowed: [String]
    /// Ids, titles or artists of music that it never uses.
    public var musicDenied: [String]
    /// The only music that may be used, by its id; `none` for none; nil where it is open.
    public var lockedMusic: String?
    /// The only look that may be used, by its name; `none` for none; nil where it is open.
    public var lockedLook: String?
    /// ISO 3166 code of where its posts are for.
    public var region: String?
    /// The age of the youngest whom its posts are for; nil where it is not said.
    public var minimumAge: Int?
    /// Hashtags that every post has, with or without `#`.
    public var hashtagsAlways: [String]
    /// Hashtags that no post has, with or without `#`.
    public var hashtagsNever: [String]
    /// What its posts have to be marked as.
    public var disclosures: [Disclosure]
    /// A sentence that belongs to every post; nil where there is none.
    public var note: String?
    /// What it is about: ids of the taxonomy of hashtags, e.g. `food`.
    public var categories: [String]
    /// ISO 639 code of the language of its hashtags and captions, e.g. `id`, `en`; nil for both.
    public var language: String?

    /// A private person that asks for nothing.
    public init(name: String = "") {
        self.name = name
        (isBusiness, scopes, moods, tempoRange) = (false, [], [], nil)
        (musicAllowed, musicDenied, lockedMusic, lockedLook) = ([], [], nil, nil)
        (region, minimumAge, hashtagsAlways, hashtagsNever) = (nil, nil, [], [])
        (disclosures, note, categories, language) = ([], nil, [], nil)
    }
}

extension Brand {
    /// What posts that are paid for are marked with, in the brand's language, without `#`; none where nobody pays.
    ///
    /// The FTC's *Disclosures 101 for Social Media Influencers* asks for it in the picture of a video and not only beside
    /// it; the UK's ASA takes `#ad`.
    public var paidMarks: [String] {
        guard disclosures.contains(.paidPartnership) else { return [] }
        switch language {
        case "id": return ["iklan"]
        case nil where region?.uppercased() == "ID": return ["iklan", "ad"]
        default: return ["ad"]
        }
    }
}

extension Brand {
    /// The brand of a preset. Where clips are for platforms and nothing is said of licences, they are public posts.
    ///
    /// - Parameter platforms: where the clip is for, by id.
    public init(_ preset: Preset, platforms: [String]) {
        self.init(name: preset.name)
        scopes = preset.licenceScopes?.compactMap(Scope.init) ?? (platforms.isEmpty ? [] : [.organic])
        isBusiness = scopes.contains(.commercial)
        (moods, tempoRange, minimumAge) = (preset.moods, preset.tempo, preset.minimumAge)
        (hashtagsAlways, hashtagsNever) = (preset.hashtagsAlways, preset.hashtagsNever)
        disclosures = preset.disclosureLabels?.compactMap(Disclosure.init) ?? []
        (note, language) = (preset.disclosureNote, preset.language)
        lockedLook = preset.lockedLook
        lockedMusic = preset.forbidsMusic ? "none" : nil
    }
}
