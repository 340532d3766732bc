public import ClipCore
internal import GRDB

/// What the library knows of an experiment.
public struct ExperimentRecord: Hashable, Sendable {
    /// What its outputs differ in.
    public var kind: PlannedPost.Experiment.Kind
    /// The clip's path.
    public var source: String
    /// Ids of imported posts by variant; none if only the output is known.
    public var posts: [String: Set<String>]
}

extension Library {
    /// Ids of the latest experiments, newest first.
    public func experiments(last count: Int) throws(Failure) -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT experiment FROM render WHERE experiment IS NOT NULL
                    GROUP BY experiment ORDER BY max(id) DESC LIMIT ?
                    """, arguments: [count])
        } ?? []
    }

    /// An experiment; nil if no output of it is known.
    public func experiment(_ id: String) throws(Failure) -> ExperimentRecord? {
        try read { database in
            var record: ExperimentRecord?
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT r.experiment_kind, r.source, r.variant, p.id FROM render r
                    LEFT JOIN post p ON p.render_id = r.id WHERE r.experiment = ? ORDER BY r.id
                    """, arguments: [id])
            while let row = try rows.next() {
                guard let kind = PlannedPost.Experiment.Kind(rawValue: row[0]) else { continue }
                var known = record ?? ExperimentRecord(kind: kind, source: row[1], posts: [:])
                known.posts[row[2], default: []].formUnion([row[3] as String?].compactMap { $0 })
                record = known
            }
            return record
        } ?? nil
    }

    /// Records that a post shows a variant of an experiment.
    ///
    /// - Returns: false if the post or the variant is not known.
    public func setVariant(_ variant: String, of experiment: String, post: String) throws(Failure) -> Bool {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE post SET render_id = (
                        SELECT max(id) FROM render WHERE experiment = ?1 AND variant = ?2
                    ) WHERE (id = ?3 OR url = ?3)
                        AND EXISTS (SELECT 1 FROM render WHERE experiment = ?1 AND variant = ?2)
                    """, arguments: [experiment, variant, post])
            return database.changesCount > 0
        }
    }
}
