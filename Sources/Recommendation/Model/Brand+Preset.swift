public import ClipCore

extension Brand {
    /// The brand of a preset. Where clips are for platforms and nothing is said of licences, they are public posts.
    ///
    /// - Parameter platforms: where the clip is for, by id.
    public init(_ preset: Preset, platforms: [String]) {
        self.init(name: preset.name)
        let licences = preset.texts(.musicLicence)
        scopes = licences?.compactMap(Scope.init) ?? (platforms.isEmpty ? [] : [.organic])
        isBusiness = scopes.contains(.commercial)
        moods = preset.texts(.musicMoods) ?? []
        tempoRange = preset.range(.musicTempo)
        minimumAge = preset.number(.minimumAge).map { Int($0) }
        hashtagsAlways = preset.texts(.hashtagsAlways) ?? []
        hashtagsNever = preset.texts(.hashtagsNever) ?? []
        disclosures = (preset.texts(.disclosureLabels) ?? []).compactMap(Disclosure.init)
        note = preset.text(.disclosureNote)
        language = preset.text(.language)
        if preset.locks[.look] != nil { lockedLook = preset.text(.look) ?? "none" }
        if preset.locks[.musicFile] != nil, preset.text(.musicFile) == "none" { lockedMusic = "none" }
    }
}
