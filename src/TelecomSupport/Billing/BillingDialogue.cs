using TelecomSupport.Billing.Dialogue;
using TelecomSupport.Escalation;
using TelecomSupport.Fallback;
using TelecomSupport.Turns;

namespace TelecomSupport.Billing;

/// <summary>
/// Settles billing questions without a language model: works out which tools the question needs, then states what they returned. The same
/// message, history and tool results always give the same calls and the same reply.
/// </summary>
public sealed class BillingDialogue : IReplyComposer
{
    public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation) => Task.FromResult(Compose(context));

    private static Composition Compose(ComposeContext context)
    {
        var question = QuestionReader.Read(context.Turn.Message, context.Route.Language);
        var turn = new Exchange(context, Understanding.Of(question, context.History));
        if (context.ToolResults.Any(result => result.Status == ToolStatus.Failed))
        {
            return new() { Reply = turn.Say.Unavailable };
        }

        if (context.ToolResults.Any(ToolErrors.IsUnknownCustomer))
        {
            return new() { Reply = turn.Say.NoAccount, Unsettled = !IsOnAccount(turn) };
        }

        var parts = Parts(turn).ToArray();
        if (turn.Needed.Count > 0)
        {
            return context.Request.MayCallTools ? new() { ToolCalls = turn.Needed } : new() { Reply = turn.Say.Unavailable };
        }

        return Reply([.. parts.OfType<Part>().DistinctBy(part => part.Text)]);
    }

    private static IEnumerable<Part?> Parts(Exchange turn)
    {
        if (turn.Understood.AcceptsColleague)
        {
            return [new(turn.Say.Gladly, Topics.Closed) { Escalates = true }];
        }

        if (turn.Understood.Declines)
        {
            return [new(turn.Say.LeftAsItIs, Topics.Closed)];
        }

        if (turn.Understood.Intents.Count == 0 && turn.Question.Has(Concept.Thanks))
        {
            return [new(ClarificationPhrases.Of(turn.Language).Thanks, Topics.Closed)];
        }

        return turn.Understood.Intents.Count == 0
            ? [new(turn.Say.Unclear, Topics.Closed) { NeedsClarification = true, Unsettled = true }]
            : turn.Understood.Intents.Select(intent => Answer(turn, intent));
    }

    private static Part? Answer(Exchange turn, Intent intent) => intent switch
    {
        Intent.Plan => AccountTopics.Plan(turn),
        Intent.ContractEnd => AccountTopics.ContractEnd(turn),
        Intent.Usage => AccountTopics.Usage(turn),
        Intent.Bill => BillTopics.Bill(turn),
        Intent.BillDue => BillTopics.Due(turn),
        Intent.BillList => BillTopics.List(turn),
        Intent.BillCopy => BillTopics.Copy(turn),
        Intent.WhyChanged => BillTopics.WhyChanged(turn),
        Intent.Credits => BillTopics.Credits(turn),
        Intent.Charge => ChargeTopics.Charge(turn),
        Intent.Duplicate => ChargeTopics.Duplicate(turn),
        Intent.Refund => RefundTopics.Refund(turn),
        Intent.RefundStatus => RefundTopics.Status(turn),
        Intent.Balance => AccountTopics.Balance(turn),
        Intent.Overdue => AccountTopics.Overdue(turn),
        Intent.PaymentMethod => AccountTopics.PaymentMethod(turn),
        Intent.Pay => AccountTopics.Pay(turn),
        Intent.Arrange => AccountTopics.Arrange(turn),
        Intent.Cancel => AccountTopics.Cancel(turn),
        Intent.ChangePlan => AccountTopics.ChangePlan(turn),
        Intent.Prices => AccountTopics.Prices(turn),
        _ => AccountTopics.AccountDetails(turn),
    };

    // What only an account can tell, whatever the documents say of bills: "what do I owe?", "why is my bill higher?"
    private static bool IsOnAccount(Exchange turn) => turn.Question.Has(Concept.Mine, Concept.Balance) && turn.Understood.Intents.Any(intent => intent is
        Intent.Balance or Intent.Overdue or Intent.Usage or Intent.Plan or Intent.ContractEnd or Intent.Bill or Intent.BillDue or Intent.BillList
        or Intent.WhyChanged or Intent.Credits or Intent.Duplicate or Intent.RefundStatus);

    private static Composition Reply(Part[] parts) => new()
    {
        Reply = string.Join("\n\n", parts.Select(part => part.Text)),
        Recall = new(parts[^1].Topic, [.. parts.SelectMany(part => part.Items).Distinct()]),
        NeedsClarification = parts.All(part => part.NeedsClarification),
        Unsettled = parts.All(part => part.Unsettled),
        Escalate = parts.Any(part => part.Escalates) ? EscalationReason.PersonRequested : null,
    };
}
