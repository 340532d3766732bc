import CPresets

extension Presets {
    /// Categories of posts with their words and hashtags: `HashtagFile` reads it.
    public static let hashtagCategories = PackageResources.categories_yaml
    /// What clips are about, with words and hashtags in English and Indonesian.
    public static let hashtagTopics = contents(preset_topics())
    /// Regions with their languages and cities.
    public static let hashtagRegions = PackageResources.regions_yaml
    /// Words that hashtags are held against.
    public static let hashtagWords = PackageResources.words_yaml
    /// Sentences for people in Indonesian: `Messages` reads it.
    public static let messagesID = contents(preset_messages_id())
    /// Quantiles of usual clips and music: `Reference` as JSON.
    public static let reference = PackageResources.reference_json
}
