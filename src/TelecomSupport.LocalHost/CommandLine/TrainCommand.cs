using System.CommandLine;
using TelecomSupport.Embedded.Routing;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>train</c>: makes the shipped router model again from its messages.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var messages = new Option<string>("--data")
        {
            Description = "The labelled messages, tab separated.",
            DefaultValueFactory = _ => RouterTraining.MessagesPath,
        };
        var model = new Option<string>("--out") { Description = "Where to write the model.", DefaultValueFactory = _ => RouterTraining.ModelPath };
        var command = new Command("train", "Train the router; the same messages give the same model.") { messages, model };
        command.SetAction(parsed =>
        {
            RouterTraining.Run(parsed.GetRequiredValue(messages), parsed.GetRequiredValue(model));
            Console.WriteLine($"Wrote {parsed.GetRequiredValue(model)}; it takes effect with the next build.");
            return ExitCodes.Done;
        });
        return command;
    }
}
