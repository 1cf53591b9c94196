using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TelecomSupport.Azure.Tests.Search;

/// <summary>
/// OData filters of comparisons, <c>and</c>, <c>or</c> and parentheses:
/// https://learn.microsoft.com/azure/search/search-query-odata-syntax-reference.
/// </summary>
internal sealed partial class SearchServerFilter
{
    private readonly Queue<string> tokens;
    private readonly Dictionary<string, JsonObject> fields;

    private SearchServerFilter(string expression, Dictionary<string, JsonObject> fields)
    {
        tokens = new(Tokens().Matches(expression).Select(match => match.Value));
        this.fields = fields;
    }

    /// <exception cref="InvalidOperationException">The service would refuse the filter.</exception>
    public static Func<JsonObject, bool> Parse(string expression, Dictionary<string, JsonObject> fields)
    {
        var parser = new SearchServerFilter(expression, fields);
        var filter = parser.Any();
        return parser.tokens.Count == 0 ? filter : throw new InvalidOperationException($"'{parser.tokens.Peek()}' is too much.");
    }

    private Func<JsonObject, bool> Any()
    {
        var left = All();
        while (tokens.TryPeek(out var token) && token == "or")
        {
            tokens.Dequeue();
            var (before, right) = (left, All());
            left = row => before(row) || right(row);
        }

        return left;
    }

    private Func<JsonObject, bool> All()
    {
        var left = One();
        while (tokens.TryPeek(out var token) && token == "and")
        {
            tokens.Dequeue();
            var (before, right) = (left, One());
            left = row => before(row) && right(row);
        }

        return left;
    }

    private Func<JsonObject, bool> One()
    {
        var field = tokens.Dequeue();
        if (field == "(")
        {
            var inner = Any();
            return tokens.Dequeue() == ")" ? inner : throw new InvalidOperationException("A parenthesis is not closed.");
        }

        if ((bool?)fields[field]["filterable"] != true)
        {
            throw new InvalidOperationException($"The field '{field}' is not filterable.");
        }

        var (comparison, value) = (tokens.Dequeue(), tokens.Dequeue());
        return row => row[field] is { } own && Holds(Compare((string)own!, value), comparison);
    }

    private static bool Holds(int order, string comparison) => comparison switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "gt" => order > 0,
        "lt" => order < 0,
        _ => throw new InvalidOperationException($"'{comparison}' is no comparison."),
    };

    private static int Compare(string own, string literal) => literal[0] == '\''
        ? string.CompareOrdinal(own, literal[1..^1].Replace("''", "'", StringComparison.Ordinal))
        : DateTimeOffset.Parse(own, CultureInfo.InvariantCulture).CompareTo(DateTimeOffset.Parse(literal, CultureInfo.InvariantCulture));

    [GeneratedRegex("'(?:[^']|'')*'|[()]|[^\\s()']+")]
    private static partial Regex Tokens();
}
