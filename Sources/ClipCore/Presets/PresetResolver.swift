/// Resolves the `extends` chain of a preset.
public struct PresetResolver {
    /// The longest chain.
    public static let maximumDepth = 8
    /// Finds the preset that another one extends.
    public typealias Finder = (PresetFile.Named, PresetFile) throws(ConfigurationError) -> PresetFile

    private let find: Finder

    /// - Parameter find: returns the preset for a name in a file.
    public init(_ find: @escaping Finder) { self.find = find }

    /// Resolves a preset.
    ///
    /// - Throws: for a circular chain, one that is too long, a change to a locked field (77), and whatever
    ///   `find` throws.
    public func resolve(_ file: PresetFile) throws(ConfigurationError) -> Preset {
        var chain = [file]
        while let last = chain.last, let next = last.extends {
            let parent = try find(next, last)
            if let first = chain.firstIndex(where: { $0.isSame(as: parent) }) {
                let circle = (chain[first...] + [parent]).map(\.name).joined(separator: " -> ")
                throw ConfigurationError(
                    last.problem(
                        next.place, key: "extends", "presets extend each other in a circle: \(circle)"))
            }
            guard chain.count < Self.maximumDepth else {
                throw ConfigurationError(
                    last.problem(
                        next.place, key: "extends",
                        "more than \(Self.maximumDepth) presets build on each other"))
            }
            chain.append(parent)
        }
        return try Preset(chain)
    }
}
