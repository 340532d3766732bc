package import ClipCore

/// Makes of settings what is asked of an output beyond its part.
package struct FinishMaker {
    package let settings: Preset
    /// The platforms that there are.
    package let platforms: [Platform]

    /// - Parameter platforms: the platforms that there are.
    package init(settings: Preset, platforms: [Platform]) {
        (self.settings, self.platforms) = (settings, platforms)
    }

    /// One for each file that is needed: platforms that take a part of `length` go together, the others get a
    /// shorter file of their own.
    package func finishes(for length: MediaTime?) throws -> [Finish] {
        let all = try finish()
        guard let length, !all.platforms.isEmpty else { return [all] }
        let caps = all.platforms.map { min(length, $0.maximumLength?.value ?? length) }
        return Set(caps).sorted(by: >).map { cap in
            var one = all
            one.platforms = zip(all.platforms, caps).filter { $0.1 == cap }.map(\.0)
            return one
        }
    }

    private func finish() throws -> Finish {
        var finish = Finish()
        finish.platforms = try chosenPlatforms()
        finish.size =
            settings.text(.size).flatMap(Self.size)
            ?? settings.text(.aspect).flatMap(Picture.Aspect.init)?.size
        finish.frameRate =
            settings.number(.fps).map { "\(Int($0))" }.flatMap(Self.rate)
            ?? settings.text(.fps).flatMap(Self.rate)
        finish.reframe = settings.text(.reframe).flatMap(Picture.Reframe.init)
        finish.look = try chosenLook()
        finish.lut = settings.path(.lut)
        finish.logo = try logo()
        finish.maximumBytes =
            settings.number(.maximumSize).map { Int64($0) }
            ?? settings.text(.maximumSize).flatMap(ByteCount.bytes)
        finish.softensFlashes = settings.flag(.softenFlashes) ?? false
        finish.isForMinors = settings.number(.minimumAge).map { $0 < 18 } ?? false
        try WordsMaker(settings).add(to: &finish)
        // What is suggested, or named by its id, is chosen for each clip.
        if case .file(let file) = settings.musicWord {
            finish.sound.music = SoundMix.Music(file: file, from: settings.time(.musicFrom) ?? .zero)
        }
        // How music would lie there says nothing without music.
        if finish.sound.music != nil {
            finish.sound.mode = settings.text(.musicMix).flatMap(SoundMix.Mode.init) ?? .duck
        }
        (finish.sound.loudness, finish.sound.truePeak) = (
            settings.number(.loudness), settings.number(.truePeak)
        )
        finish.sound.fadeIn = settings.time(.fadeIn) ?? .zero
        finish.sound.fadeOut = settings.time(.fadeOut) ?? .zero
        finish.sound.isMuted = settings.flag(.mute) ?? false
        return finish
    }

    private func logo() throws -> Finish.Logo? {
        guard let file = settings.path(.logoFile) else { return nil }
        var logo = Finish.Logo(file: file, size: try LogoFile.size(file.path))
        logo.corner = settings.text(.logoCorner).flatMap(Picture.Corner.init) ?? logo.corner
        logo.percent = settings.number(.logoSize) ?? logo.percent
        logo.opacity = settings.number(.logoOpacity) ?? logo.opacity
        return logo
    }

    /// - Throws: for a platform that there is not.
    package func chosenPlatforms() throws -> [Platform] {
        try Self.chosen(settings.texts(.platforms) ?? [], among: platforms)
    }

    /// The platforms of these ids.
    ///
    /// - Throws: for a platform that there is not.
    package static func chosen(_ ids: [String], among platforms: [Platform]) throws -> [Platform] {
        try ids.map { id in
            guard let platform = platforms.first(where: { $0.id == id }) else {
                throw UsageError(
                    "unknown platform '\(id)': it is one of \(platforms.map(\.id).joined(separator: ", "))")
            }
            return platform
        }
    }

    /// - Throws: for a look that is wrong or not there: where a preset names it with the place.
    package func chosenLook() throws -> Look? {
        guard let setting = settings.settings[.look], let name = settings.text(.look),
            name != "none", name != "auto"
        else {
            return nil
        }
        if let entry = try LookShelf.find(name) { return entry.look }
        let names = LookShelf.names
        guard case .preset(_, let file, let place) = setting.origin else {
            throw UsageError("unknown look '\(name)': it is one of \(names.joined(separator: ", "))")
        }
        throw ConfigurationError(
            ConfigurationProblem(
                file, line: place.line, column: place.column, key: "look", "there is no look '\(name)'",
                hint: likelyMeant(name, among: names).map { "did you mean '\($0)'?" }
                    ?? "one of \(names.joined(separator: ", "))"))
    }

    /// `1080x1920`; nil for anything else.
    package static func size(_ text: String) -> Picture.Size? {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy({ (16...4096).contains($0) && $0 % 2 == 0 }) else {
            return nil
        }
        return Picture.Size(width: sides[0], height: sides[1])
    }

    /// `30` or `30000/1001`; nil for anything else.
    package static func rate(_ text: String) -> Fraction? {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        let rate = parts.count == 2 ? Fraction(parts[0], parts[1]) : Int(text).flatMap { Fraction($0, 1) }
        return rate.flatMap { (1...120).contains($0.value) ? $0 : nil }
    }
}
