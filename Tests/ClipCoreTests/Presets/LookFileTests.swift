import ClipCore
import Foundation
import Presets
import Testing

@Suite struct LookFileTests {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(
            "../../Presets/looks")

    @Test func `every look of the folder is built in as it is, and reads`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Presets.looks.map { "\($0.name).yaml" } == names.sorted())
        for (name, bytes) in Presets.looks {
            #expect(try [UInt8](Data(contentsOf: folder.appendingPathComponent("\(name).yaml"))) == bytes)
            let look = try LookFile.read(bytes, file: name)
            #expect(look.name == name)
            #expect(look.problem == nil)
            #expect(!look.moods.isEmpty && !look.summary.isEmpty)
            #expect(look != Look(name: name, summary: look.summary, moods: look.moods))
        }
    }

    @Test func `every key is read`() throws {
        let text = """
            name: a-1
            description: One line
            moods: [warm, calm]
            temperature: -0.5
            tint: .25
            contrast: 2
            saturation: 0
            curves:
              master: [[0, 0.1], [1, 0.9]]
              blue: [[0.5, 0.4]]
            sharpen: 0.5
            grain: 1
            """
        let look = try LookFile.read(Array(text.utf8), file: "a")
        var same = Look(name: "a-1", summary: "One line", moods: ["warm", "calm"])
        (same.temperature, same.tint, same.contrast, same.saturation) = (-0.5, 0.25, 2, 0)
        same.curves = [
            "master": [.init(x: 0, y: 0.1), .init(x: 1, y: 0.9)], "blue": [.init(x: 0.5, y: 0.4)],
        ]
        same.texture = Look.Texture()
        (same.texture!.sharpen, same.texture!.grain) = (0.5, 1)
        #expect(look == same)
    }

    @Test(
        arguments: [
            ("name: a\ntemprature: 0.1", 2, 1, "unknown key 'temprature'", "did you mean 'temperature'?"),
            ("name: a\nvignette: -0.1", 2, 11, "vignette is a number from 0 to 1, not -0.1", nil),
            ("name: a\ntint: 1.5", 2, 7, "tint is a number from -1 to 1, not 1.5", nil),
            ("name: a\ncontrast: high", 2, 11, "contrast is a number from 0 to 2, not 'high'", nil),
            ("name: a\nsaturation: .nan", 2, 13, "saturation is a number from 0 to 2", nil),
            ("name: Warm Cafe", 1, 7, "lower-case letters", nil), ("name: none", 1, 7, "a name of", nil),
            ("tint: 0.5", 1, 1, "the look has no name", nil), ("- a", 1, 1, "a look is a mapping", nil),
            ("name: a\nmoods: warm", 2, 8, "a list of at most 12 words", nil),
            ("name: a\ndescription: 5", 2, 14, "one line of text", nil),
            ("name: a\ncurves:\n  gren: [[0, 0]]", 3, 3, "unknown key 'gren'", "did you mean 'green'?"),
            ("name: a\ncurves:\n  red: [[0, 2]]", 3, 9, "two numbers from 0 to 1", nil),
            ("name: a\ncurves:\n  red: [[0, 1], [0, 0.5]]", 3, 17, "in the order", nil),
            ("name: a\ncurves:\n  red: []", 3, 8, "1 to 16 points", nil),
            ("name: a\ncurves: [1]", 2, 9, "curves are a mapping", nil),
            ("name: &x a\ntint: *x", 1, 7, "anchors and aliases", nil),
        ] as [(String, Int, Int, String, String?)])
    func `what is wrong is told with its place`(
        text: String, line: Int, column: Int, words: String, hint: String?
    ) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try LookFile.read(Array(text.utf8), file: "my.yaml")
        }
        let problem = try #require(error?.problems.first)
        #expect((problem.line, problem.column) == (line, column), "\(problem.text)")
        #expect(problem.message.contains(words), "\(problem.text)")
        if let hint { #expect(problem.hint == hint) }
        #expect(problem.text.hasPrefix("my.yaml:\(line):\(column): "))
    }

    @Test func `a look that no file could hold has a problem`() {
        let changes: [(inout Look) -> Void] = [
            { $0.temperature = .nan }, { $0.tint = 2 }, { $0.contrast = -1 }, { $0.saturation = .infinity },
            { $0.curves["grey"] = [] }, { $0.curves["red"] = [.init(x: 0, y: 2)] },
            { $0.curves["red"] = Array(repeating: .init(x: 0, y: 0), count: 17) },
        ]
        for change in changes {
            var look = Look(name: "a")
            change(&look)
            #expect(look.problem != nil, "\(look)")
        }
    }
}
