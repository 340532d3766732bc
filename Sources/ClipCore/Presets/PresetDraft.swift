/// A preset while it is read, with all of its problems.
struct PresetDraft {
    private(set) var preset: PresetFile
    private(set) var problems: [ConfigurationProblem] = []
    private let platforms: [String]

    init(_ preset: PresetFile, _ platforms: [String]) { (self.preset, self.platforms) = (preset, platforms) }

    /// Reads the root of a file.
    mutating func read(_ root: YAMLNode) {
        guard case .map(let pairs) = root.content else {
            return object(to: root, nil, "a preset is a mapping of keys to values, not \(root.description)")
        }
        for pair in pairs {
            switch pair.key {
            case "extends": extend(pair.value)
            case "lock": lock(pair.value)
            case let key where PresetField.groups.contains(key): readGroup(pair)
            default:
                guard let field = PresetField(rawValue: pair.key), field.group == nil else {
                    objectToKey(pair, in: nil)
                    continue
                }
                set(field, pair.value)
            }
        }
        checkRivals()
    }

    private mutating func readGroup(_ group: YAMLNode.Pair) {
        let fields = PresetField.allCases.filter { $0.group == group.key }
        guard case .map(let pairs) = group.value.content else {
            let names = fields.map(\.name).joined(separator: ", ")
            return object(
                to: group.value, group.key,
                "'\(group.key)' is a mapping of \(names), not \(group.value.description)")
        }
        for pair in pairs {
            if let field = fields.first(where: { $0.name == pair.key }) {
                set(field, pair.value)
            } else {
                objectToKey(pair, in: group.key)
            }
        }
    }

    private mutating func set(_ field: PresetField, _ node: YAMLNode) {
        do throws(ConfigurationProblem) {
            let value = try PresetChecker(platforms: platforms, field: field).value(node)
            preset.settings.append(
                PresetSetting(field, value, .preset(preset.name, file: preset.file, node.place)))
        } catch { add(error) }
    }

    private mutating func extend(_ node: YAMLNode) {
        guard let text = node.text, PresetPattern.path.matches(text) else {
            return object(
                to: node, "extends",
                "'extends' is the name of a preset or a file in this folder, not \(node.description)",
                hint: node.text == nil ? nil : "a preset cannot leave its folder: put both into one")
        }
        preset.extends = PresetFile.Named(text: text, place: node.place)
    }

    private mutating func lock(_ node: YAMLNode) {
        guard case .list(let nodes) = node.content, !nodes.isEmpty else {
            return object(to: node, "lock", "'lock' is a list of fields, not \(node.description)")
        }
        var seen: Set<String> = []
        for node in nodes {
            guard let key = node.text, PresetField.lockable.contains(key) else {
                object(
                    to: node, "lock", "'lock' names fields, and \(node.description) is none",
                    hint: node.text.map { meantHint($0, among: PresetField.lockable) })
                continue
            }
            guard seen.insert(key).inserted else {
                object(to: node, "lock", "'\(key)' is locked twice", hint: "keep one of them")
                continue
            }
            for field in PresetField.allCases where field.key == key || field.group == key {
                preset.locks[field] = preset.locks[field] ?? node.place
            }
        }
    }

    private mutating func checkRivals() {
        let places = preset.settings.filter { $0.field.rival != nil }.compactMap(\.place)
        guard places.count > 1, let place = places.last else { return }
        add(
            preset.problem(
                place, key: "size", "size and aspect both tell the shape", hint: "keep one of them"))
    }

    // MARK: Problems

    private mutating func objectToKey(_ pair: YAMLNode.Pair, in group: String?) {
        let known =
            group.map { group in PresetField.allCases.filter { $0.group == group }.map(\.name) }
            ?? PresetField.topKeys
        let key = group.map { "\($0).\(pair.key)" } ?? pair.key
        add(
            ConfigurationProblem(
                "", line: pair.line, column: pair.column, key: key, "unknown key '\(key)'",
                hint: Self.hint(pair.key, known) ?? "one of \(known.joined(separator: ", "))"))
    }

    /// Suggests a similar key of the same mapping, else one of another mapping.
    private static func hint(_ key: String, _ known: [String]) -> String? {
        let word = key.replacing("_", with: "-")
        if let near = likelyMeant(word, among: known) { return "did you mean '\(near)'?" }
        let fields = PresetField.allCases
        let near = likelyMeant(word, among: fields.map(\.name))
        guard let field = fields.first(where: { $0.key == key || $0.name == word || $0.name == near }) else {
            return nil
        }
        return field.group.map { "put '\(field.name)' below '\($0):'" } ?? "put '\(field.key)' at the top"
    }

    private mutating func object(to node: YAMLNode, _ key: String?, _ message: String, hint: String? = nil) {
        add(node.problem(message, key: key, hint: hint))
    }

    private mutating func add(_ problem: ConfigurationProblem) {
        var problem = problem
        problem.file = preset.file
        problems.append(problem)
    }
}

extension YAMLNode {
    var place: PresetFile.Place { PresetFile.Place(line: line, column: column) }
}
