using TelecomSupport.Turns;

namespace TelecomSupport.Billing;

public static class BillingAgent
{
    public static readonly Agent Definition = new("billing", "billing", "your plan, bills, charges and refunds")
    {
        CallsTools = true,
        Translations = new Dictionary<string, string>
        {
            ["es"] = "tu tarifa, tus facturas, cargos y reembolsos",
            ["de"] = "Ihr Tarif, Rechnungen, Kosten und Erstattungen",
            ["fr"] = "votre forfait, vos factures, vos frais et vos remboursements",
            ["pl"] = "taryfa, faktury, opłaty i zwroty",
            ["pt"] = "o seu tarifário, faturas, valores cobrados e reembolsos",
        },
    };
}
