/// Other spellings that users write for the values of a field, in presets and flags.
extension PresetField {
    /// The ids in the table of hashtag categories.
    public static let categoryIDs = [
        "beauty", "fashion", "food", "travel", "fitness", "pets", "gaming", "education", "tech", "home",
        "finance", "autos", "music", "comedy", "family", "sports", "art", "health", "news", "shopping",
    ]

    /// The value in the field's own spelling: `vertical` is `9:16`, `TikTok` is `tiktok`, `kopi` is `#kopi`, `en-US` is `en`. A
    /// word that means nothing here is returned unchanged, to be refused.
    public func canonical(_ word: String) -> String {
        switch self {
        case .platforms: Platform.id(of: word)
        case .aspect: Self.aspect(word)
        case .textColour, .textBox: RGBColour.spelled(word)
        case .language:
            Spelling.meant("language", word.lowercased())
                ?? (LanguageCode.isOne(word) ? LanguageCode.short(word) : word)
        case .region: word.uppercased()
        case .hashtagsAlways, .hashtagsNever: word.hasPrefix("#") || word.contains(" ") ? word : "#" + word
        default: choice(word)
        }
    }

    private static func aspect(_ word: String) -> String {
        let plain = word.lowercased()
        return Spelling.meant("aspect", plain) ?? String(plain.map { "x/×".contains($0) ? ":" : $0 })
    }

    /// A word of a choice, whatever its case, and with spaces or underscores for hyphens.
    private func choice(_ word: String) -> String {
        let words = rule.kind.choices
        let plain = word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
        return words.first { $0 == String(plain) } ?? word
    }
}

extension Platform {
    /// The id that a word means: a platform's own name, its owner's, or a short form, in any case. Another word is returned in
    /// lower case.
    public static func id(of word: String) -> String {
        let plain = word.lowercased().filter { $0.isLetter || $0.isNumber }
        return Spelling.meant("platform", plain) ?? word.lowercased()
    }
}

extension RGBColour {
    /// A colour as `#rrggbb`: from its name, from three digits, or without its `#`. Another word is returned unchanged.
    static func spelled(_ word: String) -> String {
        if let known = Spelling.meant("colour", word.lowercased()) { return known }
        let digits = word.hasPrefix("#") ? String(word.dropFirst()) : word
        guard digits.allSatisfy(\.isHexDigit) else { return word }
        switch digits.count {
        case 3: return "#" + digits.map { "\($0)\($0)" }.joined()
        case 6, 8: return "#" + digits
        default: return word
        }
    }
}

/// The file `spellings.tsv`.
private enum Spelling {
    private static let table = DataTable.rows(PackageResources.spellings_tsv).reduce(into: [String: String]())
    {
        for word in $1.dropFirst(2) { $0["\($1[0]) \(word)"] = $1[1] }
    }

    static func meant(_ kind: String, _ word: String) -> String? { table["\(kind) \(word)"] }
}
