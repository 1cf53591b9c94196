namespace TelecomSupport.Fallback;

/// <summary>What a message is when it asks for nothing.</summary>
internal enum SmallTalk
{
    None,
    Greeting,
    Thanks,
    Goodbye,

    /// <summary>Who the assistant is, or what it can do.</summary>
    About,
}

internal static class SmallTalkReader
{
    private const int MostWords = 12;

    // Beginnings of the message in normal form, in every language: they don't collide.
    private static readonly string[] Greetings =
    [
        "hi", "hello", "hey", "hiya", "howdy", "yo", "good morning", "good afternoon", "good evening", "greetings",
        "hola", "buenas", "buenos dias", "hallo", "moin", "servus", "gruss gott", "guten tag", "guten morgen", "guten abend",
        "bonjour", "salut", "bonsoir", "coucou", "czesc", "dzien dobry", "witam", "witajcie", "hej", "dobry wieczor", "siema",
        "ola", "oi", "bom dia", "boa tarde", "boa noite",
    ];

    private static readonly string[] Thanks =
    [
        "thanks", "thank", "thx", "cheers", "gracias", "danke", "dankeschon", "merci", "dzieki", "dziekuje", "obrigado", "obrigada",
    ];

    private static readonly string[] Goodbyes =
    [
        "bye", "goodbye", "see you", "thats all", "that is all", "have a nice", "have a good", "adios", "hasta luego", "hasta pronto", "eso es todo",
        "tschuss", "auf wiedersehen", "das war alles", "das wars", "schonen tag", "au revoir", "bonne journee", "bonne soiree", "c est tout", "do widzenia",
        "to wszystko", "milego dnia", "adeus", "ate logo", "e tudo", "tchau", "era so isso",
    ];

    private static readonly string[] Questions =
    [
        "who are you", "what are you", "are you a", "are you human", "are you real", "are you an", "whats your name", "what is your name", "what can you do",
        "what do you do", "how can you help", "what can i ask",
        "quien eres", "que eres", "eres un", "eres una", "que puedes hacer", "como te llamas", "en que puedes ayudar",
        "wer bist du", "wer sind sie", "bist du ein", "sind sie ein", "was kannst du", "was konnen sie", "wie heisst du",
        "qui es tu", "qui etes vous", "es tu un", "etes vous un", "que peux tu", "que pouvez vous", "comment t appelles tu",
        "kim jestes", "czy jestes", "jestes robotem", "co potrafisz", "co umiesz", "jak masz na imie", "w czym mozesz",
        "quem es", "quem e voce", "es um", "e um robo", "que podes fazer", "o que pode fazer", "o que fazes", "como te chamas",
    ];

    public static SmallTalk Read(string message)
    {
        var words = Words.Of(message);
        if (words.Length is 0 or > MostWords)
        {
            return SmallTalk.None;
        }

        var text = $" {string.Join(' ', words)} ";
        return Array.Exists(Questions, phrase => text.Contains($" {phrase} ", StringComparison.Ordinal)) ? SmallTalk.About
            : Array.Exists(Thanks, phrase => text.Contains($" {phrase} ", StringComparison.Ordinal)) ? SmallTalk.Thanks
            : Array.Exists(Goodbyes, phrase => text.Contains($" {phrase} ", StringComparison.Ordinal)) ? SmallTalk.Goodbye
            : Array.Exists(Greetings, phrase => text.StartsWith($" {phrase} ", StringComparison.Ordinal)) ? SmallTalk.Greeting
            : SmallTalk.None;
    }
}
