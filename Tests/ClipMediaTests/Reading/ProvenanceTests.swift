import ClipCore
import Foundation
import Recommendation
import SystemPackage
import Testing

@testable import ClipMedia

/// C2PA manifests and XMP made by hand, as cameras and generators write them.
enum Manifest {
    static let vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/"

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8, 4) + Array(type.utf8) + content
    }

    static func superbox(_ label: String, _ content: [UInt8]) -> [UInt8] {
        box("jumb", box("jumd", [UInt8](repeating: 7, count: 16) + [3] + Array(label.utf8) + [0]) + content)
    }

    // CBOR.
    static func text(_ text: String) -> [UInt8] { [0x79] + number(text.utf8.count, 2) + Array(text.utf8) }
    static func map(_ pairs: (String, [UInt8])...) -> [UInt8] {
        [0xA0 | UInt8(pairs.count)] + pairs.flatMap { text($0.0) + $0.1 }
    }
    static func list(_ items: [UInt8]...) -> [UInt8] { [0x80 | UInt8(items.count)] + items.joined() }

    /// A store of one manifest whose one action has that source type; nil for none.
    static func store(_ type: String?) -> [UInt8] {
        let action =
            type.map { map(("action", text("c2pa.created")), ("digitalSourceType", text(vocabulary + $0))) }
            ?? map(("action", text("c2pa.opened")))
        let actions = superbox("c2pa.actions.v2", box("cbor", map(("actions", list(action)))))
        let other = superbox("c2pa.hash.bmff.v3", box("cbor", map(("name", text("secret-of-ani")))))
        return superbox("c2pa", superbox("urn:c2pa:1", superbox("c2pa.assertions", other + actions)))
    }

    static func uuid(manifest: [UInt8]) -> [UInt8] {
        let kind: [UInt8] = [
            0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
        ]
        return box("uuid", kind + [0, 0, 0, 0] + Array("manifest".utf8) + [0] + number(0, 8) + manifest)
    }

    static func uuid(xmp: String) -> [UInt8] {
        let kind: [UInt8] = [
            0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
        ]
        return box("uuid", kind + Array(xmp.utf8))
    }
}

@Suite struct ProvenanceTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func clip(_ extra: [UInt8], as name: String = "in.mp4") throws -> FilePath {
        let path = try scratch.copy(.batik, as: name)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path.string))
        try file.seekToEnd()
        try file.write(contentsOf: Data(extra))
        try file.close()
        return path
    }

    private func provenance(_ path: FilePath) throws -> Provenance {
        try Prober().probe(try SourceFile.open(path)).provenance
    }

    @Test(arguments: [
        ("trainedAlgorithmicMedia", true), ("compositeWithTrainedAlgorithmicMedia", true),
        ("compositeSynthetic", true), ("digitalCapture", false), ("humanEdits", false),
        ("algorithmicMedia", false),
    ])
    func `a manifest tells how a clip was made, and only some of it is AI`(type: String, isAI: Bool) throws {
        let found = try provenance(try clip(Manifest.uuid(manifest: Manifest.store(type))))
        #expect(found.hasC2PA && !found.hasXMP)
        #expect(found.digitalSourceType == Manifest.vocabulary + type)
        #expect(found.aiSourceType == (isAI ? Manifest.vocabulary + type : nil))
    }

    @Test func `a manifest without a source type says nothing of AI`() throws {
        let found = try provenance(try clip(Manifest.uuid(manifest: Manifest.store(nil))))
        #expect(found.hasC2PA && found.digitalSourceType == nil && found.aiNote == nil)
        #expect(try provenance(Sample.batik.path) == Provenance())
    }

    @Test(arguments: [
        #"<r:D xmlns:I="x" I:DigitalSourceType="URI"/>"#,
        "<I:DigitalSourceType>\n URI </I:DigitalSourceType>",
        #"<I:DigitalSourceType rdf:resource='URI'/>"#,
    ])
    func `XMP tells it in each of its ways`(text: String) throws {
        let uri = Manifest.vocabulary + "trainedAlgorithmicMedia"
        let xmp = "<?xpacket?>" + text.replacingOccurrences(of: "URI", with: uri)
        let found = try provenance(try clip(Manifest.uuid(xmp: xmp)))
        #expect(found.hasXMP && !found.hasC2PA)
        #expect(found.aiSourceType == uri)
        #expect(try provenance(try clip(Manifest.uuid(xmp: "<r:D/>"), as: "b.mp4")).aiSourceType == nil)
    }

    @Test func `an assertion in JSON, and open and tagged CBOR, are read too`() {
        let json = #"{"@type":"x","Iptc4xmpExt:DigitalSourceType" : "http://x/trainedAlgorithmicMedia"}"#
        let store = Manifest.superbox(
            "c2pa", Manifest.superbox("stds.iptc", Manifest.box("json", Array(json.utf8))))
        #expect(ManifestReader(store).types == ["http://x/trainedAlgorithmicMedia"])
        // Indefinite map and list, a tag, a float, a number of eight bytes, bytes in pieces.
        let open: [UInt8] =
            [0xBF] + Manifest.text("a") + [0xC0, 0xFB, 1, 2, 3, 4, 5, 6, 7, 8] + Manifest.text("b")
            + [0x9F, 0x1B, 0, 0, 0, 0, 0, 0, 0, 1, 0x5F, 0x41, 9, 0xFF, 0xFF]
            + Manifest.text("digitalSourceType") + Manifest.text("t") + [0xFF]
        let box = Manifest.superbox("c2pa.actions", Manifest.box("cbor", open))
        #expect(ManifestReader(box).types == ["t"])
    }

    @Test func `a hostile manifest ends the search and nothing else`() {
        let whole = Manifest.store("trainedAlgorithmicMedia")
        for count in 0..<whole.count { _ = ManifestReader(Array(whole[..<count])).types }
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<4 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            _ = ManifestReader(bytes).types
        }
        var nested: [UInt8] = []
        for _ in 0..<2000 { nested = Manifest.box("jumb", nested) }
        #expect(ManifestReader(nested).types == [])
        let lists = [UInt8](repeating: 0x9F, count: 100_000)
        #expect(ManifestReader(Manifest.superbox("c2pa.actions", Manifest.box("cbor", lists))).types == [])
        let huge: [UInt8] = [0x9B] + [UInt8](repeating: 0xFF, count: 8)
        #expect(ManifestReader(Manifest.superbox("c2pa.actions", Manifest.box("cbor", huge))).types == [])
        let empty = [UInt8](repeating: 0, count: 4_000_000)
        #expect(ManifestReader(empty).types == [])
    }

    @Test(arguments: ["mp4", "mov", "mkv", "webm", "ts"], [TrimRequest.Method.smart, .encode])
    func `the mark stays though all else goes, also through a second cut`(
        ending: String, method: TrimRequest.Method
    ) throws {
        guard ending != "webm" || method == .encode else { return }
        let source = try clip(Manifest.uuid(manifest: Manifest.store("trainedAlgorithmicMedia")))
        let output = scratch.path("out.\(ending)")
        let second = MediaTime(ticks: 1, timescale: 1)
        let report = try trim(source, to: output, start: second, length: second, method)
        #expect(report.removedMetadata.contains("C2PA manifest"))
        #expect(report.provenance.aiSourceType != nil)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: output.string))
        #expect(bytes.range(of: Data("secret-of-ani".utf8)) == nil)
        let kept = try provenance(output)
        #expect(!kept.hasC2PA)
        let uri = Manifest.vocabulary + "trainedAlgorithmicMedia"
        #expect(kept.aiSourceType == (ending == "ts" ? nil : uri))
        #expect(kept.hasXMP == ["mp4", "mov"].contains(ending))
        #expect(report.deviations.contains { $0.contains("the mark that AI made") } == !kept.hasXMP)
        guard ending != "ts" else { return }
        let again = scratch.path("again.\(ending)")
        try trim(output, to: again, start: .zero, length: MediaTime(ticks: 1, timescale: 2), method)
        #expect(try provenance(again).aiSourceType == uri)
    }

    @Test func `a clip of a camera gets no mark`() throws {
        let source = try clip(Manifest.uuid(manifest: Manifest.store("digitalCapture")))
        let second = MediaTime(ticks: 1, timescale: 1)
        let report = try trim(source, to: scratch.path("out.mp4"), start: second, length: second)
        #expect(report.removedMetadata.contains("C2PA manifest"))
        #expect(try provenance(scratch.path("out.mp4")) == Provenance())
    }

    @Test func `AVI keeps manifests and XMP in chunks`() throws {
        let store = Manifest.store("trainedAlgorithmicMedia")
        func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
            let size = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
            return Array(name.utf8) + size + bytes + [UInt8](repeating: 0, count: bytes.count % 2)
        }
        let path = scratch.path("a.avi")
        try Data(
            Array("RIFF\0\0\0\0AVI ".utf8) + chunk("LIST", [1, 2, 3]) + chunk("C2PA", store)
                + chunk("_PMX", Array("<a/>".utf8))
        ).write(to: URL(fileURLWithPath: path.string))
        let found = try ProvenanceReader(try SourceFile.open(path), nil, tags: [:]).provenance
        #expect(found.hasC2PA && found.hasXMP && found.aiSourceType != nil)
    }
}
