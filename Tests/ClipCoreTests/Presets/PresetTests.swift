import Testing

@testable import ClipCore

/// Presets that build on each other, locks, and flags over them.
@Suite struct PresetTests {
    /// Resolves the first of some files; the others are found by name.
    private func resolve(_ texts: KeyValuePairs<String, String>) throws(ConfigurationError) -> Preset {
        let reader = PresetReader(platforms: ["tiktok", "reels"])
        var files: [PresetFile] = []
        for (name, text) in texts {
            files.append(try reader.read(Array(text.utf8), name: name, file: "\(name).yaml"))
        }
        let all = files
        return try PresetResolver { named, child throws(ConfigurationError) in
            guard let file = all.first(where: { $0.name == named.text }) else {
                throw ConfigurationError(child.problem(named.place, "no '\(named.text)'"))
            }
            return file
        }.resolve(all[0])
    }

    @Test func `a preset changes what it says and keeps the rest of those that it builds on`() throws {
        let preset = try resolve([
            "c": "extends: b\nquality: 18\nhashtags: { always: ['#c'] }", "b": "extends: a\nlook: film-fade",
            "a": "look: warm-cafe\nquality: 20\nspeed: fast\nhashtags: { always: ['#a'], never: ['#x'] }",
        ])
        #expect(preset.name == "c" && preset.ancestors == ["b", "a"])
        #expect(preset.number(.quality) == 18 && preset.text(.look) == "film-fade")
        #expect(preset.text(.speed) == "fast")
        #expect(preset.texts(.hashtagsAlways) == ["#c"] && preset.texts(.hashtagsNever) == ["#x"])
        guard case .preset("b", "b.yaml", let place)? = preset.settings[.look]?.origin else {
            Issue.record("the look is from b")
            return
        }
        #expect(place.line == 2 && place.column == 7)
    }

    @Test func `a size takes the place of an aspect, and the other way round`() throws {
        let child = try resolve(["b": "extends: a\nsize: 720x1280", "a": "aspect: '1:1'"])
        #expect(child.text(.size) == "720x1280" && child.text(.aspect) == nil)
        var flags = child
        try flags.apply([PresetSetting(.aspect, .text("9:16"), .flag("--aspect"))])
        #expect(flags.text(.size) == nil && flags.text(.aspect) == "9:16")
    }

    @Test func `what is locked stays, in presets that build on it and against flags`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try resolve(["b": "extends: a\nspeed: fast\nlook: none", "a": "look: warm-cafe\nlock: [look]"])
        }
        #expect(error?.kind == .lockedField)
        let problem = try #require(error?.problems.first)
        #expect(problem.file == "b.yaml" && problem.line == 3 && problem.key == "look")
        #expect(problem.message.contains("locked by the preset 'a' (a.yaml:2): it stays warm-cafe"))

        var preset = try resolve(["b": "extends: a", "a": "look: warm-cafe\nlock: [look, music]"])
        let flag = #expect(throws: ConfigurationError.self) {
            try preset.apply([
                PresetSetting(.look, .text("none"), .flag("--look")),
                PresetSetting(.quality, .number(18), .flag("--quality")),
                PresetSetting(.musicMix, .text("duck"), .flag("--mix")),
            ])
        }
        #expect(flag?.problems.map(\.key) == ["look", "music.mix"] && flag?.kind == .lockedField)
        #expect(flag?.problems.first?.text.hasPrefix("a.yaml:2:8: --look cannot change 'look'") == true)
        #expect(preset.text(.look) == "warm-cafe" && preset.number(.quality) == nil)
    }

    @Test func `a locked field may be said again as it is`() throws {
        var preset = try resolve(["b": "extends: a\nlook: warm-cafe", "a": "look: warm-cafe\nlock: [look]"])
        try preset.apply([PresetSetting(.look, .text("warm-cafe"), .flag("--look"))])
        #expect(preset.text(.look) == "warm-cafe")
    }

    @Test func `a lock keeps the other field for the same away too`() throws {
        for (locked, change) in [
            ("aspect: '9:16'\nlock: [aspect]", "size: 720x1280"),
            ("size: 720x1280\nlock: [size]", "aspect: '1:1'"),
            ("size: 720x1280\nlock: [aspect]", "aspect: '1:1'"),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                try resolve(["b": "extends: a\n\(change)", "a": locked])
            }
            #expect(error?.kind == .lockedField)
        }
    }

    @Test func `presets in a circle, and too long a chain, are told where they are named`() throws {
        let circle = #expect(throws: ConfigurationError.self) {
            try resolve(["a": "extends: b", "b": "look: none\nextends: c", "c": "extends: a"])
        }
        #expect(
            circle?.problems.first?.text
                == "c.yaml:1:10: presets extend each other in a circle: a -> b -> c -> a")
        #expect(throws: ConfigurationError.self) { try resolve(["a": "extends: a"]) }
        let chain = #expect(throws: ConfigurationError.self) {
            try resolve([
                "a": "extends: b", "b": "extends: c", "c": "extends: d", "d": "extends: e", "e": "extends: f",
                "f": "extends: g", "g": "extends: h", "h": "extends: i", "i": "look: none",
            ])
        }
        #expect(chain?.problems.first?.text == "h.yaml:1:10: more than 8 presets build on each other")
    }

    @Test func `a hashtag cannot be wanted and forbidden, not even by two presets`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try resolve([
                "b": "extends: a\nhashtags:\n  always: ['#Promo']", "a": "hashtags: { never: ['#promo'] }",
            ])
        }
        #expect(error?.problems.first?.text.hasPrefix("b.yaml:3:11: '#Promo' is among") == true)
    }

    @Test func `values are shown in one line`() {
        #expect(
            PresetValue.list([.time(MediaTime(ticks: 15, timescale: 1)), .number(5.5)]).shown == "15, 5.5")
        #expect(PresetValue.flag(true).shown == "true" && PresetValue.number(-14).shown == "-14")
    }
}
