internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

/// Names that an option may have: a typo is not taken for a new one in silence.
struct KnownNames {
    let library: Library

    /// - Throws: ``Failure/Kind/notFound`` if no post is of the brand.
    func checkBrand(_ name: String?) throws(Failure) {
        guard let name else { return }
        let known = try brands()
        guard !known.contains(name) else { return }
        throw Failure(
            .notFound, FilePath(name), "no post in the library is of this brand",
            hint: known.isEmpty
                ? "'clipfit learn import FILE' brings posts in" : meantHint(name, among: known))
    }

    /// Warns of a new brand whose name is like that of a preset or of posts.
    func noteNewBrand(_ name: String?) throws(Failure) {
        guard let name else { return }
        let known = try brands() + PresetCatalogue.entries.map(\.name)
        guard !known.contains(name), let meant = likelyMeant(name, among: known) else { return }
        Console.warning("the brand '\(name)' is new: did you mean '\(meant)'?")
    }

    /// Warns if no post has the sound, look or hashtag.
    func noteUnused(_ item: PostToken.Item, _ name: String) throws(Failure) {
        let posts = try library.posts()
        let used =
            switch item {
            case .music: posts.map(\.music)
            case .look: posts.map(\.look)
            case .hashtag: posts.flatMap(\.hashtags)
            }
        let known = Set(used).subtracting([""])
        guard !known.contains(name) else { return }
        let meant = likelyMeant(name, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        Console.warning("no post has '\(name)'\(meant)")
    }

    private func brands() throws(Failure) -> [String] {
        try library.postSummaries().map(\.brand).filter { !$0.isEmpty }
    }
}
