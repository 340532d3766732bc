/// The files of this folder as they are built into the program.
public enum Presets {
    /// What the platforms accept: `platforms.yaml`.
    public static let platforms = PackageResources.platforms_yaml
    /// A JSON Schema for each record that clipfit prints, one a line.
    public static let records = PackageResources.records_jsonl
    /// Each verb with the JSON Schema of its input, one a line.
    public static let tools = PackageResources.tools_jsonl
    /// Presets by name, those of brands and those of platforms.
    public static let presets: [(name: String, bytes: [UInt8])] = [
        ("kopi-senja", PackageResources.kopi_senja_yaml),
        ("oak-and-iron", PackageResources.oak_and_iron_yaml),
        ("reels-60", PackageResources.reels_60_yaml), ("school-clips", PackageResources.school_clips_yaml),
        ("shorts-60", PackageResources.shorts_60_yaml), ("spotlight-60", PackageResources.spotlight_60_yaml),
        ("status-30", PackageResources.status_30_yaml), ("tiktok-15", PackageResources.tiktok_15_yaml),
        ("tiktok-60", PackageResources.tiktok_60_yaml),
    ]
}
