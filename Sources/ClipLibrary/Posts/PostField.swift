/// A field of a post in an export's column.
enum PostField: String, CaseIterable, Hashable {
    case post, link, title, creator, posted, measured, period, kind, platform, render
    case duration, views, engaged, reach, likes, comments, shares, saves, follows, impressions, followers
    /// Average seconds, total seconds, average percent, and the shares of complete and of skipped views.
    case watch, playTime, watchedPercent, completion, skipRate
    case music, musicUses, musicIsOriginal, look, hashtags, category
}
