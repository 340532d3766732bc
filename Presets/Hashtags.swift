extension Presets {
    /// What posts are about, with words and hashtags: `HashtagFile` reads it.
    public static let hashtagCategories = PackageResources.categories_yaml
    /// Words that hashtags are held against.
    public static let hashtagWords = PackageResources.words_yaml
}
