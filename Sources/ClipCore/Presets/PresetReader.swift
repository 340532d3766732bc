public import SystemPackage

/// Reads presets: a mapping of the fields of ``PresetField``, with `extends` and `lock`.
///
/// ```yaml
/// extends: tiktok-15
/// look: warm-cafe
/// music:
///   mix: duck
/// lock: [look]
/// ```
public struct PresetReader: Sendable {
    /// Ids of the platforms that there are.
    public let platforms: [String]

    /// A reader that knows these platforms.
    public init(platforms: [String]) { self.platforms = platforms }

    /// The preset in `bytes`.
    ///
    /// - Parameters:
    ///   - name: the preset's name.
    ///   - file: the file's name, for messages.
    ///   - path: where it lies; nil where it is built in.
    /// - Throws: every unknown key and unfit value with its place; broken YAML alone.
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
