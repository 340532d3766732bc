import ClipCore
import Testing

@Suite struct CropPathFileTests {
    private let path = CropPath(
        size: Picture.Size(width: 608, height: 1080), picture: Picture.Size(width: 1920, height: 1080),
        stretches: [
            .init(
                start: time(0), points: [.init(time(0), x: 656, y: 0), .init(time(12, 5), x: 700, y: 0)]),
            .init(start: time(21, 5), points: []),
            .init(start: time(1001 * 200, 30000), points: [.init(time(7), x: 0, y: 0)]),
        ])

    private func problem(_ text: String) -> ConfigurationProblem? {
        do throws(ConfigurationError) {
            _ = try CropPathFile.read(Array(text.utf8), file: "path.json")
            return nil
        } catch { return error.problems[0] }
    }

    @Test func `what is written is read again, to the microsecond`() throws {
        let text = CropPathFile.text(path)
        let read = try CropPathFile.read(Array(text.utf8), file: "path.json")
        #expect(read.size == path.size && read.picture == path.picture)
        #expect(read.stretches.map(\.points) == path.stretches.map(\.points))
        #expect(read.stretches[2].start == time(6_673_333, 1_000_000))
        #expect(CropPathFile.text(read) == text)
        #expect(read.problem == nil)
    }

    @Test func `comments and other spacing are fine`() throws {
        let text = """
            # by hand
            {"schema": "clipfit.crop-path/1",
             "picture": "640x360", "crop": "202x360",
             "shots": [{"start": 0, "points": [[0.5, 10, 0]]}]}  # the end
            """
        let read = try CropPathFile.read(Array(text.utf8), file: "path.json")
        #expect(read.stretches == [.init(start: .zero, points: [.init(time(1, 2), x: 10, y: 0)])])
    }

    @Test(arguments: [
        ("{", 2, nil as String?),
        ("[]", 1, nil),
        ("{\"schema\": \"clipfit.plan/1\"}", 1, "schema"),
        (
            #"{"schema": "clipfit.crop-path/1", "picture": "640", "crop": "202x360", "shots": []}"#, 1,
            "picture"
        ),
        (
            #"{"schema": "clipfit.crop-path/1", "picture": "640x360", "crop": "800x360", "shots": []}"#, 1,
            "crop"
        ),
        (
            #"{"schema": "clipfit.crop-path/1", "picture": "640x360", "crop": "201x360", "shots": []}"#, 1,
            "crop"
        ),
        (
            #"{"schema": "clipfit.crop-path/1", "picture": "640x360", "crop": "202x360", "shots": []}"#, 1,
            "shots"
        ),
        (
            #"{"schema": "clipfit.crop-path/1", "picture": "640x360", "crop": "202x360", "shot": []}"#, 1,
            "shot"
        ),
        (shots(#"{"start": "0", "points": []}"#), 2, "start"),
        (shots(#"{"start": 0}"#), 2, "points"),
        (shots(#"{"start": 0, "points": [[0, 1]]}"#), 2, "points"),
        (shots(#"{"start": 0, "points": [[0, 1.5, 0]]}"#), 2, "points"),
        (shots(#"{"start": 0, "points": [[0, 439, 0]]}"#), 2, "points"),
        (shots(#"{"start": 0, "points": [[0, 0, -2]]}"#), 2, "points"),
        (shots("{\"start\": 0, \"points\": [[2, 0, 0],\n[1, 0, 0]]}"), 3, "points"),
        (shots("{\"start\": 4, \"points\": []},\n{\"start\": 4, \"points\": []}"), 3, "start"),
    ])
    func `what is wrong is told with its place`(text: String, line: Int, key: String?) throws {
        let problem = try #require(self.problem(text))
        #expect(problem.line == line && problem.key == key && problem.file == "path.json", "\(problem)")
    }

    private static func shots(_ text: String) -> String {
        "{\"schema\": \"clipfit.crop-path/1\", \"picture\": \"640x360\", \"crop\": \"202x360\", \"shots\": [\n\(text)]}"
    }
}
