/// How good a post was.
public enum Reward {
    /// The quality of engagement: ln((likes + 3 comments + 5 shares + 4 saves + 20) / (views + 200)). The constants keep a
    /// post with few views near the others; what is not known counts as none.
    public static func quality(_ post: Post) -> Double {
        let engagement =
            (post.likes ?? 0) + 3 * (post.comments ?? 0) + 5 * (post.shares ?? 0) + 4 * (post.saves ?? 0)
        return naturalLogarithm((engagement + 20) / (post.views + 200))
    }
}
