namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>How much a word of a question says about what is asked, whatever the documents are.</summary>
internal static class StopWords
{
    /// <summary>Words of grammar and courtesy: they say nothing.</summary>
    private static readonly HashSet<string> None = Set(
        """
        a about above actually after again against ago ah all almost already alright also although always am an and another any anybody anyhow
        anymore anyone anything anyway are aren't around as ask asked asking at away back be because been before being below besides best better
        between both bit but by came can can't cannot come coming could couldn't currently cuz day days dear did didn't do does doesn't doing
        don't done dont down during each either else em enough especially etc even ever every everybody everyone everything exactly far few find
        fine first for from further gave get gets getting give given gives go goes going gonna good got gotta great guess guys had hadn't happen
        happened happening happens has hasn't have haven't having he hello help helped helping hence her here hers herself hey hi him himself his
        how however i i'd i'll i'm i've idea if im in indeed instead into is isn't it it's its itself just keep keeps kind kindly knew know known
        last lately least let let's like likely little ll look looking looks lot lots love made make makes making many may maybe me mean means
        meant might mine more most mostly much must my myself namely near need needed needs neither never nice no nobody none nope nor not
        nothing now of off oh ok okay on once one ones only onto or other others otherwise ought our ours ourselves out over own particular
        perhaps please pls possible possibly probably properly put quite rather re really recently regarding right said same saw say saying says
        see seem seemed seems seen several shall she should shouldn't show simply since so some somebody somehow someone something sometimes
        somewhat soon sorry sort still such suddenly sure take taken takes tell tells than thank thanks thanx that that's the their theirs them
        themselves then there there's therefore these they they're thing things think this those though through thru thus till to today together
        told too took toward towards tried tries truly try trying under understand unless until up upon us use used uses using usually ve very via
        wanna want wanted wants was wasn't way ways we we're we've well went were weren't what what's whatever when whenever where wherever
        whether which while who whoever whole whom whose why will with within without won't wonder wondering would wouldn't wow yeah yep yes yet
        you you'd you'll you're you've your yours yourself yourselves u ur r wat wot plz thx bro mate guys hiya
        """);

    /// <summary>Words that most questions to a help desk have, and so tell little apart.</summary>
    private static readonly HashSet<string> Weak = Set(
        """
        able action allow allowed appear appears apply ask available become bring call called case certain change check choose company contact correct
        customer customers customer's deal details device different difference else explain fact feel figure fix follow full general hear hold
        info information issue issues kinds leave list long manage matter maximum mention minimum moment month months mode my need new
        number often old open operator option options order part people person place point possible problem problems question questions reach
        read ready reason receive require required run say send service set shows shown side simple since someone special start state stay step
        steps stop supported supposed support system talk telecom thing time times trouble turn type types understand user want week weeks wish
        work working works worked wrong year years yesterday tomorrow morning evening night weekend minute minutes hour hours
        """);

    private const double WeakWeight = 0.45;

    /// <returns>0 for a word that says nothing, less than 1 for one that says little, else 1.</returns>
    public static double Weight(string word) => None.Contains(word) ? 0 : Weak.Contains(word) ? WeakWeight : 1;

    // As the tokenizer leaves them: without apostrophes.
    private static HashSet<string> Set(string words) => new(
        words.Replace("'", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
