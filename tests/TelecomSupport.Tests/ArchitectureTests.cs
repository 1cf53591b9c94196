namespace TelecomSupport.Tests;

public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Azure.")]
    [InlineData("Microsoft.Azure")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("SQLitePCL")]
    [InlineData("Microsoft.DurableTask")]
    public void Core_References_NoHostAndNoStore(string prefix) =>
        Assert.DoesNotContain(
            typeof(SupportJson).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith(prefix, StringComparison.Ordinal));
}
