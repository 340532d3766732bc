internal import ClipCore

/// `post_info` of TikTok's content-posting API (developers.tiktok.com, Direct Post), for whoever uploads the file: clipfit
/// never does.
struct TikTokPost: Encodable {
    struct Info: Encodable {
        let title: String
        /// Only its owner sees it, until somebody decides otherwise: the one level that every account and app may use.
        /// Absent for paid partnerships, which must not have it.
        let privacyLevel: String?
        let disableDuet = false
        let disableComment = false
        let disableStitch = false
        /// In milliseconds; absent where no cover was chosen.
        let videoCoverTimestamp: Int?
        /// A paid partnership.
        let brandContentToggle: Bool
        /// The creator's own business.
        let brandOrganicToggle: Bool
        /// True where the preset says so or the source is marked; absent where nothing is known.
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
            title: post.caption,
            privacyLevel: labels.contains("paid-partnership") ? nil : "SELF_ONLY",
            videoCoverTimestamp: cover.map { Int(($0.seconds * 1000).rounded()) },
            brandContentToggle: labels.contains("paid-partnership"),
            brandOrganicToggle: labels.contains("own-brand"), isAIGC: isMadeByAI)
    }
}
