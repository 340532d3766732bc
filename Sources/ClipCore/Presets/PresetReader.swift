public import SystemPackage

/// Parses presets: a mapping of the ``PresetField``s, with `extends` and `lock`.
///
/// ```yaml
/// extends: tiktok-15
/// look: warm-cafe
/// music:
///   mix: duck
/// lock: [look]
/// ```
public struct PresetReader: Sendable {
    /// The known platform ids.
    public let platforms: [String]

    /// Creates a reader for these platforms.
    public init(platforms: [String]) { self.platforms = platforms }

    /// Parses a preset.
    ///
    /// - Parameters:
    ///   - name: the preset's name.
    ///   - file: the file's name, for messages.
    ///   - path: its location; nil if built in.
    /// - Throws: every unknown key and invalid value with its location; invalid YAML on its own.
    public func read(
        _ bytes: [UInt8], name: String, file: String, path: FilePath? = nil
    ) throws(ConfigurationError) -> PresetFile {
        let root = try YAMLReader.read(bytes, file: file)
        var draft = PresetDraft(PresetFile(name: name, file: file, path: path), platforms)
        draft.read(root)
        guard draft.problems.isEmpty else { throw ConfigurationError(draft.problems) }
        return draft.preset
    }
}
