/// What a file says of how it was made.
public struct Provenance: Hashable, Codable, Sendable {
    /// It holds a C2PA manifest ("content credentials"). Its signature is not checked.
    public var hasC2PA = false
    /// It holds XMP metadata.
    public var hasXMP = false
    /// IPTC digital source types as the manifest, the XMP or a tag tells them; in this order, each once.
    public private(set) var digitalSourceTypes: [String] = []

    /// A file that says nothing.
    public init() {}

    /// Takes in one more source type; long and strange ones are left out.
    public mutating func add(_ type: String) {
        guard !type.isEmpty, type.utf8.count <= 256, !type.unicodeScalars.contains(where: \.isSteering),
            !digitalSourceTypes.contains(type), digitalSourceTypes.count < 32
        else { return }
        digitalSourceTypes.append(type)
    }

    /// The source type that counts: one that names AI before others; nil where none is told.
    public var digitalSourceType: String? { aiSourceType ?? digitalSourceTypes.first }

    /// The source type, as an address of IPTC's vocabulary, by which all or a part of it was made by AI; nil where nothing
    /// says so.
    public var aiSourceType: String? {
        digitalSourceTypes.lazy.compactMap { type in
            let word = type.split(separator: "/").last?.lowercased()
            return Self.made.first { $0.lowercased() == word }
        }.first.map { Self.vocabulary + $0 }
    }

    /// The last word of ``aiSourceType``.
    public var aiWord: String? { aiSourceType.map { String($0.dropFirst(Self.vocabulary.count)) } }

    private static let vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    /// Words for what a trained model made, or made a part of (IPTC NewsCodes, Digital Source Type).
    private static let made = [
        "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic",
        "trainedAlgorithmicData",
    ]

    /// For people, where the file is marked as made by AI; nil where it is not.
    public var aiNote: String? {
        aiWord.map { "the source is marked as made by AI (\($0)): say so where you post it" }
    }
}
