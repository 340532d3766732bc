package import ClipCore

/// Checks that every flag has an effect.
package enum FlagUse {
    private typealias Rule = (fields: Set<PresetField>, isMet: Bool, use: String)

    /// Rejects flags that change nothing for any of the brands.
    ///
    /// - Parameters:
    ///   - typed: the typed flags.
    ///   - brands: flags and preset, merged, for each brand.
    /// - Throws: ``UsageError`` that explains the first such flag.
    package static func check(_ typed: [PresetSetting], _ brands: [Preset]) throws(UsageError) {
        let rules = brands.map(Self.rules)
        for setting in typed {
            guard case .flag(let flag) = setting.origin else { continue }
            let broken = rules.compactMap { $0.first { !$0.isMet && $0.fields.contains(setting.field) } }
            if let use = broken.first?.use, broken.count == brands.count {
                throw UsageError("\(flag) is for \(use)")
            }
        }
    }

    private static func rules(_ merged: Preset) -> [Rule] {
        let hasInk =
            merged.hasTexts || merged.wantsCaptions || merged.disclosureLabels != nil
            || merged.coverTitle != nil
        return [
            ([.each], !merged.platforms.isEmpty, "--for, or a preset that names platforms"),
            ([.textFrom, .textTo, .textPosition, .textSize], merged.hasTexts, "--text"),
            ([.textFont, .textColour, .textBox], hasInk, "--text, --captions or --cover-text"),
            ([.coverText], merged.cover != nil, "--cover"),
            ([.captionsAs, .captionsPosition, .captionsEncoding], merged.wantsCaptions, "--captions"),
            (
                [.captionsStyle, .captionsPosition], merged.wantsCaptions && merged.burnsCaptions,
                "captions on the picture"
            ),
            ([.musicFrom, .musicMix, .musicVolume], merged.musicWord != .none, "--music"),
            (
                [.musicMix], !(merged.sound.isMuted && [.duck, .under].contains(merged.musicMode)),
                "clips whose own sound is kept: --mute removes it"
            ),
            ([.logoCorner, .logoSize, .logoOpacity], merged.logoFile != nil, "--logo"),
            (
                [.codec, .quality, .speed], merged.method != .copy,
                "what is re-encoded, and --method copy re-encodes nothing"
            ),
        ]
    }
}
