internal import ClipBatch
internal import ClipCore

/// A result in one line. The template reads the properties by name.
struct ClipRow {
    static let warnedClass = "is-warned"

    /// One output. The template reads the properties by name.
    struct File {
        let link: String?
        let fileName: String
        let platforms: String
        let length: String
        let size: String
    }

    let number: Int
    let rowName: String
    let rowStatus: String
    let rowBadge: String
    let rowClass: String
    let rowFiles: [File]

    init(_ result: JobResult, _ outputs: [OutputSection], number: Int, _ messages: Messages) {
        self.number = number
        rowName = result.source.text
        rowStatus = result.status.rawValue
        let isWarned = !result.warnings.isEmpty || result.reports.contains { !$0.deviations.isEmpty }
        rowClass = "is-\(result.status.rawValue)" + (isWarned ? " \(Self.warnedClass)" : "")
        rowBadge =
            switch result.status {
            case .failed: messages.text("failed")
            case .done where !result.plans.isEmpty: messages.text("planned")
            case .done, .skipped: messages.text("ready")
            }
        rowFiles = outputs.map { output in
            File(
                link: output.link, fileName: output.fileName,
                platforms: output.targets.joined(separator: ", "),
                length: "\(output.length.text) s", size: output.sizeBytes?.shownBytes ?? "")
        }
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
