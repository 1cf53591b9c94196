using System.Text.RegularExpressions;

namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// Whether a message asks for a person, in any of the six languages. Read clause by clause: a person must be wished for, not mentioned, and the
/// wish not be negated ("I don't want an agent"). Rules rather than the classifier, because who gets the thread must be explainable.
/// </summary>
internal static partial class PersonRequest
{
    // Words before the wish that a negation reaches over: "je ne veux pas parler à".
    private const int NegationReach = 3;
    private const int MaxBareWords = 5;

    private const string EnglishAny =
        @"(?:(?:an?|the|any|some|your|my|real|live|actual|human|proper|another|different|other|member|of|senior) )*(?:human(?: being)?s?|persons?|agents?|representatives?|reps?|operators?|advisors?|advisers?|colleagues?|managers?|supervisors?|customer (?:service|support|care)|support (?:team|staff)|technicians?|engineers?|specialists?|employee|staff|team)";

    private const string EnglishSome = @"(?:(?:some|any)(?:one|body)(?: (?:else|real))?|whoever|real people|a person|people in|the \w+ (?:team|department))";

    // After the noun: a thing for people or of software, not a person.
    private const string EnglishThing =
        @"(?! (?:readable|friendly|resources|rights|error|string|header|id|name|code|log|logs|version|key|token|field|object|api|endpoint|software|process|binary|package|config\w*|install\w*)\b)";

    private static readonly Regex[] Languages = [English(), Spanish(), German(), French(), Polish(), Portuguese()];

    /// <summary>Whether the message asks for a person.</summary>
    public static bool In(string text) => Clauses().Split(text).Any(clause => Wishes(MessageText.Words(clause).ConvertAll(MessageText.Fold)));

    private static bool Wishes(List<string> words)
    {
        var clause = string.Join(' ', words);
        return NoMachine().IsMatch(clause) || IsBare(words) || Languages.SelectMany(language => language.Matches(clause)).Any(match => !Negated(clause, match));
    }

    // "agent", "human please", "real person now": nothing but a name for a person, and courtesies.
    private static bool IsBare(List<string> words) =>
        words.Count is > 0 and <= MaxBareWords && words.Exists(word => Noun().IsMatch(word)) && words.TrueForAll(word => Noun().IsMatch(word) || Courtesy().IsMatch(word));

    private static bool Negated(string clause, Match wish)
    {
        var before = clause[..wish.Index].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var after = clause[(wish.Index + wish.Length)..].TrimStart();
        return before.TakeLast(NegationReach).Any(word => Negation().IsMatch(word))
            || NegatedWish().IsMatch(wish.Value)
            || NotAWish().IsMatch(clause[..(wish.Index + wish.Length)])
            || after.StartsWith("nicht", StringComparison.Ordinal);
    }

    // Also before "but", which turns a negation round.
    [GeneratedRegex(@"[.,;:!?()\n–—]+|\s-\s|\b(?:but|pero|sino|sondern|aber|mais|ale|tylko|mas)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Clauses();

    [GeneratedRegex(@"^(?:no|not|dont|didnt|doesnt|never|without|wont|couldnt|hate|stop|nobody|sin|tampoco|nunca|ningun\w*|nadie|nicht|kein\w*|ohne|nie|niemand|pas|ne|n|sans|jamais|aucun\w*|bez|nikt|zaden|zadn\w*|nao|sem|nem|ninguem|nenhum\w*|unable|previous|last)$")]
    private static partial Regex Negation();

    [GeneratedRegex(@"\b(?:nicht|kein\w*|pas)\b")]
    private static partial Regex NegatedWish();

    [GeneratedRegex(@"\b(?:(?<!how )do i|must i|should i|why did|you told|before i|after i|instead of|rather than|tired of|switch to another|(?:cant|cannot|can not) (?!i |we )\w+|muss ich|tengo que|dois je|czy musze|tenho de)\b")]
    private static partial Regex NotAWish();

    [GeneratedRegex(@"^(?:humans?|human|person|agents?|representatives?|rep|operator|advisors?|advisers?|supervisor|manager|personas?|humanos?|humana|agentes?|operador(?:a|es)?|asesor(?:a|es)?|representante|gerente|encargado|mitarbeiter(?:in)?|mensch(?:en)?|berater(?:in)?|kundenberater(?:in)?|kundenservice|kundendienst|ansprechpartner|vorgesetzter?|conseillere?s?|humain|operateur|superviseur|responsable|konsultant\w*|czlowiek\w*|doradc\w*|pracownik\w*|kierownik\w*|osob[aey]|pessoas?|atendente|assistente|supervisor[ae]?)$")]
    private static partial Regex Noun();

    [GeneratedRegex(@"^(?:please|pls|plz|now|ok|okay|hi|hello|hey|an?|the|real|live|actual|just|talk|speak|chat|to|with|thanks|immediately|una?|el|la|por|favor|ya|ahora|de|verdad|hablar|con|hola|bitte|jetzt|sofort|echte[rns]?|richtige[rns]?|einen?|eine|der|die|mit|sprechen|reden|hallo|svp|stp|sil|s|il|vous|te|plait|vraie?|une|un|le|maintenant|merci|parler|a|avec|bonjour|prosze|poprosze|teraz|zywy|zywego|prawdziw\w+|klienta|rozmowa|z|uma?|o|com|falar|ja|agora|favor|real|telefonu?|danke|gracias|dzieki)$")]
    private static partial Regex Courtesy();

    [GeneratedRegex(@"\b(?:(?:dont want|do not want|not|no more|stop|sick of|tired of|enough of|hate|instead of|rather than)(?: (?:to|talk|talking|speak|speaking|chat|chatting|to|with|a|an|the|this|another|your))* (?:ro)?bots?|no (?:ro)?bots?(?! \w+ (?:txt|traffic))|(?:dont want|do not want|hate|stop)(?: (?:to|talk|talking|speak|with|a|the|this))* (?:machines?|computer|chatbot|ai)|no quiero(?: (?:hablar|con|un|una|el|este|mas))* (?:maquinas?|bots?|robots?)|kein(?:en)? (?:chat)?(?:ro)?bot(?:er)?|nicht mit (?:einer |einem |ner )?(?:maschinen?|(?:ro)?bot(?:er)?)|(?:pas|veux plus)(?: (?:parler|a|avec|d|de|un|une|le|au|ce))* (?:robots?|bots?|machines?)|(?:nie chce|nie bede|dosc|bez)(?: (?:rozmawiac|gadac|tego|z))* (?:bot\w*|robot\w*|automat\w*|maszyn\w*)|nao quero(?: (?:falar|com|o|um|uma|este|mais))* (?:bots?|robos?|maquinas?))\b")]
    private static partial Regex NoMachine();

    [GeneratedRegex(
        @"\b(?:(?:speak|talk|chat|discuss(?: \w+){0,3}|deal|communicate)(?: directly)?(?: to| with)+ (?:" + EnglishAny + "|" + EnglishSome + ")" +
        @"|(?:connect|transfer|put|pass|hand|forward|switch|escalate|refer|redirect)(?: (?:me|us|this|it|my \w+|please|over|through|on|up|straight|directly))* (?:to|with) (?:" + EnglishAny + "|" + EnglishSome + ")" +
        @"|(?:want|need|get|give|gimme|would like|d like|prefer|request|demand|asking for|ask for)(?: (?:me|us|to have|to see|to reach))? " + EnglishAny + @"(?<!staff|team|employee|technicians?|engineers?|specialists?)" + EnglishThing +
        @"|(?:get|want)(?: me)? (?:an? |the )?(?:person|human|agent|representative) (?:who|that)" +
        @"|(?:put|transfer|connect) me(?: through)?(?: please)?$|put me through|transfer me|get me (?:your|the) (?:boss|manager|supervisor)|have a word with|connect me to \w+|^(?:human|agent|operator|representative) (?:please|pls)|live chat(?= for)|reach (?:you|someone) by phone|^live chat$|^hotline(?: number)?$|^customer (?:service|support|care)$|(?:your|the) (?:phone|hotline) number$|can an? (?:manager|supervisor)|escalate (?:this|it|my)(?: \w+)?(?: to)?(?: a)?(?: human| manager| supervisor)?" +
        @"|(?:some(?:one|body)|a person|a human|an agent|a colleague|an advis[eo]r)(?: from \w+(?: \w+)?)?(?: please)? (?:call|ring|phone|contact) me|(?:can|could|would|will) (?:you|they|anyone|your team)(?: please)? (?:call|ring|phone) me|(?:please |pls )?(?:call|ring|phone) me(?: back| please| today| tomorrow| asap)|(?:request|get|want|like|have|need) an? call ?back|call ?back please|^call ?back$|number (?:that )?(?:i|we) can (?:ring|call|phone)|number (?:to|for) (?:ring|call)" +
        @"|(?:is|are) there (?:an?|any|some)(?:one)? ?(?:real |live |human |actual )*(?:person|human|agent|being|people|representative|adviso?e?r)?(?: (?:real|live|human))?(?: who| that)? (?:(?:i|we) (?:can|could) (?:talk|speak|chat)|can talk to me)|is there any(?:body|one) real|is there an? (?:real|live) (?:person|human|agent)|live (?:chat|agent|person|human) (?:with|please|pls)|live agent" +
        @"|(?:can|could|may|let|have|want|would)(?: \w+){0,2}? (?:(?:real|live) )?(?:human|person|agent|colleague|representative|supervisor|manager|member of (?:your |the )?(?:team|staff))(?: \w+){0,4}? (?:take over|take this over|help|look|check|handle|answer|reply|respond|deal|assist|review|contact))\b")]
    private static partial Regex English();

    [GeneratedRegex(
        @"\b(?:(?:hablar|hablo|hable|chatear|tratar\w*|comunicar\w*|contactar)(?: directamente)? con (?:(?:un|una|el|la|algun|alguna|mi|tu|su|vuestro|otro|otra|ser|de|verdad) )*(?:personas?|humano|humana|agente|operador\w*|asesor\w*|representante|alguien|supervisor\w*|responsable|encargad\w*|jefe|gerente|companer\w*|atencion al|servicio al|comercial|emplead\w*|teleoperador\w*|gestor\w*)" +
        @"|(?:pasa|pase|pasen|pasad|pon|ponga|poned|comunica|comunique|conecta|conecte|transfiere|transfiera|deriva|derive|derivar|pasar)(?:me|lo|la|nos)?(?: esto| mi caso| la llamada)? (?:con|a) (?:(?:un|una|el|la|tu|su|algun|otro|otra) )*(?:personas?|humano|agente|operador\w*|asesor\w*|representante|alguien|supervisor\w*|responsable|encargad\w*|jefe|companer\w*|atencion)" +
        @"|(?:quiero|necesito|prefiero|dame|deme|exijo|quisiera|pido)(?: (?:a|hablar))? (?:un|una|algun|alguna) (?:persona|humano|agente|operador\w*|asesor\w*|representante|supervisor\w*|responsable|gerente)" +
        @"|(?:atienda|atendid[oa]|atender|atiende)(?: por| me)? (?:(?:un|una|algun|alguna) )?(?:persona|humano|agente|operador\w*|asesor\w*|responsable|alguien)" +
        @"|(?:llamame|llamadme|llamenme|que me llame\w*|me (?:pueden|podeis|puede|puedes|podrian) llamar)|telefono de atencion|telefono al que llamar)\b")]
    private static partial Regex Spanish();

    [GeneratedRegex(
        @"\b(?:mit (?:(?:einem|einer|nem|ner|dem|der|ihrem|ihrer|eurem|eurer|echten|richtigen|realen|menschlichen|anderen) )*(?:menschen|person|mitarbeiter\w*|(?:kunden)?berater\w*|kollegen|kollegin|agenten|vorgesetzten|jemandem|jemand|chef|operator|ansprechpartner|kundenservice|kundendienst)(?: \w+){0,4}? (?:sprechen|reden|verbinden|verbunden|klaren|chatten|telefonieren|schreiben)" +
        @"|(?:verbinden?|durchstellen|leite\w*|weiterleiten|weiterleitung|stellen?|gib|geben|holen?)(?: (?:sie|mich|mir|uns|das|es|bitte|mal|weiter|durch|an|zu|mit|einen?|einem|einer|eine|den|die|ihrem|ihren|eurem|echten|richtigen))* (?:menschen|person|mitarbeiter\w*|(?:kunden)?berater\w*|kollegen|kollegin|agenten|vorgesetzten|jemandem|jemanden|ansprechpartner|kundenservice)" +
        @"|(?:will|mochte|brauche|bitte|hatte gern\w*|hatte lieber|wunsche|verlange|ich will)(?: (?:bitte|mit|gerne?|sofort|jetzt))* (?:einen|eine|nen|ne|ihren|euren) (?:(?:echten?|richtigen?|menschlichen?|anderen?|personlichen?) )?(?:menschen|person|mitarbeiter\w*|(?:kunden)?berater\w*|kollegen|agenten|vorgesetzten|ansprechpartner\w*)(?: (?:sprechen|haben))?" +
        @"|(?:kann|konnte|soll|darf)(?: \w+){0,2}? (?:ein|eine) (?:kollege|kollegin|mensch|mitarbeiter\w*|person|berater\w*)|durchstellen|ruckruf (?:bitte|erbeten|von|durch)|(?:bitte )?um (?:einen )?ruckruf|(?:kann|konnte|konnt|konnen|rufen sie|ruft|rufe?)(?: (?:mich|jemand|sie|ihr|mal|bitte))+ (?:bitte )?(?:an|anrufen|zuruck|zuruckrufen)|vorgesetzten sprechen|chef sprechen|telefonnummer vom kunden\w+|mit jemandem (?:sprechen|reden)|livechat mit|ruckruf lieber|hotline die man anrufen)\b")]
    private static partial Regex German();

    [GeneratedRegex(
        @"\b(?:(?:parler|discuter|echanger|traiter|contact|relation)(?: \w+)? (?:a|avec|au)(?: (?:un|une|le|la|votre|vrai|vraie|veritable|autre|de))* (?:humain|personne|conseill\w+|charge de clientele|agent|operateur|operatrice|quelquun|superviseur|responsable|service client|collegue|technicien|etre humain|technique|chef)" +
        @"|(?:passez|passe|mettez|mets|transferez|transfere|transferer|connectez|dirigez)(?: moi)?(?: (?:en|relation|contact|avec|a|au|un|une|le|la|votre|vrai|vraie))* (?:humain|personne|conseill\w+|agent|operateur|quelquun|superviseur|responsable|service client|collegue)" +
        @"|(?:veux|voudrais|aimerais|donnez moi|faut|besoin d|demande|prefere|exige)(?: (?:avoir|voir|un|une|votre|le|vrai|vraie))+ (?:humain|personne (?:reelle|humaine)|vraie personne|conseill\w+|agent|operateur|superviseur|responsable)" +
        @"|(?:rappelez|rappelle|appelez|appelle) moi|etre rappele\w*|(?:pouvez vous|peux tu|peut on|quelquun (?:peut|pourrait|peut il)|pourriez vous|(?:peut|pourrait) on) (?:me |m )?(?:rappeler|appeler|contacter par telephone)|numero (?:de telephone )?(?:ou|pour) (?:vous )?(?:appeler|joindre)" +
        @"|(?:personne|conseiller|humain|collegue|agent) (?:peut|pourrait|prenne|peut elle|peut il)(?: \w+){0,3}? (?:occuper|relais|repondre|aider|contacter)|quelquun de reel|^(?:je veux )?(?:un|une) (?:vraie personne|conseill\w+|charge de clientele))\b")]
    private static partial Regex French();

    [GeneratedRegex(
        @"\b(?:(?:rozmawiac|porozmawiac|pogadac|mowic|rozmowy|rozmowe|polaczenie|kontakt|zalatwic|skontaktowac sie)(?: \w+)? z(?:e)?(?: (?:zywym|zywa|prawdziw\w+|jakims|jakas|innym|waszym|panstwa|moim))* (?:czlowiek\w*|osob\w*|konsultant\w*|doradc\w*|pracownik\w*|kierownik\w*|przelozon\w*|operator\w*|kims|agent\w*|obslug\w*|opiekun\w*|biur\w* obslugi)" +
        @"|(?:polacz\w*|przelacz\w*|przekaz\w*|daj\w*|dawaj\w*)(?: (?:mnie|mi|nas|sprawe|to|prosze|z|ze|do|jakims|zywego|zywym|prawdziw\w+))* (?:czlowiek\w*|osob\w*|konsultant\w*|doradc\w*|pracownik\w*|kierownik\w*|przelozon\w*|operator\w*|kims|kogos|agent\w*)" +
        @"|(?:chce|chcialbym|chcialabym|poprosze|prosze|potrzebuje|zadam|wole)(?: (?:o|z|do|zywego|zywym|prawdziw\w+))* (?:czlowiek\w*|konsultant\w*|doradc\w*|pracownik\w*|kierownik\w*|przelozon\w*|operatora|agenta)" +
        @"|oddzwon\w*|zadzwonic do mnie|zadzwoncie do mnie|telefon zwrotny|(?:czy|moze|moglby|mogl)(?: \w+)? (?:ktos|czlowiek|konsultant|pracownik)(?: \w+){0,3}? (?:przejac|oddzwonic|zadzwonic|zajac sie)|numer (?:na|do) infolini\w*|^pracownik obslugi|jakas infolini\w*|zajac ktos z|(?:ktos|kogos|czlowiek) z (?:zespolu|obslugi))\b")]
    private static partial Regex Polish();

    [GeneratedRegex(
        @"\b(?:(?:falar|conversar|tratar(?: disto)?|contactar|contato|contacto)(?: diretamente)? com (?:(?:um|uma|o|a|algum|alguma|outro|outra|vosso|seu) )*(?:pessoas?|humano|assistente|atendente|operador\w*|agente|alguem|colega|supervisor\w*|gerente|chefe|responsavel|colaborador\w*|apoio|funcionari\w*)" +
        @"|(?:passe|passa|passem|passar|transfira|transfere|transferem|ligue|liga|encaminhe|encaminha|poe|ponha|conecte)(?: (?:me|isto|isso))? (?:a|ao|para|pra|com|por)(?: (?:um|uma|o|a|seu|algum))* (?:pessoa|humano|assistente|atendente|operador\w*|agente|alguem|colega|supervisor\w*|gerente|chefe|responsavel|colaborador\w*|apoio)" +
        @"|(?:quero|preciso de|queria|gostaria de|prefiro|exijo|pretendo)(?: (?:ter|um|uma|o))+ (?:pessoa|humano|assistente humano|atendente|operador\w*|agente|supervisor\w*|gerente|responsavel)|ser atendid[oa] por|(?:preferia|queria|gostava) que me (?:ligassem|contactassem)|alguem me (?:pode|podia) ligar|(?:atendid[oa]|contactad[oa]) por (?:um |uma )?(?:pessoa|humano|alguem|operador\w*|assistente)" +
        @"|(?:podem|pode|podiam|podes) ligar me|(?:liguem|ligue|liga) me(?! (?:o|a) )(?! ao)|me (?:liguem|ligue|telefonem)|que alguem me (?:ligue|contact\w+)|alguem (?:pode|podia|que) me (?:ligar|ligue)|numero (?:de telefone )?para ligar|(?:colega|pessoa|humano) (?:\w+ )?(?:pode|podia) (?:continuar|tratar|ajudar))\b")]
    private static partial Regex Portuguese();
}
