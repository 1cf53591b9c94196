using TelecomSupport.Turns;

namespace TelecomSupport.Technical;

public static class TechnicalAgent
{
    public static readonly Agent Definition = new("technical", "technical", "internet, mobile, devices, e-mail and the developer API")
    {
        Retrieves = true,
        Translations = new Dictionary<string, string>
        {
            ["es"] = "internet, móvil, dispositivos, correo electrónico y la API para desarrolladores",
            ["de"] = "Internet, Mobilfunk, Geräte, E-Mail und die Entwickler-API",
            ["fr"] = "internet, mobile, appareils, e-mail et l'API pour développeurs",
            ["pl"] = "internet, telefon, urządzenia, poczta e-mail i API dla programistów",
            ["pt"] = "internet, telemóvel, equipamentos, e-mail e a API para programadores",
        },
    };
}
