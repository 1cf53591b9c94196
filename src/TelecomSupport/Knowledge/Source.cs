namespace TelecomSupport.Knowledge;

/// <summary>A passage that a reply cites.</summary>
/// <param name="Document">The document's file name, such as <c>auth_faq.md</c>.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Section">The heading that the passage stands under; the title when it stands under none.</param>
/// <param name="Score">The passage's relevance to the question, 0 to 1.</param>
public sealed record Source(string Document, string Title, string Section, double Score);
