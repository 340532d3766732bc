package import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import Recommendation
internal import SystemPackage

/// Remembers in the library what was rendered, so that posts can be joined to it later.
package enum PostKeeper {
    /// A library that cannot be written to costs the memory, not the output.
    package static func keep(_ report: Report, warn: (String) -> Void) {
        guard let post = report.plan.post else { return }
        var record = RenderRecord(
            source: report.plan.source.file.path.string, identity: report.plan.source.identity,
            output: report.plan.output.file.path.string, made: Clock.today,
            start: report.plan.window.start.seconds, length: report.plan.length.seconds)
        (record.brand, record.seed) = (post.brand, post.seed)
        record.platforms = report.plan.delivery?.platforms ?? []
        (record.musicID, record.look, record.tags) = (
            post.music?.id, post.look?.id, post.hashtags
        )
        record.postKey = (try? PostFiles(report.plan).key) ?? nil
        record.caption = post.caption
        do throws(LibraryError) {
            try MusicShelf.library(for: .noting).add([record])
        } catch {
            warn("the library does not remember it: \(error.path.shown): \(error.message)")
        }
    }
}
