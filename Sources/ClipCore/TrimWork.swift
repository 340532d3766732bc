public import SystemPackage

/// What is asked of every source of one call, and how its outputs are named.
public struct TrimWork: Hashable, Sendable {
    /// One request for each output of a source.
    public let requests: [TrimRequest]
    /// Of several platforms each file's name tells those that it is for.
    public let namesPlatforms: Bool
    private let preset: String
    private let template: String?

    /// - Parameters:
    ///   - settings: what flags and preset say together: its platforms, its name, and its names of outputs.
    ///   - requests: what they ask for.
    public init(_ requests: [TrimRequest], _ settings: Preset) {
        self.requests = requests
        namesPlatforms = (settings.texts(.platforms) ?? []).count > 1
        preset = settings.name
        template = settings.text(.output)
    }

    /// The names of all outputs of `sources`.
    ///
    /// - Parameters:
    ///   - output: where to write, as typed: a name, or a folder; nil for beside the sources.
    ///   - isFolder: it is a folder.
    /// - Throws: where several outputs would get one name, or a word of it is not known.
    public func names(_ output: [UInt8]?, isFolder: Bool, of sources: [FilePath]) throws(PlanningError)
        -> OutputNames
    {
        let name = OutputName(
            output, isFolder: isFolder, preset: preset, template: template)
        return try OutputNames(
            name, sources: sources, parts: requests.map(\.part),
            platforms: namesPlatforms ? requests.map(\.finish.platformWord) : [])
    }
}
