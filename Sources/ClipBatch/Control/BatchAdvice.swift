public import ClipCore
public import ClipEditing
public import ClipMedia

/// Chooses music and looks for a batch's clips. Called in the order of the clips.
public struct BatchAdvice {
    /// Text that identifies how choices are made: an equal rule and clip need no new choice. nil if nothing
    /// is chosen.
    public var rule: (Job) -> String?
    /// Chooses for a clip.
    public var choose: (Job, ClipQuestion) -> Result<MusicAndLook, Failure>
    /// Delivers a finished output before it counts as done. The keeper decides which files next to it may be
    /// replaced.
    public var deliver: (Report, any OutputKeeper) throws(Failure) -> Void
}
