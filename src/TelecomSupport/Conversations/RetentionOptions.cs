using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Conversations;

/// <summary>Section <c>Retention</c>: how long what is no longer needed is kept.</summary>
public sealed class RetentionOptions : IValidatableObject
{
    public const string Section = "Retention";

    /// <summary>How long a conversation is kept after its newest message, in days. Default 365.</summary>
    [Range(1, 36_500, ErrorMessage = "Retention:Days takes a whole number from 1 to 36500.")]
    public int Days { get; set; } = 365;

    /// <summary>How long the history of an ended orchestration is kept after its start, in days: only people who look into a fault need it. Default 14.</summary>
    [Range(1, 36_500, ErrorMessage = "Retention:HistoryDays takes a whole number from 1 to 36500.")]
    public int HistoryDays { get; set; } = 14;

    /// <summary>The rule that no single property can state.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HistoryDays > Days)
        {
            yield return new("Retention:HistoryDays takes at most Retention:Days: a history holds the message too.", [nameof(HistoryDays)]);
        }
    }
}
