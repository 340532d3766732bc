/// What a preset asks of an output whatever becomes of its plan: a plan that was edited is held to it too.
public struct PlanGuards: Hashable, Codable, Sendable {
    /// For whom music has to be licensed.
    public struct Music: Hashable, Codable, Sendable {
        /// The preset's name; "" where there is none.
        public var brand = ""
        /// What it has to be licensed for: words of the field `music.licence`.
        public var scopes: [String] = []
        /// The age of the youngest whom the post is for; nil where it is not said.
        public var minimumAge: Int?
        /// Ids of the platforms that it is for.
        public var platforms: [String] = []
        /// The terms are locked: music of which nothing is known is refused.
        public var isLocked = false
        /// There may be none at all.
        public var isForbidden = false

        /// Nothing is asked.
        public init() {}
    }

    /// For whom music has to be licensed.
    public var music = Music()
    /// What flashes lead to; nil where nobody counts them.
    public var onFlashes: OutputLimits.OnFlashes?
    /// Flashes over the limit are softened.
    public var softensFlashes = false
    /// What the law or a platform asks to be written on the picture.
    public var disclosure: [Picture.Words] = []
    /// What the post has to be marked as; nil for nothing.
    public var labels: [String]?

    /// The guards of what flags and preset say together, as far as they are known before anything is planned.
    public init(_ settings: Preset) {
        let platforms = settings.texts(.platforms) ?? []
        (music.brand, music.platforms) = (settings.name, platforms)
        music.scopes = settings.texts(.musicLicence) ?? (platforms.isEmpty ? [] : ["organic"])
        music.minimumAge = settings.number(.minimumAge).map { Int($0) }
        music.isLocked = settings.locks[.musicLicence] != nil
        music.isForbidden = settings.locks[.musicFile] != nil && settings.text(.musicFile) == "none"
        labels = settings.texts(.disclosureLabels)
    }

    /// The same with what was planned: flashes, and the disclosure where it lies on the picture.
    public func completed(by plan: Plan, _ finish: Finish) -> PlanGuards {
        var guards = self
        (guards.onFlashes, guards.softensFlashes) = (
            plan.limits?.onFlashes, plan.limits?.softensFlashes == true
        )
        // It is set before all other words.
        if finish.disclosure != nil {
            guards.disclosure = (plan.picture?.words?.prefix(1)).map(Array.init) ?? []
        }
        return guards
    }
}

extension Plan {
    /// The plan with what its guards ask for, where an edit took that away.
    ///
    /// - Returns: also what was put back, a line each; nil where it cannot be.
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
