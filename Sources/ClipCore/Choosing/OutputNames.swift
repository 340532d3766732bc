public import SystemPackage

/// The output names of one job, checked for collisions before any work starts.
public struct OutputNames: Hashable, Sendable {
    private let name: OutputName
    private let platforms: [String]
    /// Sources whose names end in their extension, as another source has the plain name.
    private var apart: Set<FilePath> = []
    /// Default names include `{n}`, as they would collide without it.
    public let isNumbered: Bool

    /// - Parameters:
    ///   - sources: the source files.
    ///   - parts: the requested windows of each source.
    ///   - platforms: the platform word of each window; none by default.
    /// - Throws: if several outputs would certainly get one name, or the template has an unknown word. Names
    ///   that depend on the sources' content are not compared here.
    public init(_ name: OutputName, sources: [FilePath], parts: [TrimRequest.Part], platforms: [String] = [])
        throws(PlanningError)
    {
        (self.name, self.platforms) = (name, platforms)
        try name.checkPlace()
        guard sources.count * parts.count > 0 else {
            isNumbered = false
            return
        }
        let first = try sources.map { source throws(PlanningError) in
            try Self.paths(name, source, parts, platforms, several: false)
        }
        let isNumbered = name.isStandard && first.contains { Set($0.map(\.plain)).count < $0.count }
        self.isNumbered = isNumbered
        var (names, taken): (Set<[UInt8]>, Set<FilePath>) = ([], [])
        // The first by name keeps the plain name; others can have one only if they differ in their extension.
        for source in Set(sources).sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
            var own = try Self.paths(name, source, parts, platforms, several: isNumbered)
            let isTaken = Set(own.map(\.plain)).count < own.count || own.contains { taken.contains($0.plain) }
            if names.insert(source.nameBytes).inserted, isTaken {
                apart.insert(source)
                own = try Self.paths(self.name(of: source), source, parts, platforms, several: isNumbered)
            }
            taken.formUnion(own.map(\.plain))
        }
        taken = []
        for source in sources {
            let own = try Self.paths(self.name(of: source), source, parts, platforms, several: isNumbered)
            for path in own where !taken.insert(path.plain).inserted { throw Self.collision(at: path) }
        }
    }

    /// The name or template of a source's outputs.
    public func name(of source: FilePath) -> OutputName {
        var name = name
        name.isApart = apart.contains(source)
        return name
    }

    /// Lets the names of a source end in its extension.
    public mutating func setApart(_ source: FilePath) { apart.insert(source) }

    /// The number in the name of an output: from 1 for each platform, where names or folders contain the platform.
    ///
    /// - Parameters:
    ///   - index: that of the output, from 0.
    ///   - platforms: the platform word of each output; nil for all that were named.
    public func number(of index: Int, among platforms: [String]? = nil) -> Int {
        Self.number(of: index, name, platforms ?? self.platforms)
    }

    private static func number(of index: Int, _ name: OutputName, _ platforms: [String]) -> Int {
        guard name.has("platform"), platforms.indices.contains(index) else { return index + 1 }
        return platforms[...index].count { $0 == platforms[index] }
    }

    /// The error for two outputs of one job with the same name.
    public static func collision(at path: FilePath) -> PlanningError {
        PlanningError(
            .usage, "several outputs would get the name \(String(decoding: path.bytes, as: UTF8.self))",
            hint: "name a folder, or use {stem}, {length}, {start} or {n} in the name")
    }

    /// The paths of a source's outputs, as far as the command line determines them.
    private static func paths(
        _ name: OutputName, _ source: FilePath, _ parts: [TrimRequest.Part], _ platforms: [String],
        several: Bool
    ) throws(PlanningError) -> [FilePath] {
        var paths: [FilePath] = []
        for (index, part) in parts.enumerated() {
            let platform = index < platforms.count ? platforms[index] : ""
            let path = try path(
                name, source, part, platform: platform, number: number(of: index, name, platforms),
                several: several)
            if isCertain(name, part) { paths.append(path) }
        }
        return paths
    }

    private static func isCertain(_ name: OutputName, _ part: TrimRequest.Part) -> Bool {
        (!name.has("length") || part.length != nil) && (!name.has("start") || part.start != nil)
    }

    /// Sources with equal extensions count as the same format.
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

extension FilePath {
    /// Without `.` and `..`.
    fileprivate var plain: FilePath { lexicallyNormalized() }
}

extension TrimRequest.Part {
    /// The requested length; nil if it depends on the clip.
    public var length: MediaTime? {
        switch self {
        case .length(let length, _), .ranked(let length, _): length
        case .span(_, _, let length): length
        }
    }

    /// The requested length of an output that shows a shorter clip whole; nil for others.
    var wholeLength: MediaTime? {
        switch self {
        case .length(let length, _), .ranked(let length, rank: 1): length
        case .ranked, .span: nil
        }
    }

    /// The requested start; nil if it depends on the clip.
    fileprivate var start: MediaTime? {
        switch self {
        case .length(_, let pick): pick == .start ? .zero : nil
        case .ranked: nil
        case .span(let start, _, _): start.flatMap { $0 < .zero ? nil : $0 }
        }
    }
}
