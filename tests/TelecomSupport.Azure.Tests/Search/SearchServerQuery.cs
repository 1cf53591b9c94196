using System.Globalization;
using System.Text.Json.Nodes;

namespace TelecomSupport.Azure.Tests.Search;

/// <summary>One search request: filter, BM25 over the searched fields, nearest vectors, fusion of both by reciprocal rank, order, selection.</summary>
internal sealed class SearchServerQuery(JsonObject body, Dictionary<string, JsonObject> fields)
{
    /// <exception cref="InvalidOperationException">The service would refuse the request.</exception>
    public List<JsonObject> Run(List<JsonObject> rows)
    {
        var text = (string?)body["search"];
        var filter = (string?)body["filter"] is { } expression ? SearchServerFilter.Parse(expression, fields) : _ => true;
        var candidates = rows.FindAll(row => filter(row));
        var rankings = new List<List<(JsonObject Row, double Score)>>();
        if (text is not null and not "*")
        {
            rankings.Add(ByText(candidates, text.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }

        foreach (var query in body["vectorQueries"]?.AsArray() ?? [])
        {
            rankings.Add(ByVector(candidates, query!.AsObject()));
        }

        var hits = rankings.Count switch
        {
            0 => candidates.ConvertAll(row => (Row: row, Score: 1.0)),
            1 => rankings[0],
            _ => Fused(rankings),
        };
        if ((string?)body["orderby"] is { } order)
        {
            Require(order, "sortable");
            hits.Sort((a, b) => string.CompareOrdinal((string?)a.Row[order], (string?)b.Row[order]));
        }

        return hits.ConvertAll(hit => Selected(hit.Row, hit.Score));
    }

    private static List<(JsonObject Row, double Score)> Fused(List<List<(JsonObject Row, double Score)>> rankings) =>
    [
        .. rankings.SelectMany(ranking => ranking.Select((hit, rank) => (hit.Row, Score: 1.0 / (61 + rank))))
            .GroupBy(hit => hit.Row, (row, hits) => (row, hits.Sum(hit => hit.Score)))
            .OrderByDescending(hit => hit.Item2),
    ];

    private static List<(JsonObject Row, double Score)> ByVector(List<JsonObject> rows, JsonObject query)
    {
        var sought = Numbers(query["vector"]!);
        var field = (string)query["fields"]!;
        return
        [
            .. rows.Where(row => row[field] is not null)
                .Select(row => (row, 1 / (1 + 1 - Cosine(sought, Numbers(row[field]!)))))
                .OrderByDescending(hit => hit.Item2)
                .Take((int)query["k"]!),
        ];
    }

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(number => (double)number!)];

    private static double Cosine(double[] a, double[] b)
    {
        if (a.Length != b.Length)
        {
            throw new InvalidOperationException($"The vector has {a.Length} dimensions, the field {b.Length}.");
        }

        var dot = a.Zip(b, (x, y) => x * y).Sum();
        return dot / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
    }

    // BM25 with the service's default constants, each field a document of its own, weighted by the default scoring profile.
    private List<(JsonObject Row, double Score)> ByText(List<JsonObject> rows, string[] terms)
    {
        if (terms.FirstOrDefault(term => term.Any(c => "+|\"()*~\\".Contains(c, StringComparison.Ordinal)) || term[0] == '-') is { } syntax)
        {
            throw new InvalidOperationException($"'{syntax}' is an operator, not a word.");
        }

        string[] searched = [.. ((string)body["searchFields"]!).Split(',')];
        var scores = new Dictionary<JsonObject, double>();
        foreach (var field in searched)
        {
            Require(field, "searchable");
            var words = rows.ToDictionary(row => row, row => ((string?)row[field] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var average = words.Values.Sum(row => row.Length) / (double)Math.Max(1, words.Count);
            foreach (var term in terms.Distinct())
            {
                var having = words.Values.Count(row => row.Contains(term));
                var rarity = Math.Log(1 + ((words.Count - having + 0.5) / (having + 0.5)));
                foreach (var (row, all) in words.Where(row => row.Value.Contains(term)))
                {
                    var frequency = all.Count(word => word == term);
                    scores[row] = scores.GetValueOrDefault(row)
                        + (rarity * frequency * 2.2 / (frequency + (1.2 * (0.25 + (0.75 * all.Length / average)))));
                }
            }
        }

        return [.. scores.OrderByDescending(score => score.Value).Select(score => (score.Key, score.Value))];
    }

    private JsonObject Selected(JsonObject row, double score)
    {
        var selected = new JsonObject { ["@search.score"] = score };
        foreach (var field in ((string?)body["select"])?.Split(',') ?? [.. fields.Keys.Where(Retrievable)])
        {
            if (!Retrievable(field))
            {
                throw new InvalidOperationException($"The field '{field}' is not retrievable.");
            }

            selected[field] = row[field]?.DeepClone();
        }

        return selected;
    }

    private bool Retrievable(string field) => (bool?)fields[field]["retrievable"] != false;

    private void Require(string field, string capability)
    {
        if ((bool?)fields[field][capability] != true)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The field '{field}' is not {capability}."));
        }
    }
}
