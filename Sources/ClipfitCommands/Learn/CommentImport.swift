internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

/// Imports a table of comments; stores per post the share that counts.
struct CommentImport {
    let asJSON: Bool

    func read(_ path: FilePath) throws(Failure) {
        let counts = try CommentFile.read(try ImportFile.read(path), from: path)
        let known = try TrackCatalogue.library(for: .writing).setComments(counts)
        let all = counts.values.reduce(0) { $0 + $1.read }
        let clean = counts.values.reduce(0) { $0 + $1.clean }
        if asJSON {
            var object = JSONObject("path", path)
            object += [
                "comments": all, "clean": clean, "posts": known, "unknownPosts": max(0, counts.count - known),
            ]
            return Output.object("clipfit.learn-comments/1", object)
        }
        Output.line(
            "\(path.shown): \(clean) of \(all) comments count, under \(known) post\(known == 1 ? "" : "s"); harmful, spam and copied ones do not"
        )
        if known < counts.count {
            let unknown = counts.count - known
            Console.warning(
                "\(path.shown): \(unknown) post\(unknown == 1 ? "" : "s") of it not in the library")
        }
    }
}
