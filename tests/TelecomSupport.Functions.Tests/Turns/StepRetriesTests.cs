using Microsoft.DurableTask;
using TelecomSupport.Billing;
using TelecomSupport.Functions.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

public sealed class StepRetriesTests
{
    [Theory]
    [InlineData(typeof(StorageUnavailableException), true)]
    [InlineData(typeof(BillingUnavailableException), true)]
    [InlineData(typeof(HttpRequestException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(OperationCanceledException), false)]
    [InlineData(typeof(InvalidOperationException), false)]
    [InlineData(typeof(ArgumentException), false)]
    public void IsTransient_Failure_TellsWhatMayRecover(Type type, bool transient)
    {
        var failure = new TaskFailureDetails(type.FullName!, "scripted", null, null, null);

        Assert.Equal(transient, StepRetries.IsTransient(failure));
        Assert.Equal(transient, StepRetries.IsTransient(new(typeof(InvalidOperationException).FullName!, "outer", null, failure, null)));
    }
}
