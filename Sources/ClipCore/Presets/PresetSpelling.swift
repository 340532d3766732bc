/// Other spellings that users write for the values of a field, in presets and flags.
extension PresetField {
    /// The value in the field's own spelling: `vertical` is `9:16`, `TikTok` is `tiktok`, `kopi` is `#kopi`, `red` is `#ff0000`. A
    /// word that means nothing here is returned unchanged, to be refused.
    public func canonical(_ word: String) -> String {
        switch self {
        case .platforms: Platform.id(of: word)
        case .aspect: Self.aspect(word)
        case .textColour, .textBox: RGBColour.spelled(word)
        case .hashtagsAlways, .hashtagsNever: word.hasPrefix("#") || word.contains(" ") ? word : "#" + word
        default: choice(word)
        }
    }

    private static func aspect(_ word: String) -> String {
        switch word.lowercased() {
        case "vertical", "portrait", "tall", "upright", "story": "9:16"
        case "square": "1:1"
        case "horizontal", "landscape", "wide", "widescreen": "16:9"
        case "feed": "4:5"
        case "original", "same": "source"
        case let plain: String(plain.map { "x/×".contains($0) ? ":" : $0 })
        }
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
        return switch plain {
        case "tiktok", "tt": "tiktok"
        case "reels", "reel", "instagram", "ig", "insta", "instagramreels", "igreels": "reels"
        case "shorts", "short", "youtube", "yt", "youtubeshorts", "ytshorts": "shorts"
        case "facebook", "fb", "facebookreels", "fbreels": "facebook"
        case "whatsapp", "wa", "whatsappstatus", "wastatus": "whatsapp"
        case "spotlight", "snapchat", "snap", "snapchatspotlight": "spotlight"
        default: word.lowercased()
        }
    }
}

extension RGBColour {
    /// CSS's basic colour names (CSS Color 4), and a few that brands use.
    private static let names = [
        "white": "#ffffff", "black": "#000000", "red": "#ff0000", "green": "#008000", "lime": "#00ff00",
        "blue": "#0000ff",
        "yellow": "#ffff00", "orange": "#ffa500", "purple": "#800080", "pink": "#ffc0cb", "gold": "#ffd700",
        "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080", "brown": "#a52a2a", "maroon": "#800000",
        "navy": "#000080", "teal": "#008080", "cyan": "#00ffff", "aqua": "#00ffff", "magenta": "#ff00ff",
        "fuchsia": "#ff00ff", "olive": "#808000", "beige": "#f5f5dc", "ivory": "#fffff0", "cream": "#fffdd0",
        "turquoise": "#40e0d0", "violet": "#ee82ee", "indigo": "#4b0082", "salmon": "#fa8072",
        "coral": "#ff7f50",
    ]

    /// A colour as `#rrggbb`: from its name, from three digits, or without its `#`. Another word is returned unchanged.
    static func spelled(_ word: String) -> String {
        if let known = names[word.lowercased()] { return known }
        let digits = word.hasPrefix("#") ? String(word.dropFirst()) : word
        guard digits.allSatisfy(\.isHexDigit) else { return word }
        switch digits.count {
        case 3: return "#" + digits.map { "\($0)\($0)" }.joined()
        case 6, 8: return "#" + digits
        default: return word
        }
    }
}
