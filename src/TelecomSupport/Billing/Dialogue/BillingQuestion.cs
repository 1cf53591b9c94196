namespace TelecomSupport.Billing.Dialogue;

/// <summary>A message as the billing dialogue understands it by itself, before the conversation is looked at.</summary>
/// <param name="Words">The message in normal form (<see cref="TelecomSupport.Words"/>).</param>
/// <param name="Intents">What it asks for, in its order; at most <see cref="QuestionReader.MaxIntents"/>, empty when it doesn't say.</param>
/// <param name="Amounts">The sums of money in it.</param>
/// <param name="Ordinal">The place in a list that it names, from 0; -1 for the last; null for none.</param>
/// <param name="BillId">The bill id in it, or null.</param>
/// <param name="Month">The month it names, 1 to 12, or null.</param>
/// <param name="Year">The year it names beside the month, or null.</param>
/// <param name="Agrees">True for a yes, false for a no, null for neither.</param>
/// <param name="IsBare">It names nothing that the dialogue doesn't know: "refund it, please", but not "refund the postage".</param>
/// <param name="Asks">It is worded as a question.</param>
internal sealed record BillingQuestion(
    string[] Words,
    IReadOnlySet<Concept> Concepts,
    IReadOnlyList<Intent> Intents,
    IReadOnlyList<decimal> Amounts,
    int? Ordinal,
    string? BillId,
    int? Month,
    int? Year,
    bool? Agrees,
    bool IsBare,
    bool Asks)
{
    /// <summary>The most words of a yes, a no or a choice by place.</summary>
    public const int ShortAnswer = 8;

    /// <summary>The most words of a choice by description.</summary>
    public const int LongAnswer = 16;

    /// <summary>Whether it says what a charge is for.</summary>
    public bool NamesThing => Concepts.Any(concept => concept >= Concept.LateFee);

    /// <summary>Whether it says which bill it means.</summary>
    public bool NamesBill => BillId is not null || Month is not null || Has(Concept.Latest, Concept.Earlier, Concept.LastMonth, Concept.ThisMonth, Concept.Bill);

    public bool Has(params ReadOnlySpan<Concept> any)
    {
        foreach (var concept in any)
        {
            if (Concepts.Contains(concept))
            {
                return true;
            }
        }

        return false;
    }
}
