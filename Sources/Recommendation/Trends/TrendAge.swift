/// The weight of a chart entry by its age.
public enum TrendAge {
    /// Days after which an entry has half the weight.
    public static let halfLife = 10.0
    /// Days after which an entry expires.
    public static let lifetime = 60

    /// The weight of an entry by age: 1 today, 0.5 after ``halfLife``, 0 after ``lifetime``.
    public static func weight(days: Int) -> Double {
        guard days <= lifetime else { return 0 }
        return exponential(-naturalLogarithm(2) * Double(max(0, days)) / halfLife)
    }
}
