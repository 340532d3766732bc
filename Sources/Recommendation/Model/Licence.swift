public import ClipCore

/// The licence of a track.
public struct Licence: Hashable, Codable, Sendable {
    /// Kinds of licences.
    public enum Kind: String, Hashable, Codable, CaseIterable, Sendable {
        /// Dedicated to the public domain.
        case cc0
        /// Creative Commons with attribution.
        case ccBy = "cc-by"
        /// As ``ccBy``; derived works must carry the same licence.
        case ccBySa = "cc-by-sa"
        /// As ``ccBy``, not for commercial use.
        case ccByNc = "cc-by-nc"
        /// As ``ccBy``, without derivatives: a video with the music is one.
        case ccByNd = "cc-by-nd"
        /// A library that licenses its tracks for commercial use, such as a platform's Commercial Music Library.
        case commercialLibrary = "commercial-library"
        /// Made or bought outright by the brand.
        case owned
        /// Licensed for teaching and schools.
        case education
        /// For private use only, such as a song bought for listening.
        case personalOnly = "personal-only"
        /// Unknown terms.
        case unknown

        /// Its author must be named.
        public var needsAttribution: Bool { [.ccBy, .ccBySa, .ccByNc, .ccByNd].contains(self) }
    }

    /// The kind of licence.
    public var kind: Kind
    /// ISO 3166 codes in upper case of the countries where it is valid; empty for everywhere.
    public var territories: [String]
    /// Ids of the platforms where it is valid; empty for all. A platform's own library is valid only there.
    public var platforms: [String]
    /// The first day of validity.
    public var validFrom: CalendarDay?
    /// The last day of validity.
    public var validTo: CalendarDay?
    /// Path of the file that proves it, as typed.
    public var proof: String?
    /// The attribution line that credits the author next to the clip.
    public var attribution: String?
    /// URL of its text.
    public var url: String?

    /// Creates a licence that is valid always and everywhere.
    public init(_ kind: Kind) {
        self.kind = kind
        (territories, platforms) = ([], [])
        (validFrom, validTo, proof, attribution, url) = (nil, nil, nil, nil, nil)
    }
}
