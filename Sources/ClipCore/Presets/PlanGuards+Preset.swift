extension PlanGuards {
    /// The guards of what flags and preset say together, as far as they are known before anything is planned.
    public init(_ settings: Preset) {
        self.init()
        let platforms = settings.texts(.platforms) ?? []
        (music.brand, music.platforms) = (settings.name, platforms)
        music.scopes = settings.texts(.musicLicence) ?? (platforms.isEmpty ? [] : ["organic"])
        music.minimumAge = settings.number(.minimumAge).map { Int($0) }
        music.isLocked = settings.locks[.musicLicence] != nil
        music.isForbidden = settings.locks[.musicFile] != nil && settings.text(.musicFile) == "none"
        labels = settings.texts(.disclosureLabels)
    }
}
