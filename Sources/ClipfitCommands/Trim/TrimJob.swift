internal import ClipCore
internal import ClipEditing

/// What is made of each clip: one for all outputs, or one for each variant of an experiment.
struct TrimJob {
    let work: JobTemplate
    let names: OutputNames
    /// Chooses what is suggested; nil if nothing is.
    var adviser: AdviceService?
    /// The variant's value; nil without an experiment.
    let variant: String?
}
