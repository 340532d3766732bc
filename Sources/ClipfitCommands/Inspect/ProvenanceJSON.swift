internal import ClipCore

/// What a file says of how it was made; signatures are not checked.
struct ProvenanceJSON: Encodable {
    /// It holds a C2PA manifest.
    let c2pa: Bool
    /// IPTC's, as the manifest, XMP or a tag tells it.
    @Nullable var digitalSourceType: String?
    /// True where the type names AI; null where nothing says so.
    @Nullable var madeByAI: Bool?

    init(_ provenance: Provenance) {
        c2pa = provenance.hasC2PA
        digitalSourceType = provenance.digitalSourceType
        madeByAI = provenance.aiSourceType == nil ? nil : true
    }
}

extension Provenance {
    /// A line for people; nil where nothing is said.
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
