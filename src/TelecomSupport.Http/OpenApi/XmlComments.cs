using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TelecomSupport.Http.OpenApi;

/// <summary>Doc comments as descriptions, from the XML file that the compiler puts beside an assembly; none when the file is not there.</summary>
internal static partial class XmlComments
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> ByAssembly = new();

    public static string? Of(Type type) => Text(Find(type.Assembly, $"T:{type.FullName}")?.Element("summary"));

    /// <returns>The property's own comment, or that of the record's parameter that it comes from.</returns>
    public static string? Of(MemberInfo property)
    {
        var type = property.DeclaringType!;
        var own = Find(type.Assembly, $"P:{type.FullName}.{property.Name}")?.Element("summary");
        var parameter = Find(type.Assembly, $"T:{type.FullName}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name);
        return Text(own ?? parameter);
    }

    private static XElement? Find(Assembly assembly, string name) => ByAssembly.GetOrAdd(assembly, Load).GetValueOrDefault(name);

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal)
            : [];
    }

    private static string? Text(XElement? element) =>
        element is null ? null : WhiteSpace().Replace(string.Concat(element.Nodes().Select(Words)), " ").Trim();

    // A reference is shown by its last name, as in the code.
    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when (element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword")) is { } reference =>
            reference.Value[(reference.Value.LastIndexOf('.') + 1)..],
        XElement element => string.Concat(element.Nodes().Select(Words)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
