namespace TelecomSupport.Escalation;

/// <summary>What the assistant says when a person takes over, in the customer's language; English where it has none of it.</summary>
internal static class EscalationReplies
{
    private static readonly Dictionary<string, Texts> ByLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = new(
            "I'm passing you to a colleague.",
            "I'm sorry this has been so frustrating. A colleague will take it from here.",
            "I still can't tell what you need, so I'm passing you to a colleague.",
            "Our billing system isn't answering, so I'm passing you to a colleague.",
            "I couldn't finish answering this, so I'm passing you to a colleague.",
            "Your case is {0}; they have this conversation and will reply here.",
            "A colleague has this conversation (case {0}). I've added your message to it, and they will reply here."),
        ["es"] = new(
            "Te paso con un compañero.",
            "Siento mucho las molestias. Un compañero se encargará a partir de ahora.",
            "Sigo sin entender qué necesitas, así que te paso con un compañero.",
            "Nuestro sistema de facturación no responde, así que te paso con un compañero.",
            "No he podido terminar de responderte, así que te paso con un compañero.",
            "Tu caso es {0}; tiene esta conversación y te responderá aquí.",
            "Un compañero tiene esta conversación (caso {0}). He añadido tu mensaje y te responderá aquí."),
        ["de"] = new(
            "Ich verbinde Sie mit einer Kollegin oder einem Kollegen.",
            "Es tut mir leid, dass das so ärgerlich ist. Ab hier übernimmt ein Mensch aus unserem Team.",
            "Ich verstehe leider noch nicht, was Sie brauchen, und gebe deshalb an unser Team weiter.",
            "Unser Abrechnungssystem antwortet nicht, deshalb gebe ich an unser Team weiter.",
            "Ich konnte das nicht zu Ende beantworten und gebe deshalb an unser Team weiter.",
            "Ihre Fallnummer ist {0}; das Team hat diesen Verlauf und antwortet hier.",
            "Unser Team hat dieses Gespräch übernommen (Fall {0}). Ich habe Ihre Nachricht hinzugefügt; die Antwort kommt hier."),
        ["fr"] = new(
            "Je vous mets en relation avec un conseiller.",
            "Je suis désolé de ces désagréments. Un conseiller prend le relais.",
            "Je ne comprends toujours pas votre demande, je vous mets donc en relation avec un conseiller.",
            "Notre système de facturation ne répond pas, je vous mets donc en relation avec un conseiller.",
            "Je n'ai pas pu terminer ma réponse, je vous mets donc en relation avec un conseiller.",
            "Votre dossier est le {0} ; il contient cette conversation et la réponse arrivera ici.",
            "Un conseiller suit cette conversation (dossier {0}). J'y ai ajouté votre message, la réponse arrivera ici."),
        ["pl"] = new(
            "Przekazuję rozmowę konsultantowi.",
            "Przykro mi z powodu tych kłopotów. Sprawę przejmuje konsultant.",
            "Nadal nie wiem, w czym mogę pomóc, dlatego przekazuję rozmowę konsultantowi.",
            "Nasz system rozliczeń nie odpowiada, dlatego przekazuję rozmowę konsultantowi.",
            "Nie udało mi się dokończyć odpowiedzi, dlatego przekazuję rozmowę konsultantowi.",
            "Numer sprawy to {0}; konsultant ma tę rozmowę i odpowie tutaj.",
            "Tę rozmowę prowadzi konsultant (sprawa {0}). Wiadomość została dodana, odpowiedź pojawi się tutaj."),
        ["pt"] = new(
            "Vou passar a conversa a um colega.",
            "Lamento muito o incómodo. Um colega vai tratar disto a partir de agora.",
            "Ainda não percebi do que precisa, por isso vou passar a conversa a um colega.",
            "O nosso sistema de faturação não responde, por isso vou passar a conversa a um colega.",
            "Não consegui terminar a resposta, por isso vou passar a conversa a um colega.",
            "O seu caso é o {0}; o colega tem esta conversa e responde aqui.",
            "Um colega tem esta conversa (caso {0}). Juntei a sua mensagem e a resposta chega aqui."),
    };

    /// <summary>Says that a case was opened, why, and its number.</summary>
    public static string Opened(string language, EscalationReason reason, string caseId)
    {
        var texts = For(language);
        var why = reason switch
        {
            EscalationReason.PersonRequested => texts.PersonRequested,
            EscalationReason.Upset => texts.Upset,
            EscalationReason.RepeatedClarification => texts.RepeatedClarification,
            EscalationReason.ToolFailure => texts.ToolFailure,
            _ => texts.Unanswered,
        };
        return $"{why} {Fill(texts.Case, caseId)}";
    }

    /// <summary>Says that a person already has the thread.</summary>
    public static string Held(string language, string caseId) => Fill(For(language).Held, caseId);

    private static Texts For(string language) => ByLanguage.GetValueOrDefault(language) ?? ByLanguage["en"];

    private static string Fill(string text, string caseId) => text.Replace("{0}", caseId, StringComparison.Ordinal);

    private sealed record Texts(
        string PersonRequested, string Upset, string RepeatedClarification, string ToolFailure, string Unanswered, string Case, string Held);
}
