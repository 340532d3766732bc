internal import CPlatform
public import ClipCore
public import ClipMedia
internal import Platform

/// Watches folders for new and changed source files, and reports each once it has settled.
///
/// Kernel notices only say where to look; the files themselves are always read by the rules of
/// ``SourceFinder``. Without notices all folders are searched repeatedly.
public final class FolderWatch {
    /// Changes since the last update.
    public struct News {
        /// Settled files, in order.
        public var jobs: [Job] = []
        /// Unreadable folders.
        public var failures: [Failure] = []
        /// Sources that disappeared.
        public var gone: [FilePath] = []
    }

    private struct Root {
        let path: FilePath
        let identity: FileIdentity?
    }

    private struct Branch {
        let root: FilePath
        let place: FilePath
    }

    private let rule: SourceRule
    private let isRecursive: Bool
    private let roots: [Root]
    private let output: FilePath
    private let outputIdentity: FileIdentity?
    private let settle: Duration
    private let sweep: Duration
    private let warn: (String) -> Void
    private var notices: FolderNotices?
    /// Watched folders by the kernel's numbers.
    private var branches: [Int32: Branch] = [:]
    private var files: WatchedFiles
    /// Files with notices, to be checked.
    private var told: Set<Job> = []
    private var news = News()
    /// Unreadable and skipped folders already reported: each is reported once.
    private var knownTroubles: Set<FilePath> = []
    /// Next scheduled search of all folders, and the earliest allowed one.
    private var nextSearch = SuspendingClock.now
    private var earliestSearch = SuspendingClock.now

    /// Searches the folders, then watches them.
    ///
    /// - Parameters:
    ///   - output: the output folder, which is skipped.
    ///   - settle: how long a file's size and time must be unchanged before it is taken. Older existing files
    ///     are taken at once.
    ///   - polls: do without kernel notices.
    ///   - sweep: interval of full searches despite notices: the kernel does not report changes of linked
    ///     files, nor in file systems mounted below.
    ///   - warn: receives warnings.
    /// - Throws: if one of the folders does not exist; the output folder may be missing.
    public init(
        _ rule: SourceRule, isRecursive: Bool = true, of roots: [FilePath], output: FilePath,
        settle: Duration, polls: Bool = false, sweep: Duration = .seconds(60),
        warn: @escaping (String) -> Void = { _ in }
    ) throws(Failure) {
        (self.rule, self.isRecursive, self.output) = (rule, isRecursive, output)
        (self.settle, self.sweep, self.warn) = (settle, sweep, warn)
        self.roots = roots.map { Root(path: $0, identity: FileIdentity(of: $0)) }
        outputIdentity = FileIdentity(of: output)
        files = WatchedFiles(patience: settle)
        try check()
        if !polls { begin() }
        search(.now, isFirst: true)
    }

    private func begin() {
        if let shared = roots.first(where: { $0.path.withPlatformString { clipfit_is_shared($0) } > 0 }) {
            return poll("others may write to its file system unnoticed", shared.path)
        }
        do throws(Errno) { notices = try FolderNotices() } catch {
            poll("it cannot be watched (\(error.description.lowercased()))", roots[0].path)
        }
    }

    private func poll(_ reason: String, _ folder: FilePath) {
        notices = nil
        branches = [:]
        warn("\(folder.string): \(reason); it is looked through every \(interval / .seconds(1)) s")
    }

    /// Interval between full searches.
    private var interval: Duration {
        notices == nil ? min(max(settle / 2, .milliseconds(100)), .seconds(2)) : sweep
    }

    /// Readable when there may be news; negative if unknown.
    var descriptor: Int32 { notices?.descriptor ?? -1 }

    /// How long no news is possible without a notice.
    var pause: Duration {
        let next = min(files.next ?? nextSearch, nextSearch)
        return max(.zero, next - .now)
    }

    /// Changes since the last call.
    ///
    /// - Throws: if one of the folders is gone or was replaced.
    public func update() throws(Failure) -> News {
        try check()
        hear()
        let now = SuspendingClock.now
        for job in told { look(at: job, now) }
        told = []
        if now >= nextSearch { search(now) }
        news.jobs = files.settled(now) { SourceFacts(at: $0) }
        news.gone = files.takeGone()
        defer { news = News() }
        return news
    }

    // MARK: What happens

    /// Workers are sandboxed to the original folders, whatever has their names now.
    private func check() throws(Failure) {
        // Checked first: if the output lies in a folder that disappears in between, that folder is reported.
        let hasOutput = outputIdentity == nil || FileIdentity(of: output) == outputIdentity
        for root in roots where root.identity == nil || FileIdentity(of: root.path) != root.identity {
            throw Failure(
                .unreadable, root.path, "the folder that was watched is gone",
                hint: "watch it again when it is back: what is finished stays")
        }
        guard hasOutput else {
            throw Failure(
                .cannotCreate, output, "the folder of the outputs is gone",
                hint: "watch again: it is made anew, and so are the outputs")
        }
    }

    private func hear() {
        for notice in notices?.take() ?? [] {
            guard !notice.isOverflow else {
                searchSoon()
                continue
            }
            guard let branch = branches[notice.folder] else { continue }
            if notice.isAboutFolder {
                if isRecursive || notice.name.isEmpty { searchSoon() }
            } else {
                told.insert(Job(branch.place.pushing(FilePath(bytes: notice.name)), in: branch.root))
            }
        }
    }

    /// Schedules a search; searching large folders takes time and is not repeated at once.
    private func searchSoon() { nextSearch = min(nextSearch, earliestSearch) }

    private func look(at job: Job, _ now: SuspendingClock.Instant) {
        let isFolder = Folder.isFolder(job.source)
        if isFolder { searchSoon() }
        guard isFolder || rule.takes(job.place) else { return }
        files.look(at: job, SourceFacts(at: job.source), now)
    }

    private func search(_ now: SuspendingClock.Instant, isFirst: Bool = false) {
        var watched: [Int32: Branch] = [:]
        let found = SourceFinder.find(
            rule, isRecursive: isRecursive, in: roots.map(\.path), output: output
        ) { root, place in watch(Branch(root: root, place: place), &watched) }
        if let notices {
            for number in branches.keys where watched[number] == nil { notices.forget(number) }
            branches = watched
        }
        for job in found.jobs {
            let facts = SourceFacts(at: job.source)
            let isOld = isFirst && facts?.hasRested(settle / .seconds(1)) ?? false
            files.look(at: job, facts, isSettled: isOld, now)
        }
        files.keep(Set(found.jobs.map(\.source)))
        tell(found)
        let end = SuspendingClock.now
        let spent = end - now
        earliestSearch = end + max(.milliseconds(100), spent * 10)
        nextSearch = max(earliestSearch, end + interval)
    }

    private func watch(_ branch: Branch, _ watched: inout [Int32: Branch]) {
        guard let notices else { return }
        let folder = branch.root.pushing(branch.place)
        do throws(Errno) { watched[try notices.watch(folder)] = branch } catch {
            switch error {
            // It disappeared, or is unreadable, which the search reports.
            case .noSuchFileOrDirectory, .notDirectory, .permissionDenied: break
            case .noSpace:
                poll("the user watches too many folders (fs.inotify.max_user_watches of the kernel)", folder)
            default: poll("it cannot be watched (\(error.description.lowercased()))", folder)
            }
        }
    }

    private func tell(_ found: SourceFinder.Found) {
        news.failures += found.failures.filter { !knownTroubles.contains($0.path) }
        for (folder, warning) in found.skipped where !knownTroubles.contains(folder) { warn(warning) }
        knownTroubles = Set(found.failures.map(\.path) + found.skipped.map(\.folder))
    }

    // MARK: Files

    /// Whether a source exists at a path relative to one of the folders.
    func isSource(_ place: FilePath) -> Bool {
        roots.contains { SourceFacts(at: $0.path.pushing(place)) != nil }
    }

    /// Starts work on a file.
    ///
    /// - Returns: false if it is gone or has changed since it was reported.
    public func begin(_ job: Job) -> Bool { files.begin(job, SourceFacts(at: job.source), .now) }

    /// Returns a file to the queue.
    func postpone(_ job: Job) { files.postpone(job) }

    /// Ends work on a file; it is reported again only after a change.
    ///
    /// - Returns: its previous result, now obsolete; nil if there was none.
    public func end(_ job: Job, _ status: JobResult.Status) -> JobResult.Status? {
        files.end(job, status, SourceFacts(at: job.source), .now)
    }
}
