import CPresets

/// The files of this folder as they are built into the program.
public enum Presets {
    /// What the platforms accept: `platforms.yaml`.
    public static let platforms = contents(preset_platforms())
    /// A JSON Schema for each record that clipfit prints, one a line.
    public static let records = contents(preset_records())
    /// Each verb with the JSON Schema of its input, one a line.
    public static let tools = contents(preset_tools())
    /// Presets by name, those of brands and those of platforms.
    public static let presets: [(name: String, bytes: [UInt8])] = [
        ("kopi-senja", PackageResources.kopi_senja_yaml),
        ("oak-and-iron", PackageResources.oak_and_iron_yaml),
        ("reels-60", PackageResources.reels_60_yaml), ("school-clips", PackageResources.school_clips_yaml),
        ("shorts-60", PackageResources.shorts_60_yaml), ("spotlight-60", PackageResources.spotlight_60_yaml),
        ("status-30", PackageResources.status_30_yaml), ("tiktok-15", PackageResources.tiktok_15_yaml),
        ("tiktok-60", PackageResources.tiktok_60_yaml),
    ]

    static func contents(_ file: preset_file) -> [UInt8] {
        Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}
