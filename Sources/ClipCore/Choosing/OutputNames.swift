public import SystemPackage

/// The names of all outputs of one call: told apart before any work is done.
public struct OutputNames: Hashable, Sendable {
    /// The name of each of them.
    public let name: OutputName
    /// Default names carry `{n}`, because they would be the same without it.
    public let isNumbered: Bool

    /// - Parameters:
    ///   - sources: the files that are cut.
    ///   - parts: what is cut from each of them.
    ///   - platforms: the word for the platforms of each part; none by default.
    /// - Throws: where several outputs would certainly get one name, or a word of it is not known. Names that
    ///   only the sources' content decides are not compared here.
    public init(_ name: OutputName, sources: [FilePath], parts: [TrimRequest.Part], platforms: [String] = [])
        throws(PlanningError)
    {
        self.name = name
        guard sources.count * parts.count > 0 else {
            isNumbered = false
            return
        }
        let first = try sources.map { source throws(PlanningError) in
            try Self.repeated(name, [source], parts, platforms, several: false)
        }
        isNumbered = name.isStandard && first.contains { $0 != nil }
        if let path = try Self.repeated(name, sources, parts, platforms, several: isNumbered) {
            throw Self.collision(at: path)
        }
    }

    /// What is told where a second output of a call would get the name of an earlier one.
    public static func collision(at path: FilePath) -> PlanningError {
        PlanningError(
            .usage, "several outputs would get the name \(String(decoding: path.bytes, as: UTF8.self))",
            hint: "name a folder, or use {stem}, {length}, {start} or {n} in the name")
    }

    /// The first path that two outputs would get, as far as the command alone tells.
    private static func repeated(
        _ name: OutputName, _ sources: [FilePath], _ parts: [TrimRequest.Part], _ platforms: [String],
        several: Bool
    ) throws(PlanningError) -> FilePath? {
        var seen: Set<FilePath> = []
        for source in sources {
            for (index, part) in parts.enumerated() {
                let platform = index < platforms.count ? platforms[index] : ""
                let path = try path(
                    name, source, part, platform: platform, number: index + 1, several: several)
                guard isCertain(name, part) else { continue }
                if !seen.insert(path.lexicallyNormalized()).inserted { return path }
            }
        }
        return nil
    }

    private static func isCertain(_ name: OutputName, _ part: TrimRequest.Part) -> Bool {
        (!name.has("length") || part.length != nil) && (!name.has("start") || part.start != nil)
    }

    /// Sources of one extension are taken for files of one kind.
    private static func path(
        _ name: OutputName, _ source: FilePath, _ part: TrimRequest.Part, platform: String, number: Int,
        several: Bool
    ) throws(PlanningError) -> FilePath {
        let kind = Container(fileExtension: source.stemAndExtension.extension) ?? .mp4
        let words = OutputName.Words(
            source: source, length: part.length ?? .zero, start: part.start ?? .zero, number: number,
            platform: platform)
        return try name.path(words, kind, several: several)
    }
}

extension TrimRequest.Part {
    /// The length asked for; nil where only the clip's own length decides it.
    public var length: MediaTime? {
        switch self {
        case .length(let length, _), .ranked(let length, _): length
        case .span(_, _, let length): length
        }
    }

    /// Where the part starts; nil where the clip's length decides it.
    fileprivate var start: MediaTime? {
        switch self {
        case .length(_, let pick): pick == .start ? .zero : nil
        case .ranked: nil
        case .span(let start, _, _): start.flatMap { $0 < .zero ? nil : $0 }
        }
    }
}
