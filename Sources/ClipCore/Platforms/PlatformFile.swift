/// Parses the platform data: a mapping of ids to a `name` and rules of `value`, `source`, `asOf`.
public enum PlatformFile {
    /// The platforms, in file order.
    ///
    /// - Parameter changes: another file's rules, which win key by key; a rule without a value removes the other.
    /// - Throws: with the location of anything missing, unknown or out of range.
    public static func read(_ bytes: [UInt8], file: String, changes: (root: YAMLNode, file: String)? = nil)
        throws(ConfigurationError) -> [Platform]
    {
        let root = try YAMLReader.read(bytes, file: file)
        return try ConfigurationError.about(changes?.file ?? file) {
            () throws(ConfigurationProblem) -> [Platform] in
            var rules = try pairs(root)
            if let changes, !changes.root.isNull { try change(&rules, to: changes.root, levels: 2) }
            return try rules.map(platform)
        }
    }

    /// Replaces and adds values of a mapping, in as many levels of mappings.
    private static func change(_ pairs: inout [YAMLNode.Pair], to other: YAMLNode, levels: Int)
        throws(ConfigurationProblem)
    {
        for pair in try Self.pairs(other) {
            guard let place = pairs.firstIndex(where: { $0.key == pair.key }) else {
                pairs.append(pair)
                continue
            }
            guard levels > 1 else {
                pairs[place] = pair
                continue
            }
            var inner = try Self.pairs(pairs[place].value)
            try change(&inner, to: pair.value, levels: levels - 1)
            pairs[place] = pair.with(.map(inner.filter { !$0.value.isNull }))
        }
    }

    private static func platform(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> Platform {
        let facts = try pairs(pair.value)
        guard let name = facts.first(where: { $0.key == "name" })?.value.text else {
            throw pair.value.problem("the platform '\(pair.key)' has no name")
        }
        var platform = Platform(id: pair.key, name: name)
        for fact in facts where fact.key != "name" { try set(fact, of: &platform) }
        return platform
    }

    private static func set(_ fact: YAMLNode.Pair, of platform: inout Platform) throws(ConfigurationProblem) {
        switch fact.key {
        case "minimumLength": platform.minimumLength = try rule(fact, time)
        case "maximumLength": platform.maximumLength = try rule(fact, time)
        case "minimumSide": platform.minimumSide = try rule(fact, positive)
        case "maximumSide": platform.maximumSide = try rule(fact, positive)
        case "minimumFrameRate": platform.minimumFrameRate = try rule(fact, \.number)
        case "maximumFrameRate": platform.maximumFrameRate = try rule(fact, \.number)
        case "maximumBytes": platform.maximumBytes = try rule(fact) { positive($0).map(Int64.init) }
        case "maximumBitsPerSecond": platform.maximumBitsPerSecond = try rule(fact, positive)
        case "loudness": platform.loudness = try rule(fact, \.number)
        case "truePeak": platform.truePeak = try rule(fact, \.number)
        case "safeZone": platform.safeZone = try rule(fact, margins)
        case "captionLength": platform.captionLength = try rule(fact, positive)
        case "hashtags": platform.hashtags = try rule(fact, positive)
        default:
            guard let read = Self.others[fact.key] else {
                throw fact.problem("unknown key '\(fact.key)'")
            }
            platform.others.append(try rule(fact, read))
        }
    }

    /// Parsers of the rules in ``Platform/others``, by key.
    private static let others: [String: @Sendable (YAMLNode) -> Requirement?] = [
        "containers": { words($0).map(Requirement.containers) },
        "indexFirst": { $0.flag == true ? .indexFirst : nil },
        "noEditList": { $0.flag == true ? .noEditList : nil },
        "videoCodecs": { words($0).map(Requirement.videoCodecs) },
        "videoProfiles": { words($0).map(Requirement.videoProfiles) },
        "subsampling": { $0.text.map(Requirement.subsampling) },
        "progressive": { $0.flag == true ? .progressive : nil },
        "maximumWidth": { positive($0).map(Requirement.maximumWidth) },
        "shape": { shape($0).map(Requirement.shape) }, "advisedShape": { shape($0).map(Requirement.shape) },
        "advisedMaximumLength": { time($0).map(Requirement.maximumLength) },
        "constantFrameRate": { $0.flag == true ? .constantFrameRate : nil },
        "closedGroups": { $0.flag == true ? .closedGroups : nil },
        "longestGroup": { time($0).map(Requirement.longestGroup) },
        "audioCodecs": { words($0).map(Requirement.audioCodecs) },
        "audioProfiles": { words($0).map(Requirement.audioProfiles) },
        "sampleRate": { positive($0).map(Requirement.sampleRate) },
        "maximumSampleRate": { positive($0).map(Requirement.maximumSampleRate) },
        "channels": { positive($0).map(Requirement.channels) },
        "maximumChannels": { positive($0).map(Requirement.maximumChannels) },
    ]

    private static func rule<Value: Hashable & Codable & Sendable>(
        _ fact: YAMLNode.Pair, _ read: (YAMLNode) -> Value?
    ) throws(ConfigurationProblem) -> Rule<Value> {
        var (value, source, asOf) = (Value?.none, String?.none, String?.none)
        var (isAdvice, refusal) = (false, String?.none)
        for part in try pairs(fact.value) {
            switch part.key {
            case "value": value = read(part.value)
            case "source": source = part.value.text
            case "asOf": asOf = part.value.text.flatMap(date)
            case "advised":
                guard let flag = part.value.flag else {
                    throw part.value.problem("'advised' is true or false")
                }
                isAdvice = flag
            case "refusal": refusal = part.value.text
            default: throw part.value.problem("unknown key '\(part.key)' of '\(fact.key)'")
            }
        }
        guard let value, let source, let asOf else {
            throw fact.value.problem("'\(fact.key)' needs a fitting value, a source and asOf (a date)")
        }
        return Rule(value: value, source: source, asOf: asOf, isAdvice: isAdvice, refusal: refusal)
    }

    private static func pairs(_ node: YAMLNode) throws(ConfigurationProblem) -> [YAMLNode.Pair] {
        guard case .map(let pairs) = node.content else { throw node.problem("a mapping is expected here") }
        return pairs
    }

    private static func positive(_ node: YAMLNode) -> Int? { node.integer.flatMap { $0 > 0 ? $0 : nil } }

    private static func words(_ node: YAMLNode) -> [String]? {
        guard case .list(let nodes) = node.content else { return nil }
        let words = nodes.compactMap(\.text)
        return words.isEmpty || words.count < nodes.count ? nil : words
    }

    /// Parses `'9:16'`, or the narrowest and the widest ratio.
    private static func shape(_ node: YAMLNode) -> Requirement.Shape? {
        let ratios = (words(node) ?? node.text.map { [$0] } ?? []).compactMap(Requirement.Ratio.init)
        guard let narrowest = ratios.first, let widest = ratios.last, ratios.count <= 2,
            narrowest.value <= widest.value
        else { return nil }
        return Requirement.Shape(narrowest: narrowest, widest: widest)
    }

    private static func time(_ node: YAMLNode) -> MediaTime? {
        guard let number = node.number, number > 0, number < 1e6 else { return nil }
        return MediaTime(milliseconds: number)
    }

    private static func margins(_ node: YAMLNode) -> Platform.Margins? {
        guard case .map(let pairs) = node.content, pairs.count == 4 else { return nil }
        let sides = Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value.integer) })
        guard let top = sides["top"] ?? nil, let bottom = sides["bottom"] ?? nil,
            let left = sides["left"] ?? nil, let right = sides["right"] ?? nil
        else { return nil }
        return Platform.Margins(top: top, bottom: bottom, left: left, right: right)
    }

    /// Checks a date such as `2026-11-23`.
    private static func date(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ Int($0) != nil }) else { return nil }
        return text
    }
}

extension MediaTime {
    /// Rounds seconds from settings to milliseconds.
    init(milliseconds seconds: Double) {
        self.init(ticks: Int64((seconds * 1000).rounded()), timescale: 1000)
    }
}
