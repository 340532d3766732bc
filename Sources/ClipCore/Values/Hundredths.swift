extension Double {
    /// For people, with two digits behind the point: `0.43`, `-0.07`; `?` for what is no number.
    public var hundredths: String {
        guard isFinite, magnitude < 1e12 else { return "?" }
        let whole = Int((magnitude * 100).rounded())
        return "\(self < 0 && whole > 0 ? "-" : "")\(whole / 100).\(String(whole % 100 + 100).dropFirst())"
    }

    /// The same with its sign, as effects are told: `+0.18`; what rounds to nothing is `+0.00`.
    public var signedHundredths: String {
        let text = hundredths
        return text.first == "-" ? text : "+\(text)"
    }
}
