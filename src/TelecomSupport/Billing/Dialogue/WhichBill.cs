namespace TelecomSupport.Billing.Dialogue;

/// <summary>Finds out which bill a message means.</summary>
internal static class WhichBill
{
    private static readonly string[] Than = ["than", "als", "que", "niz", "compared"];
    private static readonly string[] NotThan = ["por", "ce", "e"];

    /// <returns>The bill; null while the bills have yet to be listed. An answer without an id means the newest.</returns>
    public static Found? Find(Exchange turn)
    {
        var question = turn.Question;
        if ((turn.Understood.ChosenBill ?? question.BillId) is { } id)
        {
            return new(id);
        }

        var compares = turn.Understood.Intents.Contains(Intent.WhyChanged) && Compares(question.Words);
        var relative = !compares && question.Has(Concept.Earlier, Concept.LastMonth);
        if (!relative && (question.Month is null || compares))
        {
            return new(question.Has(Concept.Latest, Concept.Bill) ? null : turn.Understood.RecalledBill);
        }

        var asked = turn.Ask<BillsAnswer>(BillingTool.ListBills);
        if (!asked.Has)
        {
            return asked.Pending ? null : Found.None;
        }

        var bills = asked.Answer.Bills;
        var bill = question.Month is { } month ? OfMonth(bills, month, question.Year)
            : question.Has(Concept.LastMonth) ? OfMonth(bills, turn.Today.AddMonths(-1).Month, turn.Today.AddMonths(-1).Year)
            : bills.SkipWhile(bill => bill.Id != (turn.Understood.RecalledBill ?? bills[0].Id)).Skip(1).FirstOrDefault();
        return bill is null ? Found.None : new(bill.Id);
    }

    /// <summary>Whether a charge belongs to the month that the message names: by its bill's date and, unless it speaks of a bill, its own.</summary>
    /// <returns>True when the message names no month.</returns>
    public static bool InMonth(Exchange turn, ChargeLine charge)
    {
        var question = turn.Question;
        var (month, year) = question.Month is { } named ? (named, question.Year)
            : question.Has(Concept.LastMonth) ? (turn.Today.AddMonths(-1).Month, turn.Today.AddMonths(-1).Year)
            : (0, (int?)null);
        return month == 0 || Is(charge.BillDate, month, year) || (!question.Has(Concept.Bill, Concept.OnBill) && Is(charge.Date, month, year));
    }

    // "The October bill" is the one dated in October; failing that, the one that ends in it.
    private static BillSummary? OfMonth(IReadOnlyList<BillSummary> bills, int month, int? year) =>
        bills.FirstOrDefault(bill => Is(bill.BillDate, month, year)) ?? bills.FirstOrDefault(bill => Is(bill.PeriodEnd, month, year));

    private static bool Is(DateOnly date, int month, int? year) => date.Month == month && (year is null || date.Year == year);

    private static bool Compares(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (Than.Contains(words[i]) && (i == 0 || !NotThan.Contains(words[i - 1])))
            {
                return true;
            }
        }

        return false;
    }

    internal sealed record Found(string? Id)
    {
        public static readonly Found None = new((string?)null) { Missing = true };

        public bool Missing { get; init; }
    }
}
