namespace TelecomSupport.Knowledge.Evaluation;

/// <summary>How well retrieval and the extractive reply do on labelled questions. All figures but the counts are shares from 0 to 1.</summary>
/// <param name="RecallAt1">Of the answerable questions: those whose first passage is of a right section, whether or not it was then cited.</param>
/// <param name="MeanReciprocalRank">Of the first right passage, among at most five.</param>
/// <param name="Cited">Of the answerable questions: those whose reply cites a right section.</param>
/// <param name="CitationExactness">Of all quotations in replies: those that stand in the cited passage word for word.</param>
/// <param name="RefusalPrecision">Of the refused questions: those that the documents don't answer.</param>
/// <param name="RefusalRecall">Of the questions that the documents don't answer: those refused.</param>
/// <param name="Kinds">Each kind of question with the share done right: a right section cited, or refused. In the order of the questions.</param>
/// <param name="Failures">The ids of questions answered without a right section, refused wrongly or answered wrongly.</param>
public sealed record RetrievalReport(
    int Answerable,
    int Unanswerable,
    double RecallAt1,
    double RecallAt3,
    double MeanReciprocalRank,
    double Cited,
    double CitationExactness,
    double RefusalPrecision,
    double RefusalRecall,
    IReadOnlyList<KindReport> Kinds,
    IReadOnlyList<string> Failures);

/// <param name="Right">A share from 0 to 1.</param>
public sealed record KindReport(string Kind, int Questions, double Right);
