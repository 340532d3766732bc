/// What a column of an export may tell about a post.
enum PostField: String, CaseIterable, Hashable {
    case post, link, title, creator, posted, measured, period, kind, platform, render
    case duration, views, reach, likes, comments, shares, saves, follows, impressions, followers
    /// Seconds on average, seconds together, percent on average, and the share that saw all.
    case watch, playTime, watchedPercent, completion
    case music, musicUses, musicIsOriginal, look, hashtags, category
}
