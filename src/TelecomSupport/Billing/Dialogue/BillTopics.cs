using TelecomSupport.Conversations;
using static TelecomSupport.Billing.Dialogue.Exchange;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>Answers about bills. A method gives null while the exchange still needs a tool's answer.</summary>
internal static class BillTopics
{
    private const int ListedBills = 6;

    /// <summary>A bill with its charges, or without when only its due date or state was asked for.</summary>
    public static Part? Bill(Exchange turn)
    {
        if (WhichBill.Find(turn) is not { } which)
        {
            return null;
        }

        if (which.Missing)
        {
            return NoSuchBill(turn);
        }

        var asked = turn.Ask<BillAnswer>(BillingTool.GetBill, ("bill_id", which.Id));
        if (!asked.Has)
        {
            return asked.Pending ? null : Missing(turn, which.Id);
        }

        var bill = asked.Answer.Bill;
        var text = Sentence(turn, BillSummary.Of(bill), asked.Answer.Currency);
        if (!turn.Question.Has(Concept.Due, Concept.Paid, Concept.When))
        {
            var charges = bill.Charges.Select(charge => $"{charge.Name}: {turn.Show.Amount(charge.Amount, asked.Answer.Currency)}");
            text += $"\n{Lines(Fill(turn.Say.ChargesOnIt, turn.Show.Date(bill.BillDate)), charges)}";
        }

        return new(text, Topics.Bill) { Items = [.. bill.Charges.Select(charge => Item(bill.Id, charge.Id, charge.Name)), Item(bill.Id, turn.Show.Date(bill.BillDate))] };
    }

    /// <summary>When a certain bill is due; without one, what is owed and by when.</summary>
    public static Part? Due(Exchange turn) =>
        turn.Question.NamesBill && !turn.Question.Has(Concept.Bill) ? Bill(turn)
        : turn.Understood.RecalledBill is not null && !turn.Question.Has(Concept.Pay) ? Bill(turn)
        : turn.Question.Month is not null ? Bill(turn)
        : AccountTopics.Balance(turn);

    public static Part? List(Exchange turn)
    {
        var asked = turn.Ask<BillsAnswer>(BillingTool.ListBills);
        if (!asked.Has)
        {
            return asked.Pending ? null : Missing(turn, null);
        }

        return asked.Answer.Bills.Count == 0 ? new(turn.Say.NoBills, Topics.Bills) : Listed(turn, turn.Say.BillsAre, asked.Answer);
    }

    public static Part? Copy(Exchange turn)
    {
        var part = turn.Question.Has(Concept.Bills) && turn.Question.Month is null ? List(turn) : Bill(turn);
        return part is null ? null : part with { Text = $"{turn.Say.NoCopy} {part.Text}\n{turn.Say.OfferColleague}", Topic = Topics.Colleague };
    }

    public static Part? WhyChanged(Exchange turn)
    {
        if (WhichBill.Find(turn) is not { } which)
        {
            return null;
        }

        if (which.Missing)
        {
            return NoSuchBill(turn);
        }

        var asked = turn.Ask<ComparisonAnswer>(BillingTool.CompareBills, ("bill_id", which.Id));
        if (asked.Pending)
        {
            return null;
        }

        if (!asked.Has)
        {
            var bill = Bill(turn);
            return bill is null or { Topic: not Topics.Bill } ? bill : bill with { Text = $"{bill.Text}\n{turn.Say.NothingToCompare}" };
        }

        return Comparison(turn, asked.Answer);
    }

    private static Part Comparison(Exchange turn, ComparisonAnswer answer)
    {
        var (say, show) = (turn.Say, turn.Show);
        string Money(decimal amount) => show.Amount(amount, answer.Currency);
        var (bill, previous) = (answer.Bill, answer.Previous);
        var first = answer.Difference == 0
            ? Fill(say.Same, show.Date(bill.BillDate), Money(bill.AmountDue), show.Date(previous.BillDate))
            : Fill(
                answer.Difference > 0 ? say.Higher : say.Lower,
                show.Date(bill.BillDate),
                Money(bill.AmountDue),
                Money(Math.Abs(answer.Difference)),
                show.Date(previous.BillDate),
                Money(previous.AmountDue));

        // What is still on the bill comes first, so that "the second one" is the second item.
        var changes = answer.Changes.OrderBy(change => change.Amount is null).ToArray();
        var lines = changes.Select(change => change switch
        {
            { Amount: { } amount, PreviousAmount: { } before } => Fill(say.ChangeInstead, change.Name, Money(amount), Money(before)),
            { Amount: { } amount } => Fill(say.ChangeNew, change.Name, Money(amount)),
            _ => Fill(say.ChangeGone, change.Name, Money(change.PreviousAmount ?? 0)),
        });
        var items = changes.Where(change => change.ChargeIds.Count > 0).Select(change => Item(bill.Id, change.ChargeIds[^1], change.Name));
        var text = changes.Length == 0 ? first : $"{first}\n{Lines(say.WhatChanged, lines)}";
        if (answer.Difference > 0)
        {
            text += $"\n{say.TellWhichIsWrong}";
        }

        return new(text, Topics.Comparison) { Items = [.. items, Item(bill.Id, show.Date(bill.BillDate))] };
    }

    public static Part? Credits(Exchange turn)
    {
        if (WhichBill.Find(turn) is not { } which)
        {
            return null;
        }

        var asked = turn.Ask<BillAnswer>(BillingTool.GetBill, ("bill_id", which.Id));
        if (!asked.Has)
        {
            return asked.Pending ? null : Missing(turn, which.Id);
        }

        var bill = asked.Answer.Bill;
        var date = turn.Show.Date(bill.BillDate);
        var credits = bill.Charges.Where(charge => charge.Type == ChargeType.Credit).ToArray();
        var text = credits.Length == 0
            ? Fill(turn.Say.NoCredits, date)
            : Lines(Fill(turn.Say.CreditsAre, date), credits.Select(credit => $"{credit.Name}: {turn.Show.Amount(credit.Amount, asked.Answer.Currency)}")) + "\n";
        return turn.WithColleague(text) with { Items = [Item(bill.Id, date)] };
    }

    /// <summary>A bill in a sentence or two: date, amount, period and whether it is paid.</summary>
    public static string Sentence(Exchange turn, BillSummary bill, string currency)
    {
        var (say, show) = (turn.Say, turn.Show);
        var state = bill.State switch
        {
            _ when bill.AmountDue <= 0 => say.BillNothing,
            BillState.Settled => say.BillPaid,
            BillState.Overdue => say.BillOverdue,
            BillState.PartiallyPaid => say.BillPartlyPaid,
            _ => say.BillDue,
        };
        var what = Fill(say.BillIs, show.Date(bill.BillDate), show.Amount(bill.AmountDue, currency), show.Date(bill.PeriodStart), show.Date(bill.PeriodEnd));
        return $"{what} {Fill(state, show.Date(bill.DueDate), show.Amount(bill.RemainingAmount, currency))}";
    }

    public static string Line(Exchange turn, BillSummary bill, string currency)
    {
        var (say, show) = (turn.Say, turn.Show);
        var state = bill.State switch
        {
            BillState.Settled => say.WordPaid,
            BillState.Overdue => say.WordOverdue,
            BillState.PartiallyPaid => say.WordPartlyPaid,
            _ => say.WordDue,
        };
        return Fill(
            say.BillLine,
            show.Date(bill.BillDate),
            show.Amount(bill.AmountDue, currency),
            Fill(state, show.Date(bill.DueDate), show.Amount(bill.RemainingAmount, currency)));
    }

    public static RecallItem Item(string billId, string label) => new(Understanding.BillKind, billId, label);

    /// <summary>A charge's id is unique on its bill, so both make the item's.</summary>
    public static RecallItem Item(string billId, string chargeId, string label) => new(Understanding.ChargeKind, $"{billId}/{chargeId}", label);

    private static Part? NoSuchBill(Exchange turn)
    {
        var asked = turn.Ask<BillsAnswer>(BillingTool.ListBills);
        return asked.Pending ? null
            : asked.Has && asked.Answer.Bills.Count > 0 ? Listed(turn, $"{turn.Say.NoSuchBill} {turn.Say.BillsAre}", asked.Answer)
            : new(turn.Say.NoBills, Topics.Bills);
    }

    private static Part? Missing(Exchange turn, string? billId) => billId is null ? new(turn.Say.NoBills, Topics.Bills) : NoSuchBill(turn);

    private static Part Listed(Exchange turn, string heading, BillsAnswer answer)
    {
        var bills = answer.Bills.Take(ListedBills).ToArray();
        return new(Lines(heading, bills.Select(bill => Line(turn, bill, answer.Currency))), Topics.Bills)
        {
            Items = [.. bills.Select(bill => Item(bill.Id, turn.Show.Date(bill.BillDate)))],
        };
    }
}
