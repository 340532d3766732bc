extension Double {
    /// For people, with two decimals: `0.43`, `-0.07`; `?` if not finite.
    public var hundredths: String {
        guard isFinite, magnitude < 1e12 else { return "?" }
        let whole = Int((magnitude * 100).rounded())
        return "\(self < 0 && whole > 0 ? "-" : "")\(whole / 100).\(String(whole % 100 + 100).dropFirst())"
    }

    /// The same with a sign, as effects are shown: `+0.18`; zero is `+0.00`.
    public var signedHundredths: String {
        let text = hundredths
        return text.first == "-" ? text : "+\(text)"
    }
}
