public import ClipCore

extension TrendBook.Entry {
    /// What it did: "rose 48 places in 7 weeks".
    public var past: Phrase {
        let time: Phrase =
            history.days == 1
            ? "1 day" : history.days < 14 ? "\(history.days) days" : "\((history.days + 3) / 7) weeks"
        let (places, span) = ((history.places ?? 0).magnitude, time)
        switch history.move {
        case .unknown: return "in one chart only"
        case .new: return "new in the chart"
        case .back: return "back in the chart after \(span)"
        case .left: return "left the chart \(span) ago"
        case .steady: return "steady for \(span)"
        case .rose where latest.count == nil && places == 1: return "rose one place in \(span)"
        case .fell where latest.count == nil && places == 1: return "fell one place in \(span)"
        case .rose where latest.count == nil: return "rose \(places) places in \(span)"
        case .fell where latest.count == nil: return "fell \(places) places in \(span)"
        case .rose:
            let share = Self.shown(weeklyGrowth)
            return weeklyGrowth >= 3
                ? "rose more than fourfold a week"
                : weeklyGrowth < 0.01 ? "rose in \(span)" : "rose \(share) % a week"
        case .fell:
            let share = Self.shown(weeklyGrowth)
            return weeklyGrowth > -0.01 ? "fell in \(span)" : "fell \(share) % a week"
        }
    }

    /// What is expected within a week; nil if nothing new.
    public var outlook: Phrase? {
        guard !isExpired, history.move != .left, latest.count == nil else { return nil }
        switch direction {
        case .rising: return history.move == .rose ? "expected to rise further" : "expected to rise"
        case .falling: return history.move == .rose ? "expected to ease" : "expected to fall"
        case .peak, .steady, .tooFew: return nil
        }
    }

    /// The growth of counts in a week, as a share from -1 to 3; 0 for ranks.
    public var weeklyGrowth: Double {
        latest.count == nil ? 0 : (exponential(min(20, 7 * momentum)) - 1).clamped(to: -1...3)
    }

    private static func shown(_ share: Double) -> Int { Int((100 * share).rounded().magnitude) }
}
