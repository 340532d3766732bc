import Foundation
import Testing

@Suite struct DoctorCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `doctor reports encoders, fonts, folders and the library`() throws {
        let run = try scratch.run("doctor", "--json")
        #expect(run.code == 0, "\(run.errors)")
        let items = try #require(try run.objects().first?["items"] as? [[String: Any]])
        let kinds = Set(items.compactMap { $0["kind"] as? String })
        #expect(kinds == ["encoder", "filter", "font", "sandbox", "folder", "library", "transcriber"])
        let x264 = items.first { $0["name"] as? String == "h264" }
        #expect(x264?["isPresent"] as? Bool == true)
        #expect(try scratch.run("--version", "--json").output == run.output)
    }

    @Test func `doctor examines the journal of the folder that it is run in`() throws {
        try FileManager.default.createDirectory(
            atPath: "\(scratch.path)/.clipfit", withIntermediateDirectories: true)
        try scratch.write(
            "no database, but long enough to have had a header of one", as: ".clipfit/journal.sqlite")
        let run = try scratch.run("doctor")
        #expect(run.output.contains("missing  journal .clipfit: it is damaged"), "\(run.output)")
    }

    @Test func `a preset whose logo is missing is 69`() throws {
        #expect(try scratch.run("doctor", "-Z", "kopi-senja").code == 0)
        try scratch.write("lut: gone.cube", as: "brand.yaml")
        let run = try scratch.run("doctor", "-Z", "brand.yaml")
        #expect(run.code == 69 && run.output.contains("missing  preset brand.yaml"), "\(run.output)")
    }
}
