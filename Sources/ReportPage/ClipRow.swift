internal import ClipBatch
internal import ClipCore

/// A result in one line. The template reads the properties by name.
struct ClipRow {
    static let warnedClass = "is-warned"

    let number: Int
    let rowName: String
    let rowStatus: String
    let rowClass: String
    let rowPart: String
    let rowOutputs: Int
    let rowMethod: String
    let rowLength: String
    let rowSize: String
    let rowSeconds: String

    init(_ result: JobResult, number: Int) {
        self.number = number
        rowName = result.source.text
        rowStatus = result.status.rawValue
        let isWarned = !result.warnings.isEmpty || result.reports.contains { !$0.deviations.isEmpty }
        rowClass = "is-\(result.status.rawValue)" + (isWarned ? " \(Self.warnedClass)" : "")
        let plans = (result.portrait?.outputs ?? []).map(\.plan)
        rowPart = Self.joined(plans.map(\.window.text))
        rowOutputs = result.outputs.count
        rowMethod = Self.joined(result.reports.map(\.method.rawValue))
        rowLength = Self.joined(plans.map { "\($0.length.text) s" })
        rowSize = Self.size(result.portrait?.outputs ?? [])
        rowSeconds = "\(MediaTime(ticks: Int64((result.seconds * 10).rounded()), timescale: 10).text) s"
    }

    private static func size(_ outputs: [OutputStills]) -> String {
        let sizes = outputs.compactMap(\.facts?.sizeBytes)
        return sizes.isEmpty ? "" : sizes.reduce(0, +).shownBytes
    }

    /// Unique texts, at most two.
    private static func joined(_ texts: [String]) -> String {
        var once: [String] = []
        for text in texts where !once.contains(text) { once.append(text) }
        return once.prefix(2).joined(separator: ", ") + (once.count > 2 ? " …" : "")
    }
}

extension FilePath {
    /// As text, with U+FFFD for invalid bytes.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension TimeRange {
    var text: String { "\(start.text)–\(end.text) s" }
}

extension Int64 {
    /// In decimal units: `3.2 MB`.
    var shownBytes: String {
        if self < 1000 { return "\(self) bytes" }
        let (unit, name) =
            self < 1_000_000 ? (1000.0, "kB") : self < 1_000_000_000 ? (1e6, "MB") : (1e9, "GB")
        return "\(MediaTime(ticks: Int64((Double(self) / unit * 10).rounded()), timescale: 10).text) \(name)"
    }
}
