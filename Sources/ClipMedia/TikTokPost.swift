internal import ClipCore

/// `post_info` of TikTok's content-posting API (developers.tiktok.com, Direct Post), for whoever uploads the file: clipfit
/// never does.
struct TikTokPost: Encodable {
    struct Info: Encodable {
        let title: String
        /// Only its owner sees it, until somebody decides otherwise: the one level that every account and app may use.
        /// Absent for paid partnerships, which must not have it.
        let privacy_level: String?
        let disable_duet = false
        let disable_comment = false
        let disable_stitch = false
        /// Absent where no cover was chosen.
        let video_cover_timestamp_ms: Int?
        /// A paid partnership.
        let brand_content_toggle: Bool
        /// The creator's own business.
        let brand_organic_toggle: Bool
        let is_aigc: Bool
    }

    let post_info: Info

    init(_ post: PlannedPost, cover: MediaTime?) {
        let labels = post.labels ?? []
        post_info = Info(
            title: post.caption,
            privacy_level: labels.contains("paid-partnership") ? nil : "SELF_ONLY",
            video_cover_timestamp_ms: cover.map { Int(($0.seconds * 1000).rounded()) },
            brand_content_toggle: labels.contains("paid-partnership"),
            brand_organic_toggle: labels.contains("own-brand"), is_aigc: labels.contains("ai-generated"))
    }
}
