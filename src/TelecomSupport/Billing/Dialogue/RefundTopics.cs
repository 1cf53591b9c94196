using TelecomSupport.Conversations;
using static TelecomSupport.Billing.Dialogue.Exchange;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>Opens refund cases and tells how they stand. A method gives null while the exchange still needs a tool's answer.</summary>
internal static class RefundTopics
{
    private const int MostAtOnce = 8;
    private const int LongestReason = 300;

    /// <summary>Opens the case when the message asks for a refund of one certain charge or bill; lists what it may mean otherwise.</summary>
    public static Part? Refund(Exchange turn)
    {
        if (turn.Understood.Chosen is { Count: > 0 and <= MostAtOnce } chosen)
        {
            return Open(turn, [.. chosen.Select(Target)]);
        }

        // "How do I get a refund for my last bill?" asks for the way and not for the case.
        var asksHow = turn.Question.Asks && turn.Question.Has(Concept.How);
        if (turn.Question.Has(Concept.WholeBill) && !asksHow)
        {
            return OpenBill(turn);
        }

        var asked = turn.Ask<ChargesAnswer>(BillingTool.ListCharges);
        if (!asked.Has)
        {
            return null;
        }

        if (asksHow)
        {
            return ChargeTopics.Choices(turn, asked.Answer, turn.Say.AskForRefund);
        }

        var choices = turn.Understood.Choices;
        var pool = choices.Count > 0
            ? [.. asked.Answer.Charges.Where(charge => choices.Any(item => item.Id == ChargeTopics.IdOf(charge)))]
            : ChargeTopics.InQuestion(turn, asked.Answer.Charges).ToArray();
        var found = turn.Question.Has(Concept.Twice)
            ? [.. ChargeTopics.Duplicates(turn, pool).Select(group => group[^1])]
            : ChargeFinder.Find(turn.Question, pool);
        if (found.Count == 0 && choices.Count == 1 && turn.Question.Intents.Contains(Intent.Refund) && turn.Question is { IsBare: true, NamesThing: false, Amounts.Count: 0 })
        {
            return Open(turn, [Target(choices[0])]);
        }

        if (found.Count == 0 && choices.Count > 0)
        {
            found = ChargeFinder.Find(turn.Question, ChargeTopics.InQuestion(turn, asked.Answer.Charges));
        }

        if (found.Count == 0 && turn.Question.Has(Concept.BillRefund) && !turn.Question.Has(Concept.Wrong, Concept.Higher, Concept.Charged))
        {
            return OpenBill(turn);
        }

        if (found.Count > 1 && turn.Question.Has(Concept.Bill, Concept.OnBill) && turn.Question.Month is null)
        {
            found = [.. found.Where(charge => charge.BillId == found[0].BillId)];
        }

        ChargeLine[] refundable = [.. found.Where(charge => charge.Refundable)];
        if (found.Count > 0 && refundable.Length == 0)
        {
            return new(Fill(turn.Say.NotRefundable, found[0].Name), Topics.Charge);
        }

        if (refundable.Length == 1 || (turn.Question.Has(Concept.All) && refundable.Length is > 1 and <= MostAtOnce))
        {
            return Open(turn, [.. refundable.Select(charge => (charge.BillId, (string?)charge.Id))]);
        }

        var names = turn.Question.NamesThing || turn.Question.Amounts.Count > 0;
        var ask = found.Count == 0 && names ? $"{turn.Say.NoSuchCharge} {turn.Say.WhichRefund}" : turn.Say.WhichRefund;
        var part = refundable.Length > 1 ? ChargeTopics.Choices(turn, refundable, asked.Answer.Currency, ask)
            : choices.Count > 0 ? ChargeTopics.Choices(turn, pool, asked.Answer.Currency, ask)
            : ChargeTopics.Choices(turn, asked.Answer, ask);
        return part with { NeedsClarification = choices.Count > 0 };
    }

    public static Part? Status(Exchange turn)
    {
        var asked = turn.Ask<RefundCasesAnswer>(BillingTool.ListRefundCases);
        if (!asked.Has)
        {
            return null;
        }

        var cases = asked.Answer.Cases;
        return cases.Count == 0
            ? new($"{turn.Say.NoCases} {turn.Say.AskForRefund}", Topics.Cases)
            : new(Lines(turn.Say.CasesAre, cases.Select(refund => Fill(
                turn.Say.CaseLine, refund.CaseId, What(turn, refund), turn.Show.Amount(refund.Amount, refund.Currency), turn.Show.Date(refund.OpenedOn), Word(turn, refund.State)))), Topics.Cases);
    }

    private static Part? OpenBill(Exchange turn)
    {
        if (WhichBill.Find(turn) is not { } which)
        {
            return null;
        }

        if (which.Missing)
        {
            return new(turn.Say.NoSuchBill, Topics.Bills);
        }

        var asked = turn.Ask<BillAnswer>(BillingTool.GetBill, ("bill_id", which.Id));
        return asked.Has ? Open(turn, [(asked.Answer.Bill.Id, null)])
            : asked.Pending ? null
            : new(turn.Say.NoSuchBill, Topics.Bills);
    }

    private static Part? Open(Exchange turn, IReadOnlyList<(string BillId, string? ChargeId)> targets)
    {
        var reason = turn.Message.Length <= LongestReason ? turn.Message : turn.Message[..LongestReason];
        var sentences = new List<string>();
        var opened = false;
        foreach (var (billId, chargeId) in targets)
        {
            var asked = turn.Ask<RefundAnswer>(BillingTool.OpenRefundCase, ("bill_id", billId), ("charge_id", chargeId), ("reason", reason));
            if (asked.Has)
            {
                opened |= asked.Answer.Opened;
                sentences.Add(Sentence(turn, asked.Answer));
            }
            else if (!asked.Pending)
            {
                sentences.Add(asked.Error == ToolErrors.NotRefundable ? turn.Say.NothingToRefund : turn.Say.NoSuchCharge);
            }
        }

        if (sentences.Count < targets.Count)
        {
            return null;
        }

        return new(string.Join('\n', opened ? sentences.Append(turn.Say.RefundNext) : sentences), Topics.Cases);
    }

    private static string Sentence(Exchange turn, RefundAnswer answer)
    {
        var refund = answer.Case;
        var amount = turn.Show.Amount(refund.Amount, refund.Currency);
        return answer.Opened
            ? Fill(turn.Say.RefundOpened, refund.CaseId, What(turn, refund), amount, refund.BillDate is { } date ? turn.Show.Date(date) : refund.BillId)
            : Fill(turn.Say.RefundExists, refund.CaseId, What(turn, refund), amount, Word(turn, refund.State));
    }

    private static string What(Exchange turn, RefundCaseLine refund) =>
        refund.ChargeName ?? (refund.ChargeId is null ? turn.Say.WholeBill : refund.ChargeId);

    private static string Word(Exchange turn, RefundState state) => state switch
    {
        RefundState.InProgress => turn.Say.WordInProgress,
        RefundState.Resolved => turn.Say.WordResolved,
        RefundState.Rejected => turn.Say.WordRejected,
        _ => turn.Say.WordAcknowledged,
    };

    private static (string BillId, string? ChargeId) Target(RecallItem item)
    {
        var slash = item.Id.IndexOf('/', StringComparison.Ordinal);
        return (item.Id[..slash], item.Id[(slash + 1)..]);
    }
}
