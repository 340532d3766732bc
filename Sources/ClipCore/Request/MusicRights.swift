/// Identity of a music file's content, whatever its name and location.
public struct MusicContent: Hashable, Codable, Sendable {
    /// Kinds of content hashes, the cheaper one first.
    public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        /// Hash of all bytes of the file.
        case bytes
        /// Hash of the encoded sound alone: unaffected by changes of metadata or container.
        case packets
    }

    /// SHA-256 of size, modification time and content samples.
    public var identity: String
    /// SHA-256 hashes by kind, as far as requested.
    public var prints: [Kind: String] = [:]

    /// Creates content with this identity.
    public init(identity: String) { self.identity = identity }

    /// All keys by which a library may find it.
    public var names: [String] {
        [identity] + Kind.allCases.compactMap { kind in prints[kind].map { Self.name(kind, $0) } }
    }

    /// The library key of a hash.
    public static func name(_ kind: Kind, _ print: String) -> String { "\(kind.rawValue):\(print)" }
}

/// Terms for using music in one output.
public struct MusicTerms: Hashable, Codable, Sendable {
    /// Id of the track in the library; nil if it is not in it.
    public var id: String?
    /// Display name.
    public var name = ""
    /// Its licence, e.g. `cc-by`; nil if unknown.
    public var licence: String?
    /// The attribution line that credits its author.
    public var attribution: String?
    /// Why it may not be used; nil if it may.
    public var refusal: String?

    package init() {}
}

/// Looks up the terms of music by its content.
public protocol MusicRights: Sendable {
    /// The kinds of hashes that it needs.
    var kinds: Set<MusicContent.Kind> { get }
    /// Returns the terms of a file's content.
    ///
    /// - Parameter id: the id under which it was chosen; decides between tracks with the same content.
    func terms(of content: MusicContent, called id: String?, for need: PlanGuards.Music) -> MusicTerms
}
