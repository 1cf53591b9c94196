using TelecomSupport.Conversations;
using static TelecomSupport.Billing.Dialogue.Exchange;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>Answers about single charges. A method gives null while the exchange still needs a tool's answer.</summary>
internal static class ChargeTopics
{
    private const int ListedCharges = 8;

    public static Part? Charge(Exchange turn)
    {
        var asked = turn.Ask<ChargesAnswer>(BillingTool.ListCharges);
        if (!asked.Has)
        {
            return null;
        }

        var all = asked.Answer.Charges;
        var found = turn.Understood.Chosen.Count > 0
            ? [.. all.Where(charge => turn.Understood.Chosen.Any(item => item.Id == IdOf(charge)))]
            : ChargeFinder.Find(turn.Question, InQuestion(turn, all));
        if (found.Count == 0 && turn.Question.Amounts.Count == 0 && turn.Question.Has(Concept.OnBill, Concept.Bill, Concept.Bills, Concept.Charge))
        {
            return turn.Question.Has(Concept.NotOrdered) ? Choices(turn, asked.Answer, turn.Say.TellWhichIsWrong)
                : BillTopics.Bill(turn) is not { } bill ? null
                : turn.Question.NamesThing ? bill with { Text = $"{turn.Say.NoSuchCharge} {bill.Text}", Unsettled = true }
                : bill;
        }

        if (found.Count == 0 && turn.Question.Has(Concept.Why))
        {
            return BillTopics.WhyChanged(turn);
        }

        if (found.Count == 0)
        {
            return Choices(turn, asked.Answer, $"{turn.Say.NoSuchCharge} {turn.Say.TellWhichIsWrong}") with { Unsettled = true };
        }

        // A charge that recurs is explained once, by its newest.
        var shown = found.DistinctBy(charge => charge.Name).Take(ListedCharges).ToArray();
        var text = string.Join('\n', shown.Select(charge => Sentence(turn, charge, asked.Answer.Currency)));
        var refundable = shown.Where(charge => charge.Refundable).ToArray();
        return refundable.Length == 1
            ? new($"{text} {turn.Say.ShallIOpen}", Topics.Refund) { Items = [Item(refundable[0])] }
            : refundable.Length > 1 ? new($"{text}\n{turn.Say.TellWhichIsWrong}", Topics.Comparison) { Items = [.. refundable.Select(Item)] }
            : new(text, Topics.Charge) { Items = [.. shown.Select(Item)] };
    }

    public static Part? Duplicate(Exchange turn)
    {
        var asked = turn.Ask<ChargesAnswer>(BillingTool.ListCharges);
        if (!asked.Has)
        {
            return null;
        }

        var twice = Duplicates(turn, asked.Answer.Charges);
        if (twice.Count == 0)
        {
            return turn.WithColleague(turn.Say.NoDuplicates);
        }

        var text = Lines(turn.Say.Duplicates, twice.SelectMany(group => group).Select(charge => Line(turn, charge, asked.Answer.Currency)));
        var items = twice.Select(group => Item(group[^1])).ToArray();
        return new($"{text}\n{(items.Length == 1 ? turn.Say.ShallIOpen : turn.Say.WhichRefund)}", Topics.Refund) { Items = items };
    }

    /// <summary>Groups of charges with one name, amount and day; those that the message names, if it names any.</summary>
    public static IReadOnlyList<IReadOnlyList<ChargeLine>> Duplicates(Exchange turn, IReadOnlyList<ChargeLine> charges)
    {
        ChargeLine[][] groups =
        [
            .. charges
                .Where(charge => charge.Refundable)
                .GroupBy(charge => (charge.Name, charge.Amount, charge.Date))
                .Where(group => group.Count() > 1)
                .Select(group => group.ToArray()),
        ];
        var named = ChargeFinder.Find(turn.Question, groups.Select(group => group[0]));
        return named.Count == 0 ? groups : [.. groups.Where(group => named.Contains(group[0]))];
    }

    /// <summary>The charges of the bill or month that the message names; all of them when it names none.</summary>
    public static IEnumerable<ChargeLine> InQuestion(Exchange turn, IReadOnlyList<ChargeLine> charges)
    {
        var question = turn.Question;
        var billId = question.BillId ?? (question.Has(Concept.Latest) && charges.Count > 0 ? charges[0].BillId : null);
        return charges.Where(charge => (billId is null || charge.BillId == billId) && WhichBill.InMonth(turn, charge));
    }

    /// <summary>Lists the charges that a refund can be asked for on the newest bill, and asks which.</summary>
    public static Part Choices(Exchange turn, ChargesAnswer answer, string ask)
    {
        var charges = InQuestion(turn, answer.Charges).Where(charge => charge.Refundable).ToArray();
        var newest = charges.Where(charge => charge.BillId == charges[0].BillId).ToArray();
        return Choices(turn, newest, answer.Currency, ask);
    }

    public static Part Choices(Exchange turn, IReadOnlyList<ChargeLine> charges, string currency, string ask)
    {
        var shown = charges.Take(ListedCharges).ToArray();
        return shown.Length == 0
            ? new(turn.Say.NothingToRefund, Topics.Charge)
            : new(Numbered(ask, shown.Select(charge => Line(turn, charge, currency))), Topics.Refund) { Items = [.. shown.Select(Item)] };
    }

    public static string IdOf(ChargeLine charge) => $"{charge.BillId}/{charge.Id}";

    private static RecallItem Item(ChargeLine charge) => BillTopics.Item(charge.BillId, charge.Id, charge.Name);

    private static string Line(Exchange turn, ChargeLine charge, string currency) =>
        $"{charge.Name}: {turn.Show.Amount(charge.Amount, currency)}, {turn.Show.Date(charge.Date)}";

    private static string Sentence(Exchange turn, ChargeLine charge, string currency)
    {
        var (say, show) = (turn.Say, turn.Show);
        var what = charge.Type switch
        {
            ChargeType.Recurring => say.IsRecurring,
            ChargeType.Usage => say.IsUsage,
            ChargeType.Credit => say.IsCredit,
            ChargeType.Tax => say.IsTax,
            _ => say.IsOneOff,
        };
        var text = $"{Fill(say.ChargeIs, charge.Name, show.Amount(charge.Amount, currency), show.Date(charge.Date), show.Date(charge.BillDate))} {what}";
        return charge.Product is { } product && product != charge.Name ? $"{text} {Fill(say.BelongsTo, product)}" : text;
    }
}
