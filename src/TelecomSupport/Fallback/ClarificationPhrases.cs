namespace TelecomSupport.Fallback;

/// <summary>The fallback agent's sentences; before a list of what the assistant can help with, or alone.</summary>
internal sealed record ClarificationPhrases(string Greeting, string About, string Unclear, string ICanHelpWith, string WhatDoYouNeed, string Thanks, string Goodbye)
{
    public static readonly IReadOnlyDictionary<string, ClarificationPhrases> ByLanguage = new Dictionary<string, ClarificationPhrases>
    {
        ["en"] = new(
            "Hello! I'm Lumora's support assistant.",
            "I'm Lumora's support assistant, a program, not a person.",
            "I found nothing on that in our documentation, and I'm not sure what you need.",
            "I can help with:",
            "What can I do for you?",
            "You're welcome! I'm here if anything else comes up.",
            "Goodbye, and have a good day!"),
        ["es"] = new(
            "¡Hola! Soy el asistente de Lumora.",
            "Soy el asistente de Lumora: un programa, no una persona.",
            "No he encontrado nada sobre eso en nuestra documentación y no estoy seguro de qué necesitas.",
            "Puedo ayudarte con:",
            "¿Qué puedo hacer por ti?",
            "¡De nada! Aquí estoy si necesitas algo más.",
            "¡Adiós y que tengas un buen día!"),
        ["de"] = new(
            "Guten Tag! Ich bin der Assistent von Lumora.",
            "Ich bin der Assistent von Lumora, ein Programm und kein Mensch.",
            "Dazu habe ich in unserer Dokumentation nichts gefunden, und ich bin nicht sicher, was Sie brauchen.",
            "Dabei kann ich helfen:",
            "Was kann ich für Sie tun?",
            "Gern geschehen! Melden Sie sich, wenn noch etwas ist.",
            "Auf Wiedersehen und einen schönen Tag!"),
        ["fr"] = new(
            "Bonjour ! Je suis l'assistant de Lumora.",
            "Je suis l'assistant de Lumora : un programme, pas une personne.",
            "Je n'ai rien trouvé à ce sujet dans notre documentation, et je ne suis pas sûr de ce dont vous avez besoin.",
            "Je peux vous aider pour :",
            "Que puis-je faire pour vous ?",
            "Avec plaisir ! Je reste là si vous avez autre chose.",
            "Au revoir et bonne journée !"),
        ["pl"] = new(
            "Dzień dobry! Jestem asystentem Lumory.",
            "Jestem asystentem Lumory: programem, nie człowiekiem.",
            "Nie znalazłem nic na ten temat w naszej dokumentacji i nie wiem dokładnie, o co chodzi.",
            "Mogę pomóc w tych sprawach:",
            "W czym mogę pomóc?",
            "Nie ma za co! W razie czego jestem tutaj.",
            "Do widzenia i miłego dnia!"),
        ["pt"] = new(
            "Olá! Sou o assistente da Lumora.",
            "Sou o assistente da Lumora: um programa, não uma pessoa.",
            "Não encontrei nada sobre isso na nossa documentação e não tenho a certeza do que precisa.",
            "Posso ajudar com:",
            "O que posso fazer por si?",
            "De nada! Estou aqui se precisar de mais alguma coisa.",
            "Adeus e tenha um bom dia!"),
    };

    /// <returns>The language's phrases; the English ones for a language there are none in.</returns>
    public static ClarificationPhrases Of(string language) => ByLanguage.GetValueOrDefault(language) ?? ByLanguage["en"];
}
