import CPresets

extension Presets {
    /// What platforms call the columns of their exports: `ExportColumns` reads it.
    public static let exportColumns = contents(preset_columns())
    /// Months and other words of exports, by language: `ExportWords` reads it.
    public static let exportWords = PackageResources.export_words_yaml
    /// Words of comments that do not count: `CommentWords` reads it.
    public static let commentWords = PackageResources.comments_yaml
}
