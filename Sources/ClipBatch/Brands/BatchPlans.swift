package import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import SystemLibrary

/// Collects a batch's plans in a file, to render them elsewhere: paths are relative to the batch's folders.
package final class BatchPlans {
    private let path: FilePath
    private let overwrites: Bool
    private let places: [FilePath: FilePath]
    private let output: FilePath
    /// Buffered lines: a plan has a few thousand bytes.
    private var lines: [String] = []

    /// A file for the plans of these sources. Throws if the name is taken and may not be overwritten.
    package init(_ path: FilePath, overwrites: Bool, _ jobs: [Job], output: FilePath) throws(Failure) {
        _ = try WrittenFile(path, overwrites: overwrites)
        (self.path, self.overwrites, self.output) = (path, overwrites, output)
        places = Dictionary(jobs.map { ($0.source, $0.place) }, uniquingKeysWith: { first, _ in first })
    }

    package func add(_ result: JobResult) {
        for var plan in result.plans {
            plan.source.file = PlannedPath(places[result.source] ?? result.source)
            plan.moveFiles(below)
            lines.append(JSONLine.text(Plan.schemaName, plan))
        }
    }

    /// Writes the file, complete or not at all.
    package func finish() throws(Failure) {
        let file = try WrittenFile(path, overwrites: overwrites)
        for line in lines { try file.write(Array((line + "\n").utf8)) }
        try file.commit()
    }

    private func below(_ path: PlannedPath) -> PlannedPath {
        var place = path.path
        return place.removePrefix(output) ? PlannedPath(place) : path
    }

    /// Sources of stored plans, each with its plans; sources in none of `folders` count as failures.
    ///
    /// - Throws: if a plan's path leaves the folders.
    package static func found(
        _ plans: [Plan], _ path: FilePath, in folders: [FilePath], output: FilePath, isFlat: Bool
    ) throws(Failure) -> SourceFinder.Found {
        var found = SourceFinder.Found()
        var numbers: [FilePath: Int] = [:]
        for var plan in plans {
            let place = plan.source.file.path
            var named = [plan.source.file, PlannedPath(FilePath(plan.output.folder ?? "x"))]
            plan.moveFiles { file in
                named.append(file)
                return file
            }
            guard named.allSatisfy(\.path.isBelow) else {
                throw Failure(
                    .unusable, path, "a plan names \(place.shown), which does not lie below a folder",
                    hint:
                        "make the plans with 'clipfit batch --plan-only'; 'clipfit render' carries out others"
                )
            }
            guard
                let root = folders.first(where: { root in
                    root.pushing(place).withPlatformString { access($0, F_OK) } == 0
                })
            else {
                found.failures.append(
                    Failure(.unreadable, place, "it lies in none of the folders", hint: "name its folder"))
                continue
            }
            plan.source.file = PlannedPath(root.pushing(place))
            let home = isFlat ? output : output.pushing(place.removingLastComponent())
            let folder = home.pushing(FilePath(plan.output.folder ?? ""))
            plan.moveFiles { PlannedPath(folder.pushing(FilePath(bytes: $0.path.nameBytes))) }
            if let number = numbers[place] {
                found.jobs[number].plans?.append(plan)
            } else {
                numbers[place] = found.jobs.count
                var job = Job(place, in: root)
                job.plans = [plan]
                found.jobs.append(job)
            }
        }
        return found
    }
}
