using System.Text.Json;
using TelecomSupport.Billing;
using TelecomSupport.Billing.Dialogue;
using TelecomSupport.Conversations;

namespace TelecomSupport.Models;

/// <summary>What a model's billing reply leaves to follow-ups, in the billing dialogue's terms, whoever answers them.</summary>
internal static class BillingRecall
{
    /// <returns>The charges that the reply names, in its order, and the one bill that the turn read.</returns>
    public static Recall Of(string reply, IEnumerable<ToolResult> results)
    {
        var charges = new List<RecallItem>();
        var bills = new List<RecallItem>();
        foreach (var result in results.Where(result => result.Status == ToolStatus.Succeeded))
        {
            if (result.Call.Name == BillingTool.GetBill.Name)
            {
                var bill = Read<BillAnswer>(result).Bill;
                bills.Add(BillTopics.Item(bill.Id, bill.Id));
                charges.AddRange(bill.Charges.Select(charge => BillTopics.Item(bill.Id, charge.Id, charge.Name)));
            }
            else if (result.Call.Name == BillingTool.CompareBills.Name)
            {
                var comparison = Read<ComparisonAnswer>(result);
                bills.Add(BillTopics.Item(comparison.Bill.Id, comparison.Bill.Id));
                charges.AddRange(comparison.Changes
                    .Where(change => change.ChargeIds.Count > 0)
                    .Select(change => BillTopics.Item(comparison.Bill.Id, change.ChargeIds[^1], change.Name)));
            }
            else if (result.Call.Name == BillingTool.ListCharges.Name)
            {
                charges.AddRange(Read<ChargesAnswer>(result).Charges.Select(charge => BillTopics.Item(charge.BillId, charge.Id, charge.Name)));
            }
        }

        var named = charges
            .DistinctBy(charge => charge.Id)
            .Select(charge => (charge, at: reply.IndexOf(charge.Label, StringComparison.OrdinalIgnoreCase)))
            .Where(charge => charge.at >= 0)
            .OrderBy(charge => charge.at)
            .DistinctBy(charge => charge.at)
            .Select(charge => charge.charge)
            .ToArray();
        var about = bills.DistinctBy(bill => bill.Id).ToArray() is [var only] ? only : null;
        var topic = named.Length > 0 ? Topics.Charge : about is not null ? Topics.Bill : null;
        return new(topic, about is null ? named : [.. named, about]);
    }

    private static T Read<T>(ToolResult result) => result.Content.Deserialize<T>(SupportJson.Options)!;
}
