extension LearnedEffects {
    /// A question to the model: item ids, each with its other names in posts.
    public struct Question: Sendable {
        /// The brand's name, which is the creator of its posts.
        public var brand: String
        /// The brand's categories.
        public var categories: [String]
        /// Other names by item id, without the id itself.
        public var names: [PostToken.Item: [String: [String]]]

        /// Creates an empty question.
        public init(brand: String, categories: [String]) {
            (self.brand, self.categories, names) = (brand, categories, [:])
        }

        /// All tokens that the answer depends on.
        public var tokens: Set<PostToken> {
            var tokens = Set(categories.map { PostToken(.category, $0) })
            tokens.insert(PostToken(.creator, brand))
            for (item, names) in names {
                for (id, others) in names {
                    for name in [id] + others { tokens.formUnion(self.tokens(item, name)) }
                }
            }
            return tokens
        }

        /// The tokens of one name: the item, with the brand, and with each category.
        func tokens(_ item: PostToken.Item, _ name: String) -> [PostToken] {
            // Posts have no such tokens for hashtags: there would be too many.
            let hasOwn = !brand.isEmpty && item != .hashtag
            let own = hasOwn ? [PostToken.item(item, name, of: brand)] : []
            return [PostToken.item(item, name)] + own
                + categories.map { PostToken.item(item, name, about: $0) }
        }
    }

    /// Answers a question from a model.
    public init(_ model: PostModel, _ question: Question) {
        self.init()
        let brand = PostToken(.creator, question.brand)
        posts = question.brand.isEmpty ? 0 : model.model.effects[brand]?.rows ?? 0
        allPosts = model.posts
        postsInCategory = question.categories.reduce(0) {
            $0 + (model.model.effects[PostToken(.category, $1)]?.rows ?? 0)
        }
        let answers = Answers(model: model.model, question: question)
        music = answers.effects(.music)
        looks = answers.effects(.look)
        hashtags = answers.effects(.hashtag)
        unseen = answers.unseen
    }

    private struct Answers {
        let model: MixedModel
        let question: Question

        /// Effects by id; items without posts are left out.
        func effects(_ item: PostToken.Item) -> [String: [Effect]] {
            var effects: [String: [Effect]] = [:]
            for (id, others) in question.names[item] ?? [:] {
                // Uses the name with the most posts.
                let name = ([id] + others).max {
                    rows(PostToken.item(item, $0)) < rows(PostToken.item(item, $1))
                }
                guard let name, rows(PostToken.item(item, name)) > 0 else { continue }
                effects[id] = question.tokens(item, name).map { effect($0, item) }
            }
            return effects
        }

        private func rows(_ token: PostToken) -> Int { model.effects[token]?.rows ?? 0 }

        private func effect(_ token: PostToken, _ item: PostToken.Item) -> Effect {
            let what = item == .music ? "sound" : item.rawValue
            let of =
                switch token.group {
                case .creatorItem: "brand × \(what)"
                case .categoryItem: "\(token.name.prefix { $0 != "\u{1F}" }) × \(what)"
                default: what
                }
            return Effect(
                effect: model.effects[token]?.value ?? 0, sd: model.deviation(token), posts: rows(token),
                of: of, isOwn: token.group == .creatorItem)
        }

        /// The uncertainty of an unknown sound.
        var unseen: Double {
            question.tokens(.music, "").reduce(0) { $0 + model.deviation($1) * model.deviation($1) }
                .squareRoot()
        }
    }
}
