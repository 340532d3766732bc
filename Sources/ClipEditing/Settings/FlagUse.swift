package import ClipCore

/// Checks that every flag has an effect.
package enum FlagUse {
    /// Rejects flags that change nothing.
    ///
    /// - Parameters:
    ///   - typed: the typed flags.
    ///   - merged: flags and preset, merged.
    /// - Throws: ``UsageError`` that explains the first such flag.
    package static func check(_ typed: [PresetSetting], _ merged: Preset) throws(UsageError) {
        let hasInk = merged.hasTexts || merged.wantsCaptions || merged.disclosureLabels != nil
        let rules: [(fields: Set<PresetField>, isMet: Bool, use: String)] = [
            ([.textFrom, .textTo, .textPosition, .textSize], merged.hasTexts, "--text"),
            ([.textFont, .textColour, .textBox], hasInk, "--text or --captions"),
            ([.captionsAs, .captionsPosition], merged.wantsCaptions, "--captions"),
            ([.musicFrom, .musicMix, .musicVolume], merged.musicWord != .none, "--music"),
            ([.logoCorner, .logoSize, .logoOpacity], merged.logoFile != nil, "--logo"),
            (
                [.quality, .speed], merged.method != .copy,
                "what is re-encoded, and --method copy re-encodes nothing"
            ),
        ]
        for setting in typed {
            guard case .flag(let flag) = setting.origin,
                let broken = rules.first(where: { !$0.isMet && $0.fields.contains(setting.field) })
            else { continue }
            throw UsageError("\(flag) is for \(broken.use)")
        }
    }
}
