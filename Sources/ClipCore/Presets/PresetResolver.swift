/// Follows `extends` from a preset to those that it builds on.
public struct PresetResolver {
    /// The most presets of a chain.
    public static let maximumDepth = 8
    /// Finds the preset that another one names.
    public typealias Finder = (PresetFile.Named, PresetFile) throws(ConfigurationError) -> PresetFile

    private let find: Finder

    /// - Parameter find: gives the preset that a word in a file means.
    public init(_ find: @escaping Finder) { self.find = find }

    /// The preset as meant.
    ///
    /// - Throws: for presets that extend each other in a circle, too many of them, a locked field that is changed
    ///   (77), and whatever `find` throws.
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
