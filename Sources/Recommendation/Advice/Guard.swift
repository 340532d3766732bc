public import ClipCore

/// Rules that apply before any score.
public enum Guard {
    /// Why a track may not be used; nil if it may.
    public static func refusal(of track: Track, for request: AdviceRequest) -> Refusal? {
        let brand = request.brand
        if let locked = brand.lockedMusic, locked != track.id {
            return Refusal(id: track.id, rule: .locked, reason: lockReason(locked, of: brand, "music"))
        }
        let names = Set([track.id, track.title, track.artist].map(TrendKey.fold)).subtracting([""])
        if let denied = brand.musicDenied.first(where: { names.contains(TrendKey.fold($0)) }) {
            return Refusal(
                id: track.id, rule: .brand, reason: "\(brand.shownName) never uses music of '\(denied)'")
        }
        let allowed = Set(brand.musicAllowed.map(TrendKey.fold))
        if !allowed.isEmpty, allowed.isDisjoint(with: names) {
            return Refusal(
                id: track.id, rule: .brand, reason: "it is not among the music that \(brand.shownName) uses")
        }
        if track.isExplicit, brand.isForMinors {
            return Refusal(
                id: track.id, rule: .age, reason: "its words are marked as explicit, and \(brand.audience)")
        }
        return LicenceRule.refusal(of: track.licence, id: track.id, for: request)
    }

    /// Why a look may not be used; nil if it may.
    public static func refusal(of look: Look, for brand: Brand) -> Refusal? {
        guard let locked = brand.lockedLook, locked != look.name else { return nil }
        return Refusal(id: look.name, rule: .locked, reason: lockReason(locked, of: brand, "look"))
    }

    private static func lockReason(_ locked: String, of brand: Brand, _ what: String) -> String {
        "the \(what) of \(brand.shownName) is locked: \(locked)"
    }
}

extension Brand {
    /// The audience includes people under 18. Public posts without a minimum age do: platforms admit people
    /// from 13 on, in Indonesia from 16 on (rules of 2026).
    public var isForMinors: Bool { minimumAge.map { $0 < 18 } ?? !Set(scopes).isSubset(of: [.personal]) }

    /// As ``isForMinors``, for hashtags, which only posts have.
    var isPostForMinors: Bool { minimumAge.map { $0 < 18 } ?? true }

    /// For sentences.
    var audience: String {
        minimumAge.map { "the clip is for people from \($0)" }
            ?? "posts are seen from \(region?.uppercased() == "ID" ? 16 : 13) on unless minimum-age is 18"
    }

    /// For sentences.
    var shownName: String { name.isEmpty ? "the brand" : "'\(name)'" }
}
