using TelecomSupport.Conversations;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>The answer to one of a message's questions.</summary>
/// <param name="Topic">One of <see cref="Topics"/>.</param>
internal sealed record Part(string Text, string Topic)
{
    /// <summary>What it listed, in its order.</summary>
    public IReadOnlyList<RecallItem> Items { get; init; } = [];

    public bool NeedsClarification { get; init; }

    /// <summary>Nothing on the account answers it; the documents may.</summary>
    public bool Unsettled { get; init; }

    /// <summary>The customer has said yes to a colleague.</summary>
    public bool Escalates { get; init; }
}

/// <summary>What a reply was about (<see cref="Recall.Topic"/>), for the messages that follow it.</summary>
internal static class Topics
{
    public const string Plan = "plan";
    public const string Usage = "usage";
    public const string Bill = "bill";
    public const string Bills = "bills";
    /// <summary>The reply offered a refund case for any of its charges that is wrong, without a question.</summary>
    public const string Comparison = "comparison";
    public const string Balance = "balance";
    public const string Charge = "charge";
    public const string Cases = "cases";
    public const string Closed = "closed";

    /// <summary>The reply asked which of its charges, or whether its one charge, a refund case should be opened for.</summary>
    public const string Refund = "refund";

    /// <summary>The reply asked whether a colleague should take over.</summary>
    public const string Colleague = "colleague";
}
