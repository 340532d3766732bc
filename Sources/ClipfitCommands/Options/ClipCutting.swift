internal import ArgumentParser
internal import ClipCore
internal import ClipEditing

/// A command that cuts clips.
///
/// It declares its groups side by side: in debug builds ArgumentParser checks a group within a group four times as
/// often for each level.
protocol ClipCutting: ParsableCommand {
    var options: TrimOptions { get }
    var window: WindowOptions { get }
    var fit: FitOptions { get }
    var about: AboutOption { get }
    var finish: OutputOptions { get }
    var words: TextOptions { get }
}

extension ClipCutting {
    /// Rejects contradictory options.
    func checkOptions() throws {
        if let flag = window.typedFlag, options.isPart {
            throw ValidationError(
                "\(flag) is for parts that are chosen: --start, --end and --duration name one")
        }
        try fit.check(
            isPart: options.isPart, isEnd: options.end != nil || options.duration != nil,
            choosing: window.typedFlag, severalClips: window.clips != nil)
        for setting in settings { if let mistake = setting.mistake { throw ValidationError(mistake) } }
    }

    /// The typed options, as settings that override a preset.
    private var settings: [PresetSetting] {
        options.settings + about.settings + fit.settings + finish.settings + words.settings
    }

    /// Merges flags and preset.
    ///
    /// - Parameter others: settings from other options, e.g. the output's name.
    /// - Throws: `ConfigurationError` for a preset that is invalid (78) or locks a setting that a flag changes (77).
    private func merged(
        _ shelf: PresetCatalogue, _ others: [PresetSetting], _ brand: FilePath?, severalBrands: Bool
    ) throws -> Preset {
        var merged = try shelf.chosen(brand ?? options.preset?.path)
        try merged.apply(settings + others)
        if !severalBrands { try FlagUse.check(settings + others, [merged]) }
        return merged
    }

    /// Checks the flags against several brands: each flag must have an effect for one of them at least.
    func checkUse(in brands: [Preset]) throws { try FlagUse.check(settings, brands) }

    /// The first typed flag that a plan would override; nil for none.
    var typedFlag: String? {
        let flags = settings.lazy.compactMap { setting -> String? in
            if case .flag(let flag) = setting.origin { flag } else { nil }
        }
        return flags.first ?? window.typedFlag
            ?? [
                (options.start != nil, "--start"), (options.end != nil, "--end"),
                (options.preset != nil, "--preset"), (options.allAudio, "--all-audio"),
                (options.onDamage != .fail, "--on-damage"), (fit.margin != nil, "--margin"),
            ].first(where: \.0)?.1
    }

    /// The job for every source.
    ///
    /// - Parameters:
    ///   - brand: the preset; nil for the typed one, if any.
    ///   - severalBrands: the same flags serve several brands; call ``checkUse(in:)`` with all of them.
    /// - Throws: as ``merged(_:_:_:severalBrands:)`` does.
    func work(
        _ others: [PresetSetting] = [], brand: FilePath? = nil, severalBrands: Bool = false
    ) throws -> JobTemplate {
        let shelf = PresetCatalogue()
        let settings = try merged(shelf, others, brand, severalBrands: severalBrands)
        let maker = OutputSettingsMaker(
            settings: settings, platforms: try settings.platforms.isEmpty ? [] : shelf.platforms)
        let requests = try maker.requests(
            options.parts(settings.lengths, window), keepsAllAudio: options.allAudio,
            onDamage: options.onDamage)
        var work = JobTemplate(requests, settings)
        work.choice = window.choice
        work.arrangement = try fit.arrangement(settings)
        return work
    }
}
