using System.Reflection;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Http;

namespace TelecomSupport.Infrastructure.Tests;

/// <summary>The options classes of everything that the Functions app is made of: those with a constant <c>Section</c>.</summary>
internal static class AppOptions
{
    public static readonly IReadOnlyDictionary<string, Type> BySection =
        new[] { typeof(SupportJson), typeof(AzureStorage), typeof(SqliteDatabase), typeof(SupportRoute) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)))
            .Where(options => options.Section is { IsLiteral: true })
            .ToDictionary(options => (string)options.Section!.GetRawConstantValue()!, options => options.Type, StringComparer.Ordinal);

    public static IEnumerable<PropertyInfo> Properties(Type options) => options.GetProperties().Where(property => property.CanWrite);

    /// <returns>The property's documentation comment.</returns>
    public static string Documentation(PropertyInfo property)
    {
        var file = Path.ChangeExtension(property.DeclaringType!.Assembly.Location, ".xml");
        return XDocument.Load(file).Descendants("member")
            .Single(member => (string?)member.Attribute("name") == $"P:{property.DeclaringType.FullName}.{property.Name}").Value;
    }

    /// <summary>Binds and checks one section as the app does when it starts.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong or missing.</exception>
    public static object Bind(string section, IEnumerable<KeyValuePair<string, string?>> settings) =>
        typeof(AppOptions).GetMethod(nameof(BindAs), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(BySection[section])
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [section, settings], null)!;

    private static T BindAs<T>(string section, IEnumerable<KeyValuePair<string, string?>> settings)
        where T : class
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build());
        services.AddSupportOptions<T>(section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }
}
