import ClipCore
import Testing

@Suite struct PresetSpellingTests {
    @Test(arguments: [
        (PresetField.aspect, "vertical", "9:16"), (.aspect, "9x16", "9:16"), (.aspect, "16/9", "16:9"),
        (.aspect, "Square", "1:1"), (.platforms, "TikTok", "tiktok"),
        (.platforms, "Instagram Reels", "reels"),
        (.platforms, "ig", "reels"), (.platforms, "YouTube", "shorts"), (.platforms, "myspace", "myspace"),
        (.textColour, "Red", "#ff0000"), (.textColour, "fc0", "#ffcc00"),
        (.textColour, "FFCC0080", "#FFCC0080"),
        (.textColour, "rde", "rde"), (.textBox, "none", "none"), (.hashtagsAlways, "kopi", "#kopi"),
        (.hashtagsAlways, "#kopi", "#kopi"), (.reframe, "Contain_Blur", "contain-blur"),
        (.speed, "Fast", "fast"), (.language, "en-US", "en"), (.language, "Bahasa Indonesia", "id"),
        (.language, "xyzzy", "xyzzy"), (.region, "id", "ID"),
        (.speed, "warp", "warp"), (.description, "As It Is", "As It Is"),
    ])
    func `a value may be spelled in other ways`(field: PresetField, typed: String, value: String) {
        #expect(field.canonical(typed) == value)
        #expect(PresetSetting(field, .text(typed), .flag("--x")).value == .text(value))
    }

    @Test func `a preset has them too, and a byte order mark`() throws {
        let text =
            "platforms: [TikTok, ig]\naspect: 9x16\ntext: { words: Hi, colour: red }\nhashtags: { always: [kopi] }"
        let file = try PresetReader(platforms: ["tiktok", "reels"]).read(
            [0xEF, 0xBB, 0xBF] + Array(text.utf8), name: "a", file: "a.yaml")
        #expect(file.settings.map(\.value.shown) == ["tiktok, reels", "9:16", "Hi", "#ff0000", "#kopi"])
    }
}
