package import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Converts a preset's settings to output settings, without the window.
package struct OutputSettingsMaker {
    package let settings: Preset
    package let platforms: [Platform]

    package init(settings: Preset, platforms: [Platform]) {
        (self.settings, self.platforms) = (settings, platforms)
    }

    /// One per file: platforms that accept `length` share a file, the others get their own shorter one. With `each` no
    /// two platforms share one.
    package func finishes(for length: MediaTime?) throws -> [OutputSettings] {
        let all = try finish()
        if settings.separatesPlatforms, !all.platforms.isEmpty {
            return all.platforms.map { platform in
                var one = all
                one.platforms = [platform]
                return one
            }
        }
        guard let length, !all.platforms.isEmpty else { return [all] }
        let caps = all.platforms.map { min(length, $0.maximumLength?.value ?? length) }
        return Set(caps).sorted(by: >).map { cap in
            var one = all
            one.platforms = zip(all.platforms, caps).filter { $0.1 == cap }.map(\.0)
            return one
        }
    }

    package func requests(
        _ parts: [TrimRequest.Part], keepsAllAudio: Bool, onDamage: TrimRequest.OnDamage
    ) throws -> [TrimRequest] {
        try parts.flatMap { part in
            try finishes(for: part.length).map { finish in
                var request = TrimRequest(
                    part: part, method: settings.method, keepsAllAudio: keepsAllAudio,
                    keepsMetadata: settings.keepsMetadata, onDamage: onDamage, quality: settings.quality,
                    speed: settings.speed)
                (request.verify, request.finish, request.codec) = (settings.verify, finish, settings.codec)
                (request.guards, request.cover) = (PlanGuards(settings), settings.cover)
                request.timeline = settings.timeline
                return request
            }
        }
    }

    private func finish() throws -> OutputSettings {
        var finish = OutputSettings()
        finish.platforms = try chosenPlatforms()
        (finish.size, finish.frameRate) = (settings.size, settings.frameRate)
        (finish.reframe, finish.deinterlacing) = (settings.reframe, settings.deinterlacing)
        finish.look = try chosenLook()
        finish.lut = settings.lut
        if let lut = finish.lut { _ = try CubeReader.cube(lut.path) }
        if let file = settings.logoFile {
            finish.logo = settings.logo(file, size: try LogoFile.size(file.path))
        }
        finish.maximumBytes = settings.maximumBytes
        finish.softensFlashes = settings.softensFlashes
        finish.isForMinors = settings.minimumAge.map { $0 < 18 } ?? !settings.platforms.isEmpty
        try OverlayTextMaker(settings).add(to: &finish)
        finish.sound = settings.sound
        // Suggested music, or music named by id, is chosen per clip. Without music the mix settings have no effect.
        if case .file(let file) = settings.musicWord {
            guard FileIdentity(of: file.path) != nil else {
                throw Failure(
                    .unreadable, file.path, "music file not found",
                    hint: "check --music, or the preset's music.file")
            }
            finish.sound.music = SoundMix.Music(file: file, from: settings.musicFrom ?? .zero)
            (finish.sound.mode, finish.sound.musicVolume) = (settings.musicMode, settings.musicVolume)
        }
        return finish
    }

    package func chosenPlatforms() throws -> [Platform] {
        try Self.chosen(settings.platforms, among: platforms)
    }

    /// The platforms of these ids. Throws for an unknown platform.
    package static func chosen(_ ids: [String], among platforms: [Platform]) throws -> [Platform] {
        try ids.map { id in
            guard let platform = platforms.first(where: { $0.id == id }) else {
                throw UsageError("unknown platform '\(id)'", hint: meantHint(id, among: platforms.map(\.id)))
            }
            return platform
        }
    }

    /// - Throws: for an invalid or missing look, with the position if a preset names it.
    package func chosenLook() throws -> Look? {
        guard let name = settings.lookName else { return nil }
        if let entry = try LookCatalogue.find(name) { return entry.look }
        let names = LookCatalogue.names
        guard case .preset(_, let file, let place) = settings.settings[.look]?.origin else {
            throw UsageError("unknown look '\(name)'", hint: meantHint(name, among: names))
        }
        throw ConfigurationError(
            ConfigurationProblem(
                file, line: place.line, column: place.column, key: "look", "there is no look '\(name)'",
                hint: meantHint(name, among: names)))
    }
}

/// Reads a logo file's header before anything is drawn.
package enum LogoFile {
    /// The picture's own size.
    ///
    /// - Throws: as ``header(_:)`` does.
    package static func size(_ path: FilePath) throws(Failure) -> Picture.Size { try header(path).size }

    /// - Throws: for a file that cannot be read (66) or is not a PNG, JPEG or WebP (65).
    package static func header(_ path: FilePath) throws(Failure) -> PictureHeader {
        // Opening a pipe must not block the command.
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw Failure(.unreadable, path, String(cString: strerror(errno)).lowercased())
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: PictureHeader.length)
        let got = pread(descriptor, &bytes, bytes.count, 0)
        guard got > 0, let header = PictureHeader(Array(bytes.prefix(got))) else {
            throw Failure(
                .unusable, path, "this is not a PNG, JPEG or WebP picture",
                hint: "best is a PNG with a transparent background")
        }
        return header
    }
}
