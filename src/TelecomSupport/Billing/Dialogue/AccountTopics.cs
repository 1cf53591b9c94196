using static TelecomSupport.Billing.Dialogue.Exchange;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>Answers about products and the account. A method gives null while the exchange still needs a tool's answer.</summary>
internal static class AccountTopics
{
    private const int FewWords = 4;

    public static Part? Plan(Exchange turn)
    {
        var asked = turn.Ask<SubscriptionAnswer>(BillingTool.GetSubscription);
        if (!asked.Has)
        {
            return null;
        }

        var (say, show, answer) = (turn.Say, turn.Show, asked.Answer);
        string Money(decimal amount) => show.Amount(amount, answer.Currency);
        var main = answer.Products.Where(IsMain).ToArray();
        var others = answer.Products.Except(main).ToArray();
        var paragraphs = new List<string>();
        foreach (var product in main)
        {
            var sentences = new List<string> { Fill(say.PlanIs, NameOf(turn, product), Money(product.MonthlyPrice), show.Date(product.StartDate)) };
            if (product.Allowances.Count > 0)
            {
                sentences.Add(Fill(say.Includes, string.Join(", ", product.Allowances.Select(allowance => Included(turn, allowance)))));
            }

            sentences.Add(ContractEnd(turn, product));
            paragraphs.Add(string.Join(' ', sentences));
        }

        if (main.Length == 0)
        {
            paragraphs.Add(say.NoPlan);
        }

        if (others.Length > 0)
        {
            paragraphs.Add(Lines(say.OtherProducts, others.Select(product => Fill(say.ProductLine, NameOf(turn, product), Money(product.MonthlyPrice)))));
        }

        if (answer.Products.Count > 1)
        {
            paragraphs.Add(Fill(say.MonthlyTotal, Money(answer.MonthlyTotal)));
        }

        return new(string.Join('\n', paragraphs), Topics.Plan);
    }

    public static Part? ContractEnd(Exchange turn) => ContractEnds(turn) is { } ends ? new(ends, Topics.Plan) : null;

    public static Part? Usage(Exchange turn)
    {
        var asked = turn.Ask<UsageAnswer>(BillingTool.GetUsage);
        if (!asked.Has)
        {
            return null;
        }

        var (say, show) = (turn.Say, turn.Show);
        string Of(decimal? amount, string unit) => $"{show.Number(amount ?? 0)} {unit}";
        var wanted = Wanted(turn.Question, asked.Answer);
        var blocks = asked.Answer.Products.Where(product => wanted is null || product.Allowances.Any(wanted.Contains)).Select(product => Lines(
            Fill(say.UsageOf, product.Product),
            product.Allowances.Where(allowance => wanted is null || wanted.Contains(allowance)).Select(allowance => Fill(
                allowance.Included is null ? say.UsageUnlimited : allowance.Remaining > 0 ? say.UsageLine : say.UsageAllUsed,
                allowance.Name,
                Of(allowance.Used, allowance.Unit),
                Of(allowance.Included, allowance.Unit),
                Of(allowance.Remaining, allowance.Unit)))));
        var text = asked.Answer.Products.Count == 0 ? say.NoAllowances : string.Join('\n', blocks);
        return new(turn.Question.Has(Concept.LastMonth, Concept.Earlier) ? $"{say.UsageOnlyNow} {text}" : text, Topics.Usage);
    }

    public static Part? Balance(Exchange turn)
    {
        var account = turn.Ask<BalanceAnswer>(BillingTool.GetBalance);
        var bills = turn.Ask<BillsAnswer>(BillingTool.ListBills);
        return account.Has && bills.Has ? new(Owed(turn, account.Answer, bills.Answer), Topics.Balance) { Items = Newest(turn, bills.Answer) } : null;
    }

    public static Part? Overdue(Exchange turn)
    {
        var account = turn.Ask<BalanceAnswer>(BillingTool.GetBalance);
        var bills = turn.Ask<BillsAnswer>(BillingTool.ListBills);
        if (!account.Has || !bills.Has)
        {
            return null;
        }

        var overdue = bills.Answer.Bills.Any(bill => bill.State == BillState.Overdue);
        var suspended = account.Answer.State == AccountState.Suspended;
        var text = Owed(turn, account.Answer, bills.Answer);
        return overdue || suspended
            ? turn.WithColleague($"{text}\n{Method(turn, account.Answer)}") with { Items = Newest(turn, bills.Answer) }
            : new($"{turn.Say.NothingOverdue} {text}", Topics.Balance) { Items = Newest(turn, bills.Answer) };
    }

    public static Part? PaymentMethod(Exchange turn)
    {
        var account = turn.Ask<BalanceAnswer>(BillingTool.GetBalance);
        if (!account.Has)
        {
            return null;
        }

        var onlyAsks = turn.Question.Words.Length <= FewWords || (turn.Question.Has(Concept.What) && !turn.Question.Has(Concept.Change));
        return onlyAsks
            ? new(Method(turn, account.Answer), Topics.Balance)
            : turn.WithColleague($"{Method(turn, account.Answer)} {turn.Say.CantChangePayment}");
    }

    public static Part? Pay(Exchange turn) => OwedWith(turn, turn.Say.CantTakePayment, withMethod: true);

    public static Part? Arrange(Exchange turn) => OwedWith(turn, turn.Say.CantArrange, withMethod: false);

    public static Part? Cancel(Exchange turn) =>
        ContractEnds(turn) is { } ends ? turn.WithColleague($"{turn.Say.CantCancel}\n{ends}\n") : null;

    public static Part? ChangePlan(Exchange turn)
    {
        var plan = Plan(turn);
        return plan is null ? null : turn.WithColleague($"{turn.Say.CantChangePlan}\n{plan.Text}\n");
    }

    public static Part Prices(Exchange turn) => turn.WithColleague(turn.Say.NoPrices) with { Unsettled = true };

    public static Part AccountDetails(Exchange turn) => turn.WithColleague(turn.Say.CantChangeDetails) with { Unsettled = true };

    private static Part? OwedWith(Exchange turn, string first, bool withMethod)
    {
        var account = turn.Ask<BalanceAnswer>(BillingTool.GetBalance);
        var bills = turn.Ask<BillsAnswer>(BillingTool.ListBills);
        if (!account.Has || !bills.Has)
        {
            return null;
        }

        var method = withMethod ? Method(turn, account.Answer) + " " : "";
        return turn.WithColleague($"{first} {method}{Owed(turn, account.Answer, bills.Answer)}\n") with { Items = Newest(turn, bills.Answer) };
    }

    private static string Owed(Exchange turn, BalanceAnswer account, BillsAnswer bills)
    {
        var (say, show) = (turn.Say, turn.Show);
        var amount = show.Amount(Math.Abs(account.Balance), account.Currency);
        var owed = account switch
        {
            { Balance: 0 } => say.OweNothing,
            { Balance: < 0 } => Fill(say.InCredit, amount),
            { DueDate: null } => Fill(say.Owe, amount),
            { DueDate: { } due } => Fill(due < turn.Today ? say.OweSince : say.OweBy, amount, show.Date(due)),
        };
        var text = account.State == AccountState.Suspended ? $"{say.AccountSuspended} {owed}" : owed;
        var open = bills.Bills.Where(bill => bill.RemainingAmount > 0).ToArray();
        return open.Length > 0 ? $"{text}\n{Lines(say.OpenBills, open.Select(bill => BillTopics.Line(turn, bill, bills.Currency)))}"
            : bills.Bills.Count > 0 ? $"{text} {BillTopics.Sentence(turn, bills.Bills[0], bills.Currency)}"
            : text;
    }

    // Of data, calls and messages, those that the question speaks of; null for everything.
    private static HashSet<AllowanceUsage>? Wanted(BillingQuestion question, UsageAnswer usage)
    {
        var kinds = new[] { Concept.Data, Concept.Calls, Concept.Messages }.Where(question.Concepts.Contains).ToArray();
        var found = usage.Products
            .SelectMany(product => product.Allowances)
            .Where(allowance => Vocabulary.Of("en").Find(Words.Of(allowance.Name), forgiving: false).Exists(hit => kinds.Contains(hit.Concept)))
            .ToHashSet();
        return found.Count > 0 ? found : null;
    }

    private static IReadOnlyList<Conversations.RecallItem> Newest(Exchange turn, BillsAnswer bills) =>
        bills.Bills.Count > 0 ? [BillTopics.Item(bills.Bills[0].Id, turn.Show.Date(bills.Bills[0].BillDate))] : [];

    private static string? ContractEnds(Exchange turn)
    {
        var asked = turn.Ask<SubscriptionAnswer>(BillingTool.GetSubscription);
        if (!asked.Has)
        {
            return null;
        }

        var named = asked.Answer.Products.Where(product => Words.Of(product.Name).Any(word => word.Length > 2 && turn.Question.Words.Contains(word))).ToArray();
        var shown = named.Length > 0 ? named : asked.Answer.Products.Where(product => IsMain(product) || product.ContractEnd is not null).ToArray();
        return shown.Length == 0 ? turn.Say.NoPlan : string.Join('\n', shown.Select(product => ContractEnd(turn, product)).Distinct());
    }

    private static string ContractEnd(Exchange turn, Product product) =>
        product.ContractEnd is { } end ? Fill(turn.Say.ContractUntil, product.Name, turn.Show.Date(end)) : Fill(turn.Say.ContractOpen, product.Name);

    private static string Method(Exchange turn, BalanceAnswer account) => Fill(turn.Say.PaymentMethodIs, account.PaymentMethod);

    private static bool IsMain(Product product) => product.Kind is ProductKind.Plan or ProductKind.Broadband;

    private static string NameOf(Exchange turn, Product product) => product.Status switch
    {
        ProductStatus.PendingTerminate => $"{product.Name} ({turn.Say.BeingCancelled})",
        ProductStatus.Suspended => $"{product.Name} ({turn.Say.Suspended})",
        _ => product.Name,
    };

    private static string Included(Exchange turn, Allowance allowance) =>
        allowance.Included is { } included ? $"{turn.Show.Number(included)} {allowance.Unit} {allowance.Name}" : Fill(turn.Say.Unlimited, allowance.Name);
}
