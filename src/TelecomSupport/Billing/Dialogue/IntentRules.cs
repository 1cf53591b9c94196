using C = TelecomSupport.Billing.Dialogue.Concept;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>What a sentence asks for, from its concepts: the first rule that fits.</summary>
internal sealed class IntentRules(IReadOnlySet<Concept> concepts, bool hasAmount, int words)
{
    private const int Terse = 4;

    private bool NamesThing => Has(C.LateFee, C.Roaming, C.Insurance, C.ThirdParty, C.Calls, C.Messages, C.Device, C.Television, C.Setup, C.Paper, C.Sim, C.Technician, C.ReturnedPayment, C.Tax);

    private bool OfACharge => Has(C.Charge, C.Charged, C.NotOrdered, C.OnBill);

    public Intent? Find() => Refunds() ?? Requests() ?? Bills() ?? Products();

    private Intent? Refunds()
    {
        if (Has(C.Deposit))
        {
            return Intent.AccountDetails;
        }

        if (Has(C.Refund) && Has(C.Cancel) && !OfACharge)
        {
            return Intent.Cancel;
        }

        if (Has(C.Refund) && !Has(C.RefundUnwanted))
        {
            return Has(C.Status, C.Case) || (Has(C.When) && !Has(C.Charge, C.NotOrdered)) ? Intent.RefundStatus : Intent.Refund;
        }

        return Has(C.Twice) && (Has(C.Charge, C.Charged, C.Bill, C.Bills, C.Pay, C.Paid) || hasAmount || words <= Terse) ? Intent.Duplicate : null;
    }

    private Intent? Requests()
    {
        if (Has(C.Details))
        {
            return Intent.AccountDetails;
        }

        if (Has(C.Cancelled) && OfACharge)
        {
            return Intent.Charge;
        }

        if (Has(C.Cancel) && !Has(C.NotOrdered))
        {
            return Intent.Cancel;
        }

        if (Has(C.Arrange) && !Has(C.Left) && (Has(C.Pay, C.Bill, C.Balance) || !(OfACharge || Has(C.What))))
        {
            return Intent.Arrange;
        }

        if (Has(C.PaymentMethod) && !Has(C.Sim, C.ReturnedPayment, C.Due, C.Charged, C.Higher))
        {
            return Intent.PaymentMethod;
        }

        return Has(C.Change) && !OfACharge && !Has(C.Higher) ? Intent.ChangePlan : null;
    }

    private Intent? Bills()
    {
        if (Has(C.LateFee, C.ReturnedPayment) && !Has(C.When))
        {
            return Intent.Charge;
        }

        if (Has(C.Overdue))
        {
            return Intent.Overdue;
        }

        if (Has(C.Higher, C.Wrong) && !NamesCharge() && (Has(C.Bill, C.Bills, C.Charge, C.Charged, C.Pay, C.Price, C.Monthly, C.Why, C.Latest, C.Discount, C.LastMonth) || hasAmount || words <= Terse))
        {
            return Intent.WhyChanged;
        }

        if (Has(C.Why) && Has(C.Bill) && !NamesCharge() && !Has(C.OnBill))
        {
            return Intent.WhyChanged;
        }

        if (Has(C.Why) && Has(C.Pay, C.Charged) && !NamesThing && !hasAmount)
        {
            return Intent.WhyChanged;
        }

        if (hasAmount && (OfACharge || Has(C.What, C.Why, C.Bill)) && !Has(C.Offer))
        {
            return Intent.Charge;
        }

        if (Has(C.Discount) && !Has(C.NotOrdered))
        {
            return Intent.Credits;
        }

        if (Has(C.Copy) && Has(C.Bill, C.Bills))
        {
            return Intent.BillCopy;
        }

        if (Has(C.Due) || (Has(C.When) && Has(C.Pay, C.Bill) && !Has(C.Contract)))
        {
            return Intent.BillDue;
        }

        return null;
    }

    private Intent? Products()
    {
        if (Has(C.Allowance) || (Has(C.Used) && Has(C.HowMuch)) || (Has(C.Unit) && Has(C.HowMuch, C.Left, C.Used) && !OfACharge && !Has(C.Price)))
        {
            return Intent.Usage;
        }

        if (Has(C.ContractEnd) || (Has(C.Contract) && Has(C.When, C.HowLong, C.Left)))
        {
            return Intent.ContractEnd;
        }

        if ((Has(C.Offer) && !Has(C.OnBill, C.Charged)) || (Has(C.Price) && !Has(C.Mine, C.Plan, C.Bill)) || (Has(C.Charge) && Has(C.Unit) && !Has(C.Mine, C.OnBill)))
        {
            return Intent.Prices;
        }

        if (concepts.Any(concept => concept is >= C.January and <= C.December) && Has(C.Pay, C.Paid, C.HowMuch, C.Monthly))
        {
            return Intent.Bill;
        }

        if (Has(C.Balance) || (Has(C.HowMuch) && Has(C.Pay) && !Has(C.Monthly, C.Plan)))
        {
            return Intent.Balance;
        }

        if (Has(C.How) && Has(C.Pay) && !Has(C.HowMuch))
        {
            return Intent.Pay;
        }

        if (Has(C.Plan) && !OfACharge && !Has(C.Bill, C.Bills))
        {
            return Intent.Plan;
        }

        if (NamesCharge() || Has(C.NotOrdered) || (OfACharge && Has(C.What, C.Why)))
        {
            return Intent.Charge;
        }

        if (Has(C.Bills))
        {
            return Intent.BillList;
        }

        if (Has(C.Pay) && Has(C.Bill) && words <= Terse)
        {
            return Intent.Pay;
        }

        if (Has(C.Bill, C.Charge, C.Paid, C.OnBill))
        {
            return Intent.Bill;
        }

        if (Has(C.Plan, C.Contract, C.AddOn) || (Has(C.Price, C.Monthly) && Has(C.Mine, C.Pay, C.HowMuch)))
        {
            return Intent.Plan;
        }

        if (Has(C.Pay))
        {
            return words <= Terse ? Intent.Pay : Intent.Balance;
        }

        return words > Terse ? null : NamesThing ? Intent.Charge : Has(C.Monthly) ? Intent.Plan : Has(C.Charged) ? Intent.Bill : null;
    }

    private bool NamesCharge() => NamesThing && (OfACharge || Has(C.Wrong)) && !(Has(C.Device) && Has(C.Bill) && !Has(C.Charge, C.NotOrdered));

    private bool Has(params ReadOnlySpan<Concept> any)
    {
        foreach (var concept in any)
        {
            if (concepts.Contains(concept))
            {
                return true;
            }
        }

        return false;
    }
}
