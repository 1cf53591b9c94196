using TelecomSupport.Conversations;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>A message in its conversation.</summary>
/// <param name="Intents">Empty when it can't be understood.</param>
internal sealed record Understanding(BillingQuestion Question, IReadOnlyList<Intent> Intents)
{
    public const string ChargeKind = "charge";
    public const string BillKind = "bill";

    /// <summary>What the last reply listed and this message chose from it.</summary>
    public IReadOnlyList<RecallItem> Chosen { get; init; } = [];

    /// <summary>What the last reply listed to choose from.</summary>
    public IReadOnlyList<RecallItem> Choices { get; init; } = [];

    /// <summary>The bill that this message chose from those that the last reply listed, or null.</summary>
    public string? ChosenBill { get; init; }

    /// <summary>The bill that the conversation is about, or null.</summary>
    public string? RecalledBill { get; init; }

    /// <summary>What the last billing reply was about, or null.</summary>
    public string? Topic { get; init; }

    public bool AcceptsColleague { get; init; }

    public bool Declines { get; init; }

    /// <summary>Understands the message from the conversation where it doesn't speak for itself.</summary>
    public static Understanding Of(BillingQuestion question, ConversationHistory history)
    {
        var last = history.Turns.LastOrDefault(turn => turn.Result.Agent == BillingAgent.Definition.Name);
        if (last is null)
        {
            return new(question, question.Intents);
        }

        var justNow = ReferenceEquals(last, history.Last);
        var charges = last.Recall.Items.Where(item => item.Kind == ChargeKind).ToArray();
        var bills = last.Recall.Items.Where(item => item.Kind == BillKind).Select(item => item.Id).ToArray();
        if (last.Recall.Topic == Topics.Bills && Pick(question, bills) is { } picked)
        {
            IReadOnlyList<Intent> intents = question.Intents.Count > 0 ? question.Intents : [Intent.Bill];
            return new(question, intents) { ChosenBill = picked, Topic = Topics.Bills };
        }

        // A list of bills is about none of them.
        var bill = (last.Recall.Topic == Topics.Bills ? null : bills.LastOrDefault()) ?? charges.FirstOrDefault()?.Id.Split('/')[0];
        var understood = new Understanding(question, question.Intents) { RecalledBill = bill, Topic = last.Recall.Topic };
        return (justNow ? AsAnswer(understood, last.Recall.Topic, charges) : null) ?? AsFollowUp(understood, last.Recall.Topic, charges);
    }

    private static string? Pick(BillingQuestion question, string[] bills) =>
        question.Ordinal is >= 0 and var place && place < bills.Length
            && question.Intents.All(intent => intent is Intent.Bill or Intent.BillDue or Intent.BillList or Intent.WhyChanged)
            ? bills[place]
            : null;

    private static Understanding? AsAnswer(Understanding understood, string? topic, RecallItem[] charges)
    {
        var question = understood.Question;
        var saysWrong = question.Has(Concept.Wrong) && !question.Has(Concept.Higher, Concept.Bill, Concept.Bills);
        var standsAlone = question.Intents.Any(
            intent => intent is not (Intent.Refund or Intent.Charge or Intent.Bill or Intent.Duplicate) && !(intent == Intent.WhyChanged && saysWrong));
        var onlyThanks = question.Intents.Count == 0 && question.Agrees is null && question.Has(Concept.Thanks);
        if (standsAlone || onlyThanks || (question.Asks && !question.Intents.Contains(Intent.Refund)))
        {
            return null;
        }

        if (topic == Topics.Colleague && question.Intents.Count == 0 && question.Agrees is { } agrees)
        {
            return understood with { AcceptsColleague = agrees, Declines = !agrees };
        }

        var chosen = Choose(question, charges);
        switch (topic)
        {
            case Topics.Refund when chosen.Length > 0:
            case Topics.Comparison when chosen.Length > 0:
                return understood with { Intents = [Intent.Refund], Chosen = chosen };
            case Topics.Refund when question.Agrees == false && !question.Intents.Contains(Intent.Refund):
                return understood with { Declines = true };
            case Topics.Refund when question.Agrees == true && charges.Length == 1:
                return understood with { Intents = [Intent.Refund], Chosen = charges };
            case Topics.Refund when charges.Length > 0 && (question.Intents.Count > 0 || question.Words.Length <= BillingQuestion.LongAnswer):
            case Topics.Comparison when question.Has(Concept.Wrong, Concept.NotOrdered) || question.Intents.Contains(Intent.Refund):
                return understood with { Intents = [Intent.Refund], Choices = charges };
            case Topics.Bill or Topics.Charge when chosen.Length > 0:
                return understood with { Intents = question.Intents.Contains(Intent.Refund) ? [Intent.Refund] : [Intent.Charge], Chosen = chosen };
            case Topics.Charge when charges.Length == 1 && question.Intents.Contains(Intent.Refund):
                return understood with { Intents = [Intent.Refund], Chosen = charges };
            default:
                return null;
        }
    }

    private static RecallItem[] Choose(BillingQuestion question, RecallItem[] charges)
    {
        if (question.Amounts.Count > 0)
        {
            return [];
        }

        return question.Ordinal switch
        {
            _ when question.Has(Concept.All) && question.Words.Length <= BillingQuestion.ShortAnswer => charges,
            -1 when charges.Length > 0 => [charges[^1]],
            >= 0 and var place when place < charges.Length => [charges[place]],
            _ => [],
        };
    }

    private static Understanding AsFollowUp(Understanding understood, string? topic, RecallItem[] charges)
    {
        var question = understood.Question;
        if (topic == Topics.Usage && question.Intents is [Intent.Charge] && question.Has(Concept.Data, Concept.Calls, Concept.Messages) && !question.Has(Concept.Charge, Concept.Charged))
        {
            return understood with { Intents = [Intent.Usage] };
        }

        if (question.Intents.Count > 0)
        {
            return charges.Length == 1 && question.Asks && question.Ordinal is 0 && question.Intents is [Intent.Charge]
                ? understood with { Chosen = charges }
                : understood;
        }

        var chosen = question.Ordinal is null ? [] : Choose(question, charges);
        if (chosen.Length > 0)
        {
            return understood with { Intents = [Intent.Charge], Chosen = chosen };
        }

        return understood with { Intents = FollowUp(question, topic, charges) };
    }

    private static IReadOnlyList<Intent> FollowUp(BillingQuestion question, string? topic, RecallItem[] charges)
    {
        var aboutBills = topic is Topics.Bill or Topics.Bills or Topics.Comparison or Topics.Balance;
        return question switch
        {
            _ when question.NamesBill && topic == Topics.Usage => [Intent.Usage],
            _ when question.NamesBill && topic == Topics.Comparison => [Intent.WhyChanged],
            _ when question.NamesBill && topic is not null => [Intent.Bill],
            _ when aboutBills && question.Concepts.Any(concept => concept >= Concept.LateFee) => [Intent.Charge],
            _ when question.Has(Concept.Why) && (aboutBills || charges.Length > 1) => [Intent.WhyChanged],
            _ when question.Has(Concept.Why, Concept.What) && charges.Length == 1 => [Intent.Charge],
            _ when question.Has(Concept.When, Concept.HowLong) && aboutBills => [Intent.BillDue],
            _ when question.Has(Concept.When, Concept.HowLong) && topic == Topics.Plan => [Intent.ContractEnd],
            _ when question.Has(Concept.When, Concept.Status) && topic == Topics.Cases => [Intent.RefundStatus],
            _ when question.Has(Concept.Paid, Concept.HowMuch) && aboutBills => [Intent.Bill],
            _ when question.Has(Concept.Price, Concept.HowMuch, Concept.Monthly) && topic == Topics.Plan => [Intent.Plan],
            _ when question.Has(Concept.Left, Concept.Used, Concept.Unit) && topic is Topics.Usage or Topics.Plan => [Intent.Usage],
            _ => [],
        };
    }
}
