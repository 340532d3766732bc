import Foundation
import Testing

/// `clipfit schema`, as a user at a shell meets it.
@Suite struct SchemaCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func object(_ text: Substring) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `each record has a schema`() throws {
        let names = try scratch.run("schema").output.split(separator: "\n")
        #expect(names.contains("clipfit.trim/1") && names.contains("clipfit.error/1") && names.count > 25)
        for name in names {
            let schema = try object(try scratch.run("schema", String(name)).output[...])
            #expect(schema["title"] as? String == String(name))
            #expect((schema["required"] as? [String])?.contains("schema") == true)
        }
    }

    @Test func `a record goes by its short name, and a mistake gets a guess`() throws {
        let schema = try object(try scratch.run("schema", "probe").output[...])
        #expect(schema["title"] as? String == "clipfit.probe/1")
        let mistake = try scratch.run("schema", "prob")
        #expect(mistake.code == 64 && mistake.errors.contains("did you mean 'probe'?"), "\(mistake.errors)")
        #expect(try scratch.run("schema", "trim", "--tools").code == 64)
    }

    @Test func `each verb is a tool with its input`() throws {
        let tools = try scratch.run("schema", "--tools").output.split(separator: "\n").map(object)
        let trim = try #require(tools.first { $0["name"] as? String == "clipfit trim" })
        let input = try #require(trim["inputSchema"] as? [String: Any])
        #expect((input["required"] as? [String]) == ["files"])
        #expect((input["properties"] as? [String: Any])?["length"] != nil)
        #expect(tools.allSatisfy { ($0["description"] as? String)?.isEmpty == false })
    }
}
