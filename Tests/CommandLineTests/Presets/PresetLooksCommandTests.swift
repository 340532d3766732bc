import Foundation
import Testing

/// `clipfit preset looks`, with a folder of the user's own looks that lies in the scratch folder.
@Suite struct PresetLooksCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func looks(_ words: String...) throws -> Outcome {
        let arguments = ["XDG_CONFIG_HOME=\(scratch.path)", clipfit, "preset", "looks"] + words
        return try scratch.start(arguments.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
    }

    private func addLook(_ text: String, as name: String) throws {
        try scratch.makeFolder("clipfit/looks")
        try scratch.write(text, as: "clipfit/looks/\(name)")
    }

    private static let builtIn = [
        "black-and-white", "blockbuster", "bright-airy", "cold-morning", "crisp-product", "film-fade",
        "fresh-food", "golden-hour", "lo-fi-tape", "moody-forest", "night-neon", "pastel-dream",
        "rainy-day", "silver-noir", "soft-skin", "sport-punch", "street-grit", "tropical", "vintage-print",
        "warm-cafe",
    ]

    /// Width and height as the header of a PNG file tells them.
    private func size(of name: String) throws -> (Int, Int) {
        let bytes = [UInt8](try scratch.contents(of: name))
        try #require(bytes.count > 24 && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let number = { (at: Int) in bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(16), number(20))
    }

    @Test func `the looks are listed, as text and as JSON`() throws {
        let text = try looks()
        #expect(text.code == 0)
        #expect(text.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) } == Self.builtIn)
        #expect(text.output.contains("Warm lamplight for food, coffee and rooms (warm, calm, cozy)"))
        let objects = try looks("--json").objects()
        #expect(objects.map { $0["name"] as? String } == Self.builtIn)
        for object in objects {
            #expect(object["schema"] as? String == "clipfit.look/1")
            #expect(object["builtIn"] as? Bool == true && object["path"] is NSNull)
            #expect((object["moods"] as? [String])?.isEmpty == false)
        }
    }

    @Test func `the user's own looks are listed too, and take the place of built-in ones`() throws {
        try addLook("name: late-sun\ndescription: Low sun\nmoods: [warm]\n", as: "late-sun.yaml")
        try addLook("name: soft-skin\ntint: 0.1\n", as: "soft-skin.yaml")
        try addLook("not a look", as: "notes.txt")
        let objects = try looks("--json").objects()
        #expect(objects.map { $0["name"] as? String } == Self.builtIn + ["late-sun"])
        let own = try #require(Self.builtIn.firstIndex(of: "soft-skin"))
        #expect(objects[own]["builtIn"] as? Bool == false)
        #expect((objects.last?["path"] as? String)?.hasSuffix("/clipfit/looks/late-sun.yaml") == true)
    }

    @Test func `a wrong look is 78, with its place, and keeps no other from being listed or used`() throws {
        try addLook("name: bad\n\ncontrsat: 1.2\n", as: "bad.yaml")
        let run = try looks()
        #expect(run.code == 78)
        #expect(run.output.split(separator: "\n").count == Self.builtIn.count)
        #expect(run.errors.contains("/clipfit/looks/bad.yaml:3:1: unknown key 'contrsat'"))
        #expect(run.errors.contains("hint: did you mean 'contrast'?"))
        let error = try #require(try looks("--json").errorObjects().first)
        #expect(error["exit"] as? Int == 78 && error["line"] as? Int == 3)
        try addLook("name: other\n", as: "bad.yaml")
        #expect(try looks().code == 78)
        try addLook(String(repeating: "# long\n", count: 10_000), as: "bad.yaml")
        #expect(try looks().code == 78)
    }

    @Test func `a sheet shows every look on a frame, landscape or portrait`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        try scratch.add(.batik, as: "portrait.mp4")
        let run = try looks("--sheet", "sheet.png", "clip.mp4")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == Self.builtIn.count)
        // The frame as it is and the looks, four in a row.
        let rows = (Self.builtIn.count + 1 + 3) / 4
        #expect(try size(of: "sheet.png") == (12 + 4 * 492, 12 + rows * (270 + 28)))
        #expect(try looks("--sheet", "portrait.png", "portrait.mp4", "--at", "-1").code == 0)
        #expect(try size(of: "portrait.png") == (12 + 4 * 282, 12 + rows * (480 + 28)))
        #expect(try scratch.contents(of: "sheet.png") != scratch.contents(of: "portrait.png"))
    }

    @Test func `a sheet replaces nothing without being told to, and appears whole or not at all`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("mine", as: "sheet.png")
        let refused = try looks("--sheet", "sheet.png", "clip.mp4")
        #expect(refused.code == 73 && refused.errors.contains("could not draw looks on sheet.png"))
        #expect(try scratch.contents(of: "sheet.png") == Data("mine".utf8))
        #expect(try looks("--sheet", "sheet.png", "clip.mp4", "--overwrite").code == 0)
        #expect(try size(of: "sheet.png").0 > 1000)
        #expect(try looks("--sheet", "other.png", "clip.mp4", "--at", "99").code == 65)
        try scratch.write("no clip", as: "text.mp4")
        #expect(try looks("--sheet", "other.png", "text.mp4").code == 65)
        #expect(try looks("--sheet", "other.png", "missing.mp4").code == 66)
        #expect(try looks("--sheet", "none/other.png", "clip.mp4").code == 73)
        #expect(scratch.names == ["clip.mp4", "sheet.png", "text.mp4"])
    }

    @Test(arguments: [
        ["clip.mp4"], ["--sheet", "a.png"], ["--at", "3"], ["--overwrite"], ["--sheet", "a.jpg", "a.mp4"],
    ])
    func `words that do not go together are a wrong usage`(words: [String]) throws {
        let arguments = ["preset", "looks"] + words
        #expect(try scratch.run(bytes: arguments.map { Array($0.utf8) }).code == 64)
    }
}
