using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TelecomSupport;

public static class SupportOptions
{
    /// <summary>
    /// Binds a configuration section to <typeparamref name="T"/> and validates it when the host starts. A value that is not of its property's
    /// type or breaks one of its rules becomes an <see cref="OptionsValidationException"/> that names the key and what it takes.
    /// </summary>
    public static OptionsBuilder<T> AddSupportOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>, RulesOf<T>>();
        return services.AddOptions<T>()
            .Configure<IConfiguration>((options, configuration) => Bind(options, configuration.GetSection(section)))
            .ValidateOnStart();
    }

    /// <summary>Reads a section's <c>Provider</c> before its options are bound, to register the services that it takes.</summary>
    /// <returns>Null when none is set, or one that there isn't, which the options' own rules refuse when the host starts.</returns>
    public static T? ReadProvider<T>(this IConfiguration configuration, string section)
        where T : struct, Enum => Enum.TryParse<T>(configuration[$"{section}:Provider"], ignoreCase: true, out var provider) ? provider : null;

    private static void Bind<T>(T options, IConfigurationSection section)
        where T : class
    {
        string[] failures =
        [
            .. from property in typeof(T).GetProperties()
               where property.CanWrite && section[property.Name] is { Length: > 0 } value && !Fits(property.PropertyType, value)
               select $"{Takes(section.Path, property)} It is '{section[property.Name]}'.",
        ];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(T), failures);
        }

        section.Bind(options);
    }

    // An enum by name only: a number would pass for a value that does not exist.
    private static bool Fits(Type type, string value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum
            ? Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase)
            : TypeDescriptor.GetConverter(type) is not { } converter || !converter.CanConvertFrom(typeof(string)) || converter.IsValid(value);
    }

    private static string Takes(string section, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var rule = property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(attribute => attribute.ErrorMessage is not null);
        return rule?.ErrorMessage ?? $"{section}:{property.Name} takes {Values(type)}.";
    }

    private static string Values(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => string.Join(" or ", Enum.GetNames(type)),
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double or TypeCode.Decimal => "a number",
        _ when type == typeof(Uri) => "an absolute URL",
        _ => $"a {type.Name}",
    };

    // Microsoft.Extensions.Options.DataAnnotations puts words of its own before each message.
    private sealed class RulesOf<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var failures = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(failures.Select(failure => failure.ErrorMessage!));
        }
    }
}
