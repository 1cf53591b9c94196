using TelecomSupport.Billing;
using TelecomSupport.Escalation;

namespace TelecomSupport.Tests.Billing;

public sealed class BillingDialogueTests
{
    private readonly InMemoryBilling billing = Accounts.All();

    [Fact]
    public async Task Plan_Asked_GivesPriceIncludedAndContractEnd()
    {
        var reply = await Nora().Say("Which plan do I have?");

        Assert.Contains("Comet Max at €38.50 a month", reply, StringComparison.Ordinal);
        Assert.Contains("80 GB Data, unlimited Calls", reply, StringComparison.Ordinal);
        Assert.Contains("until 1 April 2027", reply, StringComparison.Ordinal);
        Assert.Contains("Phone Guard: €4.90", reply, StringComparison.Ordinal);
        Assert.Contains("€43.40 a month altogether", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoQuestionsInOneMessage_AreBothAnswered()
    {
        var talk = Nora();
        var reply = await talk.Say("What plan am I on and how much data have I got left?");

        Assert.Equal(["get_subscription", "get_usage"], talk.Results.Select(result => result.Call.Name));
        Assert.Contains("Comet Max", reply, StringComparison.Ordinal);
        Assert.Contains("18.5 GB left of 80 GB", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_FollowedThrough_KeepsToTheBillInQuestion()
    {
        var talk = Nora();

        Assert.Contains("14 October 2026 is €49.40", await talk.Say("Show me my October bill"), StringComparison.Ordinal);
        Assert.Contains("14 October 2026 is €49.40", await talk.Say("has it been paid?"), StringComparison.Ordinal);
        Assert.Contains("€6.00 more than the bill of 14 September 2026", await talk.Say("and why was it higher?"), StringComparison.Ordinal);
        Assert.Contains("14 September 2026 is €43.40", await talk.Say("what about the one before that?"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the second one")]
    [InlineData("2")]
    [InlineData("show me the second bill")]
    public async Task Bills_ListedThenOneChosenByItsPlace_ShowsThatOne(string answer)
    {
        var talk = Nora();
        await talk.Say("list my bills");

        Assert.Contains("14 October 2026 is €49.40", await talk.Say(answer), StringComparison.Ordinal);
        Assert.Contains("14 September 2026 is €43.40", await talk.Say("and the one before that?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_AskedHow_OffersTheChargesAndOpensNothing()
    {
        var talk = Nora();

        await talk.Say("How do I get a refund for my last bill?");

        Assert.DoesNotContain(talk.Results, result => result.CaseId is not null);
        Assert.Equal("refund", talk.Last.Recall.Topic);
        await talk.Say("the first one");
        Assert.Single(talk.Results, result => result.CaseId is not null);
    }

    [Fact]
    public async Task LastMonth_IsReckonedFromTheMessage()
    {
        Assert.Contains("14 October 2026", await Nora().Say("what was last month's invoice?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_OfAMonthWithoutOne_SaysSoAndListsWhatThereIs()
    {
        var reply = await Nora().Say("my march bill please");

        Assert.StartsWith("I can't find that bill.", reply, StringComparison.Ordinal);
        Assert.Contains("14 November 2026", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyHigher_ComparesChargeByCharge()
    {
        var reply = await Nora().Say("Why is my bill higher than last month?");

        Assert.Contains("€71.40. That is €22.00 more than the bill of 14 October 2026, which was €49.40", reply, StringComparison.Ordinal);
        Assert.Contains("- new: Roaming data in Norway, €16.10", reply, StringComparison.Ordinal);
        Assert.Contains("- no longer on it: Late payment fee, €6.00", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyHigher_ThenOneNamedAsWrong_OpensItsCase()
    {
        var talk = Nora();
        await talk.Say("why did my bill go up so much");
        var reply = await talk.Say("the Norway one is wrong");

        Assert.Contains("for Roaming data in Norway (€16.10)", reply, StringComparison.Ordinal);
        Assert.Equal(1, billing.CasesOf(Accounts.Nora));
    }

    [Theory]
    [InlineData("Please refund the roaming charge", "Roaming data in Norway", "16.10")]
    [InlineData("I want my money back for the 16.10", "Roaming data in Norway", "16.10")]
    [InlineData("can i get a refund for the late fee", "Late payment fee", "6.00")]
    [InlineData("I was charged twice for the SIM, please refund it", "Replacement SIM", "9.95")]
    [InlineData("Refund the Phone Guard from my October bill", "Phone Guard", "4.90")]
    public async Task Refund_OfOneCertainCharge_OpensTheCaseAtOnce(string message, string charge, string amount)
    {
        var talk = Nora();
        var reply = await talk.Say(message);

        var caseId = talk.Results[^1].CaseId;
        Assert.NotNull(caseId);
        Assert.Contains($"refund case {caseId} for {charge} (€{amount})", reply, StringComparison.Ordinal);
        Assert.Equal(1, billing.CasesOf(Accounts.Nora));
    }

    [Theory]
    [InlineData("the third one", "Roaming data in Norway")]
    [InlineData("3", "Roaming data in Norway")]
    [InlineData("the roaming one", "Roaming data in Norway")]
    [InlineData("the 16.10 one please", "Roaming data in Norway")]
    [InlineData("the last one", "Replacement SIM")]
    public async Task Refund_Ambiguous_AsksWhichAndTakesTheAnswer(string answer, string charge)
    {
        var talk = Nora();
        var question = await talk.Say("I want a refund");
        Assert.Contains("3. Roaming data in Norway: €16.10", question, StringComparison.Ordinal);
        Assert.Equal(0, billing.CasesOf(Accounts.Nora));

        var reply = await talk.Say(answer);

        Assert.Contains($"for {charge} ", reply, StringComparison.Ordinal);
        Assert.Equal(1, billing.CasesOf(Accounts.Nora));
    }

    [Theory]
    [InlineData("what is the third one?")]
    [InlineData("no, leave it")]
    [InlineData("ok thanks")]
    [InlineData("which plan am I on?")]
    public async Task Refund_WhichAskedButNotAnswered_OpensNothing(string answer)
    {
        var talk = Nora();
        await talk.Say("I want a refund");
        await talk.Say(answer);

        Assert.Equal(0, billing.CasesOf(Accounts.Nora));
    }

    [Fact]
    public async Task Charge_ExplainedThenYes_OpensTheCase()
    {
        var talk = Nora();
        Assert.Contains("Roaming data in Norway: €16.10, dated 21 October 2026", await talk.Say("What is the 16.10 on my bill?"), StringComparison.Ordinal);
        Assert.Contains("I've opened refund case", await talk.Say("yes please"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charge_ExplainedThenNo_LeavesEverything()
    {
        var talk = Nora();
        await talk.Say("What is the 16.10 on my bill?");

        Assert.Contains("left everything as it is", await talk.Say("no thanks"), StringComparison.Ordinal);
        Assert.Equal(0, billing.CasesOf(Accounts.Nora));
    }

    [Fact]
    public async Task Refund_OfTwoNamed_AsksAndBothOpensBoth()
    {
        var talk = Nora();
        var question = await talk.Say("I want a refund for the roaming and the phone guard on my last bill");
        Assert.Contains("1. Phone Guard: €4.90", question, StringComparison.Ordinal);
        Assert.Contains("2. Roaming data in Norway: €16.10", question, StringComparison.Ordinal);

        await talk.Say("both");
        Assert.Equal(["c2", "c3"], talk.Results.Select(result => result.Call.Arguments.GetProperty("charge_id").GetString()));
        Assert.Equal(2, billing.CasesOf(Accounts.Nora));
    }

    [Theory]
    [InlineData("refund it please", 1)]
    [InlineData("yes", 1)]
    [InlineData("refund that postage", 0)]
    [InlineData("refund the insurance", 0)]
    [InlineData("ok thanks", 0)]
    public async Task Refund_OfTheOneChargeJustExplained_NeedsNoNameButNoOther(string message, int cases)
    {
        var talk = Nora();
        await talk.Say("what is the roaming charge?");
        await talk.Say(message);

        Assert.Equal(cases, (await billing.ListRefundCasesAsync(Accounts.Nora, default)).Count(refund => refund.ChargeId == "c3"));
    }

    [Fact]
    public async Task Charge_NotOnTheBill_IsSaid()
    {
        Assert.StartsWith("I can't find that charge", await Nora().Say("is there a technician fee on my bill?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charges_SeveralExplained_AreDisputedTogether()
    {
        var talk = Nora();
        await talk.Say("what are the replacement SIM charges?");
        await talk.Say("what is the roaming charge and the phone guard on my bill?");
        await talk.Say("both are wrong");

        Assert.Equal(2, billing.CasesOf(Accounts.Nora));
    }

    [Fact]
    public async Task Usage_ThenOfAnotherKind_IsUnderstood()
    {
        var talk = Nora();
        await talk.Say("how much data is left?");

        Assert.Contains("Calls: unlimited (133 minutes used)", await talk.Say("and minutes?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_OfOneKind_LeavesTheOthersOut()
    {
        var reply = await Nora().Say("how many minutes have I used?");

        Assert.Contains("Calls: unlimited (133 minutes used)", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("GB", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasPaid_InAMonth_IsThatMonthsBill()
    {
        Assert.Contains("14 September 2026 is €43.40", await Nora().Say("what did I pay in september?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_AskedTwice_ReturnsTheFirstCase()
    {
        var talk = Nora();
        await talk.Say("refund the roaming charge");
        var first = talk.Results[^1].CaseId;
        var reply = await talk.Say("refund the roaming charge");

        Assert.Contains($"already a refund case for that: {first}", reply, StringComparison.Ordinal);
        Assert.Null(talk.Results[^1].CaseId);
        Assert.Contains(first!, await talk.Say("how is my refund going?"), StringComparison.Ordinal);
        Assert.Equal(1, billing.CasesOf(Accounts.Nora));
    }

    [Theory]
    [InlineData("refund the loyalty discount")]
    [InlineData("refund the postage")]
    [InlineData("refund charge d2 on bill EB-77")]
    [InlineData("I don't want a refund, just tell me what is on my bill")]
    [InlineData("how long does a refund take?")]
    public async Task Refund_NothingOfTheirsToRefundOrNotWanted_OpensNothing(string message)
    {
        var reply = await Nora().Say(message);

        Assert.Equal(0, billing.CasesOf(Accounts.Nora) + billing.CasesOf(Accounts.Emil));
        Assert.DoesNotContain("Postage", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_OfTheWholeBill_TakesItsAmount()
    {
        var reply = await Nora().Say("I want a refund of the whole October bill");

        Assert.Contains("for the whole bill (€49.40) on your bill of 14 October 2026", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicate_Found_OffersARefundAndYesTakesIt()
    {
        var talk = Nora();
        var reply = await talk.Say("was I charged double for anything?");
        Assert.Equal(2, reply.Split("Replacement SIM: €9.95").Length - 1);

        await talk.Say("yes");
        Assert.Equal("NB-11/c5", $"{Argument(talk, "bill_id")}/{Argument(talk, "charge_id")}");
    }

    [Fact]
    public async Task Balance_Overdue_SaysSinceWhenAndThatTheAccountIsSuspended()
    {
        var reply = await Talk(Accounts.Emil).Say("why is my line cut off?");

        Assert.Contains("Your account is suspended. You owe €57.77 at the moment, due since 30 September 2026", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel my contract", "until 1 April 2027")]
    [InlineData("I'd like to upgrade", "Comet Max")]
    [InlineData("can I pay in instalments?", "€71.40")]
    [InlineData("do you have any special offers?", "price list")]
    public async Task WhatToolsCannotDo_SaysSoAndYesBringsAColleague(string message, string known)
    {
        var talk = Nora();
        var reply = await talk.Say(message);
        Assert.Contains("I c", reply, StringComparison.Ordinal);
        Assert.Contains(known, reply, StringComparison.Ordinal);
        Assert.Null(talk.Last.Escalate);

        await talk.Say("yes, please");
        Assert.Equal(EscalationReason.PersonRequested, talk.Last.Escalate);
    }

    [Theory]
    [InlineData("do you have any special offers?", true)]
    [InlineData("please change my address", true)]
    [InlineData("hmm", true)]
    [InlineData("what do I owe?", false)]
    [InlineData("cancel my contract", false)]
    public async Task WhatTheAccountDoesNotTell_IsLeftToTheDocuments(string message, bool unsettled)
    {
        var talk = Nora();

        await talk.Say(message);

        Assert.Equal(unsettled, talk.Last.Unsettled);
    }

    [Fact]
    public async Task NoBillsYet_IsSaid()
    {
        Assert.Contains("no bill", await Talk(Accounts.Newcomer).Say("show me my latest bill"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCustomer_IsToldSo()
    {
        var talk = Talk("nobody");

        Assert.Contains("can't find a billing account", await talk.Say("What do I owe?"), StringComparison.Ordinal);
        Assert.False(talk.Last.Unsettled);
        Assert.Contains("can't find a billing account", await talk.Say("Is there a fee for bills on paper?"), StringComparison.Ordinal);
        Assert.True(talk.Last.Unsettled);
    }

    [Fact]
    public async Task BillingSystemDown_Apologises()
    {
        billing.IsDown = true;
        var talk = Nora();

        Assert.Contains("isn't answering", await talk.Say("what do I owe?"), StringComparison.Ordinal);
        Assert.All(talk.Results, result => Assert.Equal(ToolStatus.Failed, result.Status));
    }

    [Theory]
    [InlineData("hmm, well")]
    [InlineData("about the thing from before")]
    public async Task Unclear_AsksBackAndSaysWhatItCanDo(string message)
    {
        var talk = Nora();
        var reply = await talk.Say(message);

        Assert.True(talk.Last.NeedsClarification);
        Assert.Contains("refund case", reply, StringComparison.Ordinal);
        Assert.Empty(talk.Results);
    }

    [Theory]
    [InlineData("es", "¿Por qué ha subido mi factura?", "22,00 €", "14 de noviembre de 2026")]
    [InlineData("de", "Warum ist meine Rechnung so hoch?", "22,00 €", "14. November 2026")]
    [InlineData("fr", "Pourquoi ma facture a-t-elle augmenté ?", "22,00 €", "14 novembre 2026")]
    [InlineData("pl", "Dlaczego moja faktura jest wyższa?", "22,00 €", "14 listopada 2026")]
    [InlineData("pt", "Porque é que a minha fatura aumentou?", "22,00 €", "14 de novembro de 2026")]
    public async Task WhyHigher_InOtherLanguages_AnswersInThem(string language, string message, string amount, string date)
    {
        var talk = Talk(Accounts.Nora, language);
        var reply = await talk.Say(message);

        Assert.Equal(["compare_bills"], talk.Results.Select(result => result.Call.Name));
        Assert.Contains(amount, reply, StringComparison.Ordinal);
        Assert.Contains(date, reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("es", "Quiero la devolución del cargo de roaming")]
    [InlineData("de", "Bitte die Roaminggebühr erstatten")]
    [InlineData("fr", "Remboursez-moi les frais d'itinérance")]
    [InlineData("pl", "Proszę o zwrot opłaty za roaming")]
    [InlineData("pt", "Quero o reembolso do roaming")]
    public async Task Refund_InOtherLanguages_FindsTheCharge(string language, string message)
    {
        var talk = Talk(Accounts.Nora, language);
        await talk.Say(message);

        Assert.Equal("c3", Argument(talk, "charge_id"));
        Assert.NotNull(talk.Results[^1].CaseId);
    }

    [Fact]
    public async Task SameConversation_GivesTheSameRepliesAndCallsAgain()
    {
        string[] messages = ["what's on my bill?", "refund the roaming charge", "and what do I owe now?"];
        var first = new List<string>();
        var second = new List<string>();
        foreach (var replies in new[] { first, second })
        {
            var talk = new Talk(Accounts.All(), Accounts.Nora, Accounts.Now);
            foreach (var message in messages)
            {
                replies.Add(await talk.Say(message));
            }
        }

        Assert.Equal(first, second);
    }

    private static string? Argument(Talk talk, string name) => talk.Results[^1].Call.Arguments.GetProperty(name).GetString();

    private Talk Nora() => Talk(Accounts.Nora);

    private Talk Talk(string customer, string language = "en") => new(billing, customer, Accounts.Now, language);
}
