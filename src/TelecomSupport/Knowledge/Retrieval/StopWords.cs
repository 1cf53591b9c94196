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

    /// <summary>Words that tell a customer's story and seldom the subject of a question, by their stems.</summary>
    private static readonly HashSet<string> Story = WordsAndStems(
        """
        absolute accept accident afternoon age agree ahead alone along amazing angry annoying anxious apart apparently arrange ate attempt awful
        awkward baby bad badly bank beach beautiful become bed begin believe big birthday blame boring boss bother bought boyfriend brand
        breakfast bright brilliant broke brother brought burn busy buy calm care careful carry catch celebrate chance cheers choice christmas
        class clean clear clever close coffee colleague comfortable common complete completely concern confuse consider constant continue
        convenient cool couple cousin crazy cry cup curious cute dad daily damn dark daughter dead dear decent decide definite definitely depend
        desperate dinner disappoint discover discuss dog door doubt dream drink drive dropping dumb early earn easily easy eat effort
        embarrass end enjoy entire entirely everyday evening exact excellent except excite expect experience explain extreme eye face fair fall
        familiar fast father favourite fear fed feel fellow fiance final find finish fit five flatmate floor fool forever forget four free fresh
        friday friend fun funny future garden gentleman girl girlfriend glad gone grandma grandpa grandfather grandmother grand guest guy half
        hand handle happy hard hate head hear heard heavy hell hit hold honest hope horrible hot huge hurry husband imagine immediate important
        impossible inside interest job join joke kid kill kitchen lady large late laugh lazy lead lean learn least leave listen live living load
        local loss lot loud luck lucky lunch mad mail main man mention mess mind miss mistake mom moment monday mood mother mum nasty natural
        near neat neighbour nervous nice night noon normal notice obvious odd offer okay opinion opposite outside pain pair parent party past
        patient perfect pick piece plain pleasant please plenty poor prefer present pretty previous promise proper proud purpose quick quickly
        quiet quit rain rare reach realise realize reasonable recommend regard regular relax remain remember respect rest result rid rise roommate
        round rubbish rude rush sad safe saturday scare school seat second seldom sense separate serious settle share short shut sick sign silly
        sister sit situation six slight smart smell sofa soft solution somewhere son sound spare speak spend spent spouse stand stare step stick
        straight strange strong stuck study stuff stupid sudden suffer suggest suit summer sunday suppose surprise swear sweet table talk task
        teach team terrible thursday tie tight tiny tip tired today tomorrow tonight town tough toward trust tuesday turn twice ugly uncle
        unfortunate upset urgent useful useless usual vacation various visit wait walk watch wednesday weather weekend weird whatever wife
        wild willing window winter wise woman wonder wonderful worried worry worse worst worth write yesterday young
        became brings committed exactly finally forgot grab happily hop kicked knows lately lived mess noticed randomly seriously stays stops
        suddenly teacher thought thoughts threw throws throwing wherever whole fine keeps got gets hits crawl nobody guy folks
        """);

    private const double WeakWeight = 0.6;
    private const double StoryWeight = 0.55;

    /// <summary>Every word here: words that are spelt right.</summary>
    public static IEnumerable<string> All => None.Concat(Weak).Concat(Story);

    /// <returns>0 for a word that says nothing, less than 1 for one that says little, else 1.</returns>
    public static double Weight(string word) => None.Contains(word) ? 0 : Weak.Contains(word) ? WeakWeight : 1;

    /// <returns>Less than 1 for a word that only tells the story, else 1.</returns>
    public static double StoryShare(string word, string stem) => Story.Contains(stem) || Story.Contains(word) ? StoryWeight : 1;

    private static HashSet<string> WordsAndStems(string words) => [.. Set(words), .. Set(words).Select(Tokenizer.Stem)];

    // As the tokenizer leaves them: without apostrophes.
    private static HashSet<string> Set(string words) => new(
        words.Replace("'", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
