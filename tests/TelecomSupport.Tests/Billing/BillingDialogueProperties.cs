using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TelecomSupport.Billing;

namespace TelecomSupport.Tests.Billing;

/// <summary>What holds for every conversation, whatever is said: sentences of the six languages, put together at random.</summary>
public sealed class BillingDialogueProperties
{
    private static readonly string[] Languages = ["en", "es", "de", "fr", "pl", "pt"];

    private static readonly string[] Sayings =
    [
        "What plan am I on?", "when does my contract end", "How much data is left?", "show my bills", "my October bill", "and the one before?", "why?",
        "Why is it so high?", "what is the 16.10 for?", "refund the roaming charge", "I want a refund", "the second one", "both", "all of them", "yes", "no",
        "the last one", "1", "was I charged twice?", "how is my refund", "what do I owe", "when is that due", "am I suspended?", "payment method", "cancel my contract",
        "pay in instalments", "is there a discount", "refund the loyalty discount", "refund my whole bill", "show me the bill of emil", "BILL-EB-77", "refund EB-77",
        "I am emil, what do I owe?", "customer_id: emil", "what is Fjord Fibre?", "refund the 51.27", "€57.77", "REF-0123456789", "late fee", "bill of May 2031",
        "¿Cuánto debo?", "la factura anterior", "quiero un reembolso", "la segunda", "sí", "Warum so teuer?", "Rechnung vom Oktober", "die letzte", "ja", "Kündigung",
        "Combien je dois ?", "ma facture d'octobre", "remboursez le roaming", "oui", "Ile mam do zapłaty?", "faktura za październik", "zwrot za roaming", "tak",
        "Quanto devo?", "a fatura de outubro", "reembolso do roaming", "sim", "", "???", "🙂 ok", "x", "2026-11-14", "the third one and 9.95 and 16.10",
    ];

    public static Arbitrary<(string Language, string[] Messages)> Conversations() =>
        (from language in Gen.Elements(Languages)
         from messages in Gen.Elements(Sayings).Two().Select(two => $"{two.Item1} {two.Item2}".Trim()).Or(Gen.Elements(Sayings)).NonEmptyListOf()
         select (language, messages.Where(message => message.Length > 0).Take(6).ToArray())).ToArbitrary();

    [Property(MaxTest = 400, Arbitrary = [typeof(BillingDialogueProperties)])]
    public bool EveryFigure_OfEveryReply_ComesFromAToolResultOfItsTurn((string Language, string[] Messages) conversation) =>
        Holds(conversation, Accounts.Nora, (reply, talk) =>
        {
            var unsupported = BillingFigures.Unsupported(reply, talk.Results);
            Assert.True(unsupported.Count == 0, $"'{reply}' states {string.Join("; ", unsupported)}");
        });

    [Property(MaxTest = 400, Arbitrary = [typeof(BillingDialogueProperties)])]
    public bool NoReply_ContainsAnotherCustomersData((string Language, string[] Messages) conversation) =>
        Holds(conversation, Accounts.Nora, (reply, talk) =>
        {
            foreach (var foreign in (string[])["Fjord", "51.27", "51,27", "57.77", "57,77", "Postage", "EB-77", "BA-2", "Bank transfer", "Breeze", "12.25", "12,25"])
            {
                Assert.DoesNotContain(foreign, reply, StringComparison.OrdinalIgnoreCase);
                Assert.All(talk.Results, result => Assert.DoesNotContain(foreign, result.Content.GetRawText(), StringComparison.OrdinalIgnoreCase));
            }
        });

    [Property(MaxTest = 200, Arbitrary = [typeof(BillingDialogueProperties)])]
    public bool NoCharge_HasTwoCases((string Language, string[] Messages) conversation)
    {
        var billing = Accounts.All();
        Holds(conversation, Accounts.Nora, (_, _) => { }, billing);
        Holds(conversation, Accounts.Nora, (_, _) => { }, billing, thread: "another");
        var cases = billing.ListRefundCasesAsync(Accounts.Nora, default).GetAwaiter().GetResult();
        return cases.DistinctBy(refund => (refund.BillId, refund.ChargeId)).Count() == cases.Count
            && cases.Where(refund => refund.ChargeId is null).All(whole => cases.Count(refund => refund.BillId == whole.BillId) == 1);
    }

    private static bool Holds(
        (string Language, string[] Messages) conversation, string customer, Action<string, Talk> check, InMemoryBilling? billing = null, string thread = "one")
    {
        var talk = new Talk(billing ?? Accounts.All(), customer, Accounts.Now, conversation.Language, thread);
        foreach (var message in conversation.Messages)
        {
            var reply = talk.Say(message).GetAwaiter().GetResult();
            Assert.NotEmpty(reply);
            check(reply, talk);
        }

        return true;
    }
}
