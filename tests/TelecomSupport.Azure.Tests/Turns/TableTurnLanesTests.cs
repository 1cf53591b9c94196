using TelecomSupport.Azure.Tests.Storage;
using TelecomSupport.Azure.Turns;
using TelecomSupport.Contracts;
using TelecomSupport.Contracts.Azurite;
using TelecomSupport.Turns;

namespace TelecomSupport.Azure.Tests.Turns;

[Collection(AzuriteTests.Name)]
public sealed class TableTurnLanesTests(AzuriteServer azurite) : TurnLanesContract
{
    protected override ITurnLanes Open() => new TableTurnLanes(azurite.Open());
}
