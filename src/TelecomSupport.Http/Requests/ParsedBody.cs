using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TelecomSupport.Http.Access;

namespace TelecomSupport.Http.Requests;

/// <summary>A body that was read: its checked values, or the refusal that answers it.</summary>
internal sealed class ParsedBody(BodyShape shape)
{
    private readonly string?[] values = new string?[shape.Fields.Count];
    private readonly bool[] given = new bool[shape.Fields.Count];
    private Dictionary<string, IReadOnlyList<string>>? errors;

    public IResult? Refusal { get; private init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors => errors;

    /// <summary>Who the request is from, by its headers or by the body.</summary>
    public string CustomerId { get; private set; } = "";

    /// <summary>The field's value; null when it was absent or null.</summary>
    public string? this[TextField field]
    {
        get
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (shape.Fields[i].Name == field.Name)
                {
                    return values[i];
                }
            }

            throw new ArgumentException($"The body has no field {field.Name}.", nameof(field));
        }
    }

    public static ParsedBody Refuse(IResult refusal) => new(new BodyShape("")) { Refusal = refusal };

    /// <returns>False when the field was given before.</returns>
    public bool Mark(int index)
    {
        var first = !given[index];
        given[index] = true;
        return first;
    }

    public void Set(int index, ref Utf8JsonReader reader)
    {
        var field = shape.Fields[index];
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                values[index] = Read(field, ref reader);
                break;
            default:
                AddError(field.Name, $"{field.Name} must be a string.");
                reader.Skip();
                break;
        }
    }

    private string? Read(TextField field, ref Utf8JsonReader reader)
    {
        var error = JsonText.TryRead(ref reader, out var value) ? field.Check(ref value) : "must not contain half of a surrogate pair";
        if (error is null)
        {
            return value;
        }

        AddError(field.Name, $"{field.Name} {error}.");
        return null;
    }

    public bool HasError(string name) => errors?.ContainsKey(name) == true;

    public void AddError(string name, string message) =>
        (errors ??= new(StringComparer.Ordinal)).TryAdd(name, [message]);

    /// <summary>Settles who the request is from.</summary>
    /// <returns>False when the body names another customer than the token does.</returns>
    public bool Agree(Caller caller)
    {
        var named = this[TextField.UserId];
        CustomerId = caller.CustomerId ?? named ?? "";
        if (CustomerId.Length == 0 && !HasError(TextField.UserId.Name))
        {
            AddError(TextField.UserId.Name, "user_id is required.");
        }
        else if (caller.CustomerId is not null && named is not null && named != caller.CustomerId)
        {
            if (caller.IsProven)
            {
                return false;
            }

            AddError(TextField.UserId.Name, $"user_id must agree with {Authentication.UserIdHeader}.");
        }

        return true;
    }
}
