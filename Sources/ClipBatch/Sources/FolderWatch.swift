internal import CLinux
public import ClipCore
public import ClipMedia
public import SystemPackage

/// Folders whose new and changed files are sources of a batch as soon as they have settled.
///
/// The kernel tells where something happened; what is there is always looked up, by the rules of ``SourceFinder``. Where the
/// kernel cannot tell, all folders are looked through again and again.
public final class FolderWatch {
    /// What there is since the last time.
    public struct News {
        /// Files that have settled, in order.
        public var jobs: [Job] = []
        /// Folders that cannot be read.
        public var failures: [Failure] = []
        /// Sources that are no longer there.
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
    /// Folders that are watched, by the kernel's numbers.
    private var branches: [Int32: Branch] = [:]
    private var files: WatchedFiles
    /// Files that were told of and are to be looked at.
    private var told: Set<Job> = []
    private var news = News()
    /// Folders that could not be read, and links that are not followed: each is told once.
    private var knownTroubles: Set<FilePath> = []
    /// When all folders are looked through again, and how soon they may be.
    private var nextSearch = SuspendingClock.now
    private var earliestSearch = SuspendingClock.now

    /// Looks through the folders, and watches them from then on.
    ///
    /// - Parameters:
    ///   - output: the folder that is written to, which is left out.
    ///   - settle: for how long size and time of a file have to stay as they are before it is taken. What lies there
    ///     already and is older is taken at once.
    ///   - polls: does without the kernel's help.
    ///   - sweep: how long, with that help, folders are not looked through. The kernel does not tell what happens to
    ///     the files that links lead to, nor in file systems that are mounted below.
    ///   - warn: called with what has to be told.
    /// - Throws: where one of the folders is not there; that of the output may still be missing.
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

    /// How long nothing is looked through.
    private var interval: Duration {
        notices == nil ? min(max(settle / 2, .milliseconds(100)), .seconds(2)) : sweep
    }

    /// Readable as soon as there may be news; negative where that is not known.
    var descriptor: Int32 { notices?.descriptor ?? -1 }

    /// How long there will be no news that the descriptor does not tell.
    var pause: Duration {
        let next = min(files.next ?? nextSearch, nextSearch)
        return max(.zero, next - .now)
    }

    /// What there is since the last call.
    ///
    /// - Throws: where one of the folders is gone, or another one has its name.
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

    /// Workers are kept to the folders that there were, whatever has their names now.
    private func check() throws(Failure) {
        // Looked at first: where it lies in a folder that goes away between the two, that one is what is gone.
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
        for notice in notices?.read() ?? [] {
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

    /// A search of large folders takes its time, and is not begun anew at once.
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
            // It went away in the meantime, or cannot be read, which the search tells.
            case .noSuchFileOrDirectory, .notDirectory, .permissionDenied: break
            case .noSpace:
                poll(
                    "the user watches too many folders (fs.inotify.max_user_watches of the kernel)", folder)
            default: poll("it cannot be watched (\(error.description.lowercased()))", folder)
            }
        }
    }

    private func tell(_ found: SourceFinder.Found) {
        news.failures += found.failures.filter { !knownTroubles.contains($0.path) }
        for link in found.unfollowed where !knownTroubles.contains(link) {
            warn("\(link.string): a link to a folder, which is not followed")
        }
        knownTroubles = Set(found.failures.map(\.path) + found.unfollowed)
    }

    // MARK: What becomes of files

    /// There is a source at a place below one of the folders.
    func isSource(_ place: FilePath) -> Bool {
        roots.contains { SourceFacts(at: $0.path.pushing(place)) != nil }
    }

    /// A file's turn has come.
    ///
    /// - Returns: false where it is gone or changed since it was told.
    public func begin(_ job: Job) -> Bool { files.begin(job, SourceFacts(at: job.source), .now) }

    /// Its turn comes later.
    func postpone(_ job: Job) { files.postpone(job) }

    /// A file is over: it is told again when it changes, and not before.
    ///
    /// - Returns: what came of it before, which holds no more; nil where nothing did.
    public func end(_ job: Job, _ status: JobResult.Status) -> JobResult.Status? {
        files.end(job, status, SourceFacts(at: job.source), .now)
    }
}
