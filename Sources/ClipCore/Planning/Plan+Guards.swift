extension PlanGuards {
    /// Completes the guards from a plan: its rule on flashes, and its disclosure text.
    public func completed(by plan: Plan, _ finish: OutputSettings) -> PlanGuards {
        var guards = self
        (guards.onFlashes, guards.softensFlashes) = (
            plan.limits?.onFlashes, plan.limits?.softensFlashes == true
        )
        // The disclosure is placed before all other text.
        if finish.disclosure != nil {
            guards.disclosure = (plan.picture?.words?.prefix(1)).map(Array.init) ?? []
        }
        return guards
    }
}

extension Plan {
    /// Restores what the guards require and an edit removed.
    ///
    /// - Returns: the plan with a line per restored item; nil if restoring is impossible.
    public func kept(to guards: PlanGuards) -> (plan: Plan, lines: [String])? {
        var (plan, lines) = (self, [String]())
        var watched = limits ?? OutputLimits()
        if guards.onFlashes == .refuse || watched.onFlashes == nil { watched.onFlashes = guards.onFlashes }
        if guards.softensFlashes { watched.softensFlashes = true }
        if watched != limits ?? OutputLimits() {
            plan.limits = watched
            lines.append("the edited plan is held to the preset's rule on flashes")
        }
        let missing = guards.disclosure.filter { plan.picture?.words?.contains($0) != true }
        if !missing.isEmpty {
            guard var picture = plan.picture else { return nil }
            picture.words = missing + (picture.words ?? [])
            plan.picture = picture
            lines.append("the disclosure was put back onto the picture")
        }
        if let labels = guards.labels, plan.post != nil, plan.post?.labels != labels {
            plan.post?.labels = labels
            lines.append("the post keeps the preset's labels: \(labels.joined(separator: ", "))")
        }
        return (plan, lines)
    }
}

extension PlanGuards {
    /// The guards that follow from flags and preset, before anything is planned.
    public init(_ settings: Preset) {
        self.init()
        (music.brand, music.platforms) = (settings.name, settings.platforms)
        music.scopes = settings.licenceScopes ?? (settings.platforms.isEmpty ? [] : ["organic"])
        music.minimumAge = settings.minimumAge
        (music.isLocked, music.isForbidden) = (settings.locksLicence, settings.forbidsMusic)
        labels = settings.disclosureLabels
    }
}
