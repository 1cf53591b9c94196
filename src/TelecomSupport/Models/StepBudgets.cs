using Microsoft.Extensions.Options;
using TelecomSupport.Turns;

namespace TelecomSupport.Models;

/// <summary>
/// How long each step of a turn may wait for the model. Together they leave a quarter of the turn's time, whatever it is, to everything
/// else: routing a tenth, then either embedding the question (a twentieth) and a technical reply (12 twentieths), or all rounds of a billing
/// reply (13 twentieths).
/// </summary>
public sealed class StepBudgets(IOptions<ModelsOptions> models, IOptions<ChatOptions> chat)
{
    public TimeSpan Route => Share(0.10);

    public TimeSpan QuestionEmbedding => Share(0.05);

    public TimeSpan TechnicalReply => Share(0.60);

    public TimeSpan BillingRound => Share(0.65 / (chat.Value.MaxToolIterations + 1));

    private TimeSpan Share(double share) =>
        TimeSpan.FromSeconds(Math.Min(models.Value.StepTimeoutSeconds, share * chat.Value.TurnTimeoutSeconds));
}
