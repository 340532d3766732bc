internal import ClipCore

/// `post_info` of TikTok's content-posting API (developers.tiktok.com, Direct Post), for whoever uploads the
/// file: clipfit never uploads.
struct TikTokPost: Encodable {
    struct Info: Encodable {
        let title: String
        /// Visible only to its owner until changed: the one level that every account and app may use. Absent
        /// for paid partnerships, which must not have it.
        let privacyLevel: String?
        let disableDuet = false
        let disableComment = false
        let disableStitch = false
        /// In milliseconds; absent without a chosen cover.
        let videoCoverTimestamp: Int?
        /// Paid partnership.
        let brandContentToggle: Bool
        /// The creator's own business.
        let brandOrganicToggle: Bool
        /// True if the preset or the source's mark says so; absent if unknown.
        let isAIGC: Bool?

        enum CodingKeys: String, CodingKey {
            case title
            case privacyLevel = "privacy_level"
            case disableDuet = "disable_duet"
            case disableComment = "disable_comment"
            case disableStitch = "disable_stitch"
            case videoCoverTimestamp = "video_cover_timestamp_ms"
            case brandContentToggle = "brand_content_toggle"
            case brandOrganicToggle = "brand_organic_toggle"
            case isAIGC = "is_aigc"
        }
    }

    let postInfo: Info

    enum CodingKeys: String, CodingKey { case postInfo = "post_info" }

    init(_ post: PlannedPost, cover: MediaTime?, isMadeByAI: Bool?) {
        let labels = post.labels ?? []
        postInfo = Info(
            title: post.caption, privacyLevel: labels.contains("paid-partnership") ? nil : "SELF_ONLY",
            videoCoverTimestamp: cover.map { Int(($0.seconds * 1000).rounded()) },
            brandContentToggle: labels.contains("paid-partnership"),
            brandOrganicToggle: labels.contains("own-brand"), isAIGC: isMadeByAI)
    }
}
