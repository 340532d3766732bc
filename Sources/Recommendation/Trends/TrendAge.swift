/// How much a listing still tells, by its age.
public enum TrendAge {
    /// Days after which a listing tells half as much.
    public static let halfLife = 10.0
    /// Days after which it tells nothing any more.
    public static let lifetime = 60

    /// What a listing of so many days ago is worth: 1 today, 0.5 after ``halfLife``, 0 after ``lifetime``.
    public static func weight(days: Int) -> Double {
        guard days <= lifetime else { return 0 }
        return exponential(-naturalLogarithm(2) * Double(max(0, days)) / halfLife)
    }
}
