internal import ClipCore

/// A file's statements about how it was made; signatures are not checked.
struct ProvenanceJSON: Encodable {
    /// Whether it holds a C2PA manifest.
    let c2pa: Bool
    /// IPTC's type, from the manifest, XMP or a tag.
    @Nullable var digitalSourceType: String?
    /// True if the type names AI; null otherwise.
    @Nullable var madeByAI: Bool?

    init(_ provenance: Provenance) {
        c2pa = provenance.hasC2PA
        digitalSourceType = provenance.digitalSourceType
        madeByAI = provenance.aiSourceType == nil ? nil : true
    }
}

extension Provenance {
    /// One line for people; nil without facts.
    var text: String? {
        let facts = [
            hasC2PA ? "C2PA manifest (not checked)" : nil,
            digitalSourceType.map {
                "digital source type \($0.split(separator: "/").last.map(String.init) ?? $0)"
            },
        ].compactMap { $0 }
        return facts.isEmpty ? nil : facts.joined(separator: ", ")
    }
}
