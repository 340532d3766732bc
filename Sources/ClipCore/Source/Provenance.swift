/// Provenance that a file declares about itself.
public struct Provenance: Hashable, Codable, Sendable {
    /// The file has a C2PA manifest ("content credentials"); its signature is not checked.
    public var hasC2PA = false
    /// The file has XMP metadata.
    public var hasXMP = false
    /// IPTC digital source types from the manifest, the XMP or a tag; in this order and without duplicates.
    public private(set) var digitalSourceTypes: [String] = []

    package init() {}

    /// Adds a source type; long and unprintable ones are ignored.
    public mutating func add(_ type: String) {
        guard !type.isEmpty, type.utf8.count <= 256, !type.unicodeScalars.contains(where: \.isSteering),
            !digitalSourceTypes.contains(type), digitalSourceTypes.count < 32
        else { return }
        digitalSourceTypes.append(type)
    }

    /// The most relevant source type: one that names AI, else the first; nil for none.
    public var digitalSourceType: String? { aiSourceType ?? digitalSourceTypes.first }

    /// The source type, as an IPTC vocabulary URL, that declares the file made by AI in full or in part; nil
    /// for none.
    public var aiSourceType: String? {
        digitalSourceTypes.lazy.compactMap { type in
            let word = type.split(separator: "/").last?.lowercased()
            return Self.made.first { $0.lowercased() == word }
        }.first.map { Self.vocabulary + $0 }
    }

    /// The last component of ``aiSourceType``.
    public var aiWord: String? { aiSourceType.map { String($0.dropFirst(Self.vocabulary.count)) } }

    private static let vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    /// IPTC NewsCodes (Digital Source Type) for content made in full or in part by a trained model.
    private static let made = [
        "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic",
        "trainedAlgorithmicData",
    ]

    /// A note for people that the file is marked as made by AI; nil if it is not.
    public var aiNote: String? {
        aiWord.map { "the source is marked as made by AI (\($0)): say so where you post it" }
    }
}
