/// What is in a file of music, whatever it is called and wherever it lies.
public struct MusicContent: Hashable, Codable, Sendable {
    /// Kinds of prints, the cheaper one first.
    public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        /// Of all bytes of the file.
        case bytes
        /// Of its coded sound alone: the same after its tags or its container were changed.
        case packets
    }

    /// SHA-256 over size, modification time and samples of the content.
    public var identity: String
    /// SHA-256 by kind, as far as asked for.
    public var prints: [Kind: String] = [:]

    /// A file of that identity.
    public init(identity: String) { self.identity = identity }

    /// All that a library may know it by.
    public var names: [String] {
        [identity] + Kind.allCases.compactMap { kind in prints[kind].map { Self.name(kind, $0) } }
    }

    /// How a library keeps a print.
    public static func name(_ kind: Kind, _ print: String) -> String { "\(kind.rawValue):\(print)" }
}

/// On what terms music may be used in one output.
public struct MusicTerms: Hashable, Codable, Sendable {
    /// Its id in the library; nil where it is not in it.
    public var id: String?
    /// What people call it.
    public var name = ""
    /// Its licence, e.g. `cc-by`; nil where nothing is known.
    public var licence: String?
    /// The line that names who made it.
    public var attribution: String?
    /// Why it may not be used; nil where it may.
    public var refusal: String?

    /// Nothing is known.
    public init() {}
}

/// Knows on what terms music may be used, by what is in its file.
public protocol MusicRights: Sendable {
    /// The prints that it knows music by.
    var kinds: Set<MusicContent.Kind> { get }
    /// The terms of a file's content.
    ///
    /// - Parameter id: what it was called where it was chosen; of several pieces with that content it is meant.
    func terms(of content: MusicContent, called id: String?, for need: PlanGuards.Music) -> MusicTerms
}
