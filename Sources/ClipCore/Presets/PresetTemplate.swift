internal import SystemPackage

/// The text of a new preset: fields with a value, and every other one as a comment with its description.
public struct PresetTemplate {
    private let name: String
    private let base: Preset?
    private let values: [PresetField: PresetValue]

    /// - Parameter base: the preset that the new one extends, whose values appear in the comments; nil for none.
    public init(name: String, base: Preset? = nil, values: [PresetField: PresetValue] = [:]) {
        (self.name, self.base, self.values) = (name, base, values)
    }

    /// Text of the file.
    public var text: String {
        var lines = [
            "# A preset: 'clipfit trim clip.mp4 -Z \(name)' does what it says. Take away the # of the lines that you want,",
            "# and check it with 'clipfit preset lint \(name)'.", "",
        ]
        if let base {
            lines += ["# Everything that is not said here is as it is there.", "extends: \(base.name)", ""]
        }
        lines += ["description: \((values[.description] ?? .text(name)).yaml)", ""]
        for field in PresetField.allCases where field.group == nil && field != .description {
            lines += comment(field, indent: "")
        }
        for group in PresetField.groups {
            lines += ["", values.keys.contains { $0.group == group } ? "\(group):" : "# \(group):"]
            for field in PresetField.allCases where field.group == group {
                lines += comment(field, indent: "  ")
            }
        }
        lines += [
            "", "# Fields, and groups of them, that no flag may change:", "# lock: [look, music.licence]", "",
        ]
        return lines.joined(separator: "\n")
    }

    private func comment(_ field: PresetField, indent: String) -> [String] {
        if let value = values[field] {
            return ["\(indent)\(field.name): \(value.yaml)".padded(to: 44) + "  # \(field.rule.about)"]
        }
        let value = base?.settings[field]?.value
        let isFile = field.rule.kind == .path
        let words = isFile ? nil : value?.yaml
        var about = field.rule.about
        if case .choice(let words) = field.rule.kind { about += ": \(words.joined(separator: ", "))" }
        if let lock = base?.locks[field] { about = "locked by \(lock.preset)" }
        return ["# \(indent)\(field.name): \(words ?? field.rule.example)".padded(to: 44) + "  # \(about)"]
    }
}

extension PresetValue {
    /// YAML syntax of the value.
    var yaml: String {
        switch self {
        case .flag, .number, .time: shown
        case .text(let text): Self.isPlain(text) ? text : "'\(text.replacing("'", with: "''"))'"
        case .path(let path): PresetValue.text(path.path.string).yaml
        case .list(let values): "[\(values.map(\.yaml).joined(separator: ", "))]"
        }
    }

    /// Text that every YAML parser reads as a string.
    private static func isPlain(_ text: String) -> Bool {
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        return text.first.map { $0.isLowercase && $0.isASCII } ?? false && !words.contains(text)
            && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
