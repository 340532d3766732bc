public import ClipCore
public import ClipEditing
public import ClipMedia

/// What chooses music and looks for the clips of a batch. It is asked in the order of the clips.
public struct BatchAdvice {
    /// How a choice is made for a clip: equal rules, and equal clips, need not be chosen for again. Nil where nothing is
    /// chosen for it.
    public var rule: (Job) -> String?
    /// Chooses for a clip.
    public var choose: (Job, ClipQuestion) -> Result<MusicAndLook, Failure>
    /// Takes in what came of an output, before it counts as finished. The keeper knows which files beside it may be
    /// replaced.
    public var deliver: (Report, any OutputKeeper) throws(Failure) -> Void

    /// An adviser of these parts.
    public init(
        rule: @escaping (Job) -> String?,
        choose: @escaping (Job, ClipQuestion) -> Result<MusicAndLook, Failure>,
        deliver: @escaping (Report, any OutputKeeper) throws(Failure) -> Void
    ) {
        (self.rule, self.choose, self.deliver) = (rule, choose, deliver)
    }
}
