/// The frame rates that all of some platforms take.
struct FrameRates {
    /// Frames a second, both included.
    let least, most: Double

    /// - Parameter highest: taken at most, also without a platform.
    init(of platforms: [Platform], highest: Double = 120) {
        least = platforms.compactMap { $0.minimumFrameRate?.value }.max() ?? 1
        most = min(highest, platforms.compactMap { $0.maximumFrameRate?.value }.min() ?? highest)
    }

    func take(_ rate: Fraction) -> Bool { rate.value >= least && rate.value <= most }

    /// A usual rate for a source whose own is not taken, or is uneven: the nearest at which all frames are shown equally
    /// long, or one of each group of equal size is. Nil if no usual rate is taken.
    ///
    /// - Parameter source: frames a second.
    func usual(for source: Double) -> Fraction? {
        let taken = [24, 25, 30, 50, 60].compactMap { Fraction($0, 1) }.filter(take)
        let ratio = { (rate: Fraction) in max(rate.value / max(1, source), max(1, source) / rate.value) }
        let even = taken.filter { abs(ratio($0) / ratio($0).rounded() - 1) <= 0.04 }
        return (even.isEmpty ? taken : even).min { ratio($0) < ratio($1) }
    }
}
