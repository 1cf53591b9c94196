using TelecomSupport.Contracts.Models;

namespace TelecomSupport.LocalHost.Tests.Models;

/// <summary>A model that does what the prompts ask, for the questions of these tests.</summary>
internal static class WorkingModel
{
    public static ModelAnswer Answer(SeenRequest request)
    {
        var last = request.Messages[^1];
        return request.Purpose switch
        {
            "router" => ModelAnswer.Text(last.Content.Contains("plan", StringComparison.Ordinal) ? """{"category":"billing"}""" : """{"category":"technical"}"""),
            "billing" when last.Role == "user" => ModelAnswer.Calls(("get_subscription", "{}")),
            "billing" => ModelAnswer.Text("You are on Premium 5G for €45.00 a month."),
            _ => ModelAnswer.Text(Quote(request.Messages[^2].Content)),
        };
    }

    // The first sentence with "60 minutes", with the number of the passage that it stands in.
    private static string Quote(string passages)
    {
        var number = "1";
        foreach (var line in passages.Split('\n'))
        {
            var opening = line.IndexOf(" passage ", StringComparison.Ordinal);
            if (line.StartsWith('<') && opening > 0)
            {
                number = line[(opening + " passage ".Length)..].TrimEnd('>');
            }
            else if (line.Split("| ", 2) is [_, var text] && text.Contains("60 minutes", StringComparison.Ordinal))
            {
                var sentence = text.Split(". ").First(sentence => sentence.Contains("60 minutes", StringComparison.Ordinal)).TrimEnd('.');
                return $"{sentence} [{number}].";
            }
        }

        return "NOT_COVERED";
    }
}
