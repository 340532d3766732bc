internal import ClipCore

/// Checks whether a licence allows a track in a clip.
///
/// Businesses may not use music with unknown terms. Rights from a platform's library are valid on that platform only.
public enum LicenceRule {
    /// Why the track may not be used; nil if it may.
    ///
    /// - Parameter id: the track's id.
    public static func refusal(of licence: Licence, id: String, for request: AdviceRequest) -> Refusal? {
        let (brand, day) = (request.brand, request.day)
        if let reason = terms(licence, for: brand) {
            return Refusal(id: id, rule: .licence, reason: reason)
        }
        if let reason = validity(licence, on: day) {
            return Refusal(id: id, rule: .validity, reason: reason)
        }
        if let reason = platforms(licence, request.platforms, for: brand) {
            return Refusal(id: id, rule: .platform, reason: reason)
        }
        return territory(licence, for: brand).map { Refusal(id: id, rule: .territory, reason: $0) }
    }

    private static func terms(_ licence: Licence, for brand: Brand) -> String? {
        let asked = Set(brand.scopes)
        let isPublic = brand.isBusiness || !asked.isSubset(of: [.personal])
        let whose = brand.isBusiness ? "a business" : "public posts"
        switch licence.kind {
        case .cc0, .ccBy, .ccBySa, .owned, .commercialLibrary: return nil
        case .ccByNd: return "cc-by-nd forbids alteration, and a video with it is one"
        case .ccByNc: return brand.isBusiness ? "cc-by-nc forbids use by a business" : nil
        case .education:
            let isTaught = asked.contains(.education) && !asked.contains(.commercial)
            return isTaught ? nil : "it is licensed for education alone, and the clip is not for that alone"
        case .personalOnly:
            return isPublic ? "it is licensed for personal use alone, and the clip is for \(whose)" : nil
        case .unknown: return isPublic ? "its licence is unknown, and the clip is for \(whose)" : nil
        }
    }

    private static func validity(_ licence: Licence, on day: CalendarDay) -> String? {
        if let first = licence.validFrom, day < first {
            return "its licence begins on \(first.text), after \(day.text)"
        }
        if let last = licence.validTo, day > last {
            return "its licence ended on \(last.text), before \(day.text)"
        }
        return nil
    }

    private static func platforms(_ licence: Licence, _ asked: [String], for brand: Brand) -> String? {
        guard !licence.platforms.isEmpty else { return nil }
        let named = licence.platforms.joined(separator: ", ")
        if asked.isEmpty {
            return brand.isBusiness
                ? "it is licensed for \(named) alone, and where the clip is for is not said" : nil
        }
        let others = asked.filter { !licence.platforms.contains($0) }
        return others.isEmpty
            ? nil
            : "it is licensed for \(named) alone, and the clip is also for \(others.joined(separator: ", "))"
    }

    private static func territory(_ licence: Licence, for brand: Brand) -> String? {
        guard !licence.territories.isEmpty else { return nil }
        let named = licence.territories.joined(separator: ", ")
        guard let region = brand.region else {
            return brand.isBusiness
                ? "it is licensed in \(named) alone, and the brand's region is not said" : nil
        }
        let isInside = licence.territories.contains { $0.uppercased() == region.uppercased() }
        return isInside ? nil : "it is licensed in \(named) alone, and the brand's region is \(region)"
    }
}
