using System.Collections.Frozen;

namespace TelecomSupport.Embedded.Routing;

/// <summary>Words that carry no topic, folded, in six languages: a message of nothing else leans on what was said before.</summary>
internal static class Particles
{
    private static readonly FrozenSet<string> Answers = Split(
        """
        yes yeah yep yup sure no nope please correct right exactly both neither all none
        si claro no ambos ninguno correcto exacto ja jawohl nein doch genau beide keine oui non ouais exact
        tak nie dokladnie oba zadne sim nao isso certo
        """);

    private static readonly FrozenSet<string> Bare = Split(
        """
        why how what which when where who whose and or but so then also the a an this that these those it its they them he she one ones other another
        first second third fourth fifth last next previous latest newest oldest of for to from in on at with about as by is are was were be been do does did
        can could will would should may i me my you your we our more less again still now already yet else too much many long often far soon there here if not dont
        please ok mean same different before after sure really that's today tomorrow yesterday month year week
        january february march april may june july august september october november december
        por que como cual cuales cuando donde quien y o pero entonces tambien el la los las un una este esta esto ese esa eso lo ellos otro otra
        primero primera segundo segunda tercero tercera ultimo ultima siguiente anterior de del para a en con sobre es son era ser puede puedo mi tu su mas menos
        otra vez aun ya hoy manana mes ano semana seguro enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre hasta vale
        warum wieso weshalb wie was welche welcher welches wann wo wer und oder aber dann auch der die das den dem ein eine einen dieser diese dieses es sie andere anderen
        erste ersten zweite zweiten dritte dritten letzte letzten nachste vorherige von fur zu zum im in am an mit uber ist sind war kann konnte ich mich mein du ihr mehr weniger
        nochmal immer noch schon jetzt sicher lange gilt heute morgen gestern monat jahr woche januar februar marz april mai juni juli oktober dezember davor danach wirklich
        pourquoi comment quoi quel quelle quels quelles quand ou qui et mais alors aussi le la les un une ce cet cette ces ca cela il elle autre
        premier premiere deuxieme second seconde troisieme dernier derniere prochain suivant precedent de du des pour a en dans avec sur est sont etait peut je moi mon vous tu plus moins
        encore deja maintenant sur vraiment mois annee semaine aujourd hui demain janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre c l d s
        dlaczego czemu jak co ktory ktora ktore kiedy gdzie kto i a albo ale wiec tez ten ta to te tamten inny inna inne drugi druga drugie pierwszy pierwsza pierwsze trzeci trzecia
        ostatni ostatnia nastepny poprzedni z ze do dla od w na o czy jest sa byl moge mozna moj moja wiecej mniej jeszcze raz juz teraz na pewno naprawde dzis jutro miesiac rok tydzien
        styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien pazdziernika
        porque como qual quais quando onde quem e ou mas entao tambem o a os as um uma este esta isto esse essa isso ele ela outro outra
        primeiro primeira segundo segunda terceiro ultimo ultima proximo anterior de do da para em com sobre sao era pode posso meu minha mais menos
        outra vez ainda ja agora certeza mesmo hoje amanha mes ano semana ate janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
        """);

    public static bool Contains(string word) => Bare.Contains(word) || Answers.Contains(word) || word.All(char.IsAsciiDigit);

    /// <summary>Whether a message that starts with this word may answer a question put to the customer.</summary>
    public static bool IsAnswer(string word) => Answers.Contains(word);

    private static FrozenSet<string> Split(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
