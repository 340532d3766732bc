internal import ClipCore
internal import ClipEditing
internal import Recommendation
internal import SystemPackage

/// `clipfit.music/1` of a library or built-in track.
struct LibraryTrackJSON: Encodable {
    private struct Facts: Encodable {
        let id: String
        let title: String
        let artist: String
        let moods: [String]
        /// For tracks without moods.
        let estimatedMoods: [String]
        let soundIds: [String]
        let explicit: Bool
        let builtIn: Bool
        let missing: Bool
        let licence: LicenceJSON
    }

    private struct LicenceJSON: Encodable {
        let kind: String
        let territories: [String]
        let platforms: [String]
        @Nullable var from: String?
        @Nullable var expires: String?
        @Nullable var proof: String?
        @Nullable var attribution: String?
        @Nullable var url: String?

        init(_ licence: Licence) {
            (kind, territories) = (licence.kind.rawValue, licence.territories)
            platforms = licence.platforms
            _from = Nullable(wrappedValue: licence.validFrom?.text)
            _expires = Nullable(wrappedValue: licence.validTo?.text)
            _proof = Nullable(wrappedValue: licence.proof)
            _attribution = Nullable(wrappedValue: licence.attribution)
            _url = Nullable(wrappedValue: licence.url)
        }
    }

    private let sound: TrackJSON
    private let facts: Facts

    init(_ entry: TrackCatalogue.Entry) {
        let track = entry.track
        sound = TrackJSON(FilePath(track.path), track.analysis)
        facts = Facts(
            id: track.id, title: track.title, artist: track.artist, moods: track.moods,
            estimatedMoods: (try? TrackCatalogue.reference()).map(track.estimatedMoods) ?? [],
            soundIds: track.soundIDs,
            explicit: track.isExplicit, builtIn: entry.isBuiltIn, missing: entry.isMissing,
            licence: LicenceJSON(track.licence))
    }

    /// Encodes both as one object.
    func encode(to encoder: any Encoder) throws {
        try sound.encode(to: encoder)
        try facts.encode(to: encoder)
    }
}
