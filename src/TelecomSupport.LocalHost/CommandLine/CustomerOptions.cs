using System.CommandLine;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>Who asks and where, for the commands that hold a conversation.</summary>
internal sealed class CustomerOptions
{
    /// <summary>The first account of <c>data/demo</c>.</summary>
    public const string DemoCustomer = "user_12345";

    public Option<string> User { get; } = new("--user", "-u")
    {
        Description = "The customer who writes.",
        DefaultValueFactory = _ => DemoCustomer,
    };

    public Option<string?> Thread { get; } = new("--thread", "-t") { Description = "The conversation to go on with; a new one by default." };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    public void AddTo(Command command)
    {
        command.Options.Add(User);
        command.Options.Add(Thread);
        command.Options.Add(Json);
    }
}
