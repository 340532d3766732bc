public import ClipCore

/// The brand of a clip, as far as advice depends on it: derived from a preset.
public struct Brand: Hashable, Codable, Sendable {
    /// Required licences of music: the words of the preset field `music.licence`.
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

    /// Required labels of posts: the words of the preset field `disclosure.labels`.
    public enum Disclosure: String, Hashable, Codable, CaseIterable, Sendable {
        /// Promotes the brand's own products.
        case ownBrand = "own-brand"
        /// A third party pays for it.
        case paidPartnership = "paid-partnership"
        /// Made or altered by AI.
        case aiGenerated = "ai-generated"
    }

    /// Name of the preset; "" for none.
    public var name: String
    /// It is a business, so the strict licence rules apply.
    public var isBusiness: Bool
    /// All licences that music needs.
    public var scopes: [Scope]
    /// Moods of its music and looks, in lower case.
    public var moods: [String]
    /// Tempo range of its music in beats per minute.
    public var tempoRange: ClosedRange<Double>?
    /// Ids, titles or artists of the only music that it uses; empty for any.
    public var musicAllowed: [String]
    /// Ids, titles or artists of music that it never uses.
    public var musicDenied: [String]
    /// Id of the only music allowed; `none` for none; nil if not locked.
    public var lockedMusic: String?
    /// Name of the only look allowed; `none` for none; nil if not locked.
    public var lockedLook: String?
    /// ISO 3166 code of the region of its posts.
    public var region: String?
    /// The age of the youngest audience; nil if unset.
    public var minimumAge: Int?
    /// Hashtags of every post, with or without `#`.
    public var hashtagsAlways: [String]
    /// Hashtags that no post may have, with or without `#`.
    public var hashtagsNever: [String]
    /// Required labels of its posts.
    public var disclosures: [Disclosure]
    /// A sentence that every post must include; nil for none.
    public var note: String?
    /// Its categories: ids in the hashtag table, e.g. `food`.
    public var categories: [String]
    /// The city of its posts, by name.
    public var city: String?
    /// ISO 639 code of the language of its hashtags and captions, e.g. `id`, `en`; nil for both.
    public var language: String?

    /// Creates a private person without requirements.
    public init(name: String = "") {
        self.name = name
        (isBusiness, scopes, moods, tempoRange) = (false, [], [], nil)
        (musicAllowed, musicDenied, lockedMusic, lockedLook) = ([], [], nil, nil)
        (region, minimumAge, hashtagsAlways, hashtagsNever) = (nil, nil, [], [])
        (disclosures, note, categories, city, language) = ([], nil, [], nil, nil)
    }
}

extension Brand {
    /// Hashtags that label paid posts, in the brand's language, without `#`; empty for unpaid posts.
    ///
    /// The FTC's *Disclosures 101 for Social Media Influencers* requires the label in the video itself, not
    /// only in the text; the UK's ASA accepts `#ad`.
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
    /// Creates the brand of a preset. Clips for platforms are public posts, unless the preset sets a licence.
    ///
    /// - Parameter platforms: ids of the target platforms.
    public init(_ preset: Preset, platforms: [String]) {
        self.init(name: preset.name)
        scopes = preset.licenceScopes?.compactMap(Scope.init) ?? (platforms.isEmpty ? [] : [.organic])
        isBusiness = scopes.contains(.commercial)
        (moods, tempoRange, minimumAge) = (preset.moods, preset.tempo, preset.minimumAge)
        (hashtagsAlways, hashtagsNever) = (preset.hashtagsAlways, preset.hashtagsNever)
        disclosures = preset.disclosureLabels?.compactMap(Disclosure.init) ?? []
        (note, language) = (preset.disclosureNote, preset.language)
        (region, city, categories) = (preset.region, preset.city, preset.categories)
        lockedLook = preset.lockedLook
        lockedMusic = preset.forbidsMusic ? "none" : nil
    }
}
