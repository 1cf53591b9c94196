namespace TelecomSupport.Technical;

/// <summary>The few sentences of a technical reply that are not quoted, in the customer's language; English for a language without them.</summary>
internal sealed record ReplyPhrases(string NotCovered, string QuotedInEnglish)
{
    private static readonly ReplyPhrases English = new(
        "I couldn't find an answer to that in our documentation. Could you put it another way, with the product or the error message? "
        + "Or write that you want to talk to a person, and a colleague will help you.",
        "");

    private static readonly Dictionary<string, ReplyPhrases> ByLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = English,
        ["de"] = new(
            "Dazu habe ich in unserer Dokumentation keine Antwort gefunden. Können Sie es anders formulieren, mit dem Produkt oder der "
            + "Fehlermeldung? Oder schreiben Sie, dass Sie mit einem Menschen sprechen möchten; dann hilft Ihnen eine Kollegin oder ein Kollege.",
            "Unsere Dokumentation ist auf Englisch. Dort steht:"),
        ["es"] = new(
            "No he encontrado una respuesta en nuestra documentación. ¿Puede decirlo de otra manera, con el producto o el mensaje de error? "
            + "O escriba que quiere hablar con una persona y un compañero le ayudará.",
            "Nuestra documentación está en inglés. Dice lo siguiente:"),
        ["fr"] = new(
            "Je n'ai pas trouvé de réponse dans notre documentation. Pouvez-vous le formuler autrement, avec le produit ou le message d'erreur ? "
            + "Ou écrivez que vous souhaitez parler à une personne, et un collègue vous aidera.",
            "Notre documentation est en anglais. Elle indique :"),
        ["pl"] = new(
            "Nie znalazłem odpowiedzi na to pytanie w naszej dokumentacji. Czy można je sformułować inaczej, podając produkt lub komunikat błędu? "
            + "Można też napisać, że potrzebna jest rozmowa z człowiekiem, a pomoże ktoś z naszego zespołu.",
            "Nasza dokumentacja jest po angielsku. Oto, co zawiera:"),
        ["pt"] = new(
            "Não encontrei uma resposta na nossa documentação. Pode dizê-lo de outra forma, com o produto ou a mensagem de erro? "
            + "Ou escreva que quer falar com uma pessoa e um colega vai ajudar.",
            "A nossa documentação está em inglês. Diz o seguinte:"),
    };

    /// <param name="language">ISO 639-1.</param>
    public static ReplyPhrases In(string language) => ByLanguage.GetValueOrDefault(language, English);
}
