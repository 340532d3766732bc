public import ClipCore

/// On what terms a track may be used.
public struct Licence: Hashable, Codable, Sendable {
    /// The terms by name.
    public enum Kind: String, Hashable, Codable, CaseIterable, Sendable {
        /// Dedicated to the public domain.
        case cc0
        /// Creative Commons: whoever made it is named.
        case ccBy = "cc-by"
        /// As ``ccBy``; what is made of it carries the same licence.
        case ccBySa = "cc-by-sa"
        /// As ``ccBy``, not for business.
        case ccByNc = "cc-by-nc"
        /// As ``ccBy``, not to be altered: a video that it is joined with is an alteration.
        case ccByNd = "cc-by-nd"
        /// A library that licenses its tracks for business use, such as a platform's Commercial Music Library.
        case commercialLibrary = "commercial-library"
        /// Made or bought outright by the brand.
        case owned
        /// Licensed for teaching and schools.
        case education
        /// For private use alone, such as a song that was bought to listen to.
        case personalOnly = "personal-only"
        /// Nobody has said.
        case unknown
    }

    /// The terms.
    public var kind: Kind
    /// Countries in which it holds, ISO 3166 codes in upper case; empty: everywhere.
    public var territories: [String]
    /// Ids of the platforms on which it holds; empty: all. Rights of a platform's own library stay on that platform.
    public var platforms: [String]
    /// The first day on which it holds.
    public var validFrom: CalendarDay?
    /// The last day on which it holds.
    public var validTo: CalendarDay?
    /// Path of the file that proves it, as given.
    public var proof: String?
    /// The line that names who made it, to stand beside the clip.
    public var attribution: String?
    /// Where its text is.
    public var url: String?

    /// A licence of that kind that holds always and everywhere.
    public init(_ kind: Kind) {
        self.kind = kind
        (territories, platforms) = ([], [])
        (validFrom, validTo, proof, attribution, url) = (nil, nil, nil, nil, nil)
    }
}
