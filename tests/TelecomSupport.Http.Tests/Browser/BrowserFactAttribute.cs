namespace TelecomSupport.Http.Tests.Browser;

/// <summary>A test in a real browser; skipped where no Chromium is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (ChromiumPage.Executable is null)
        {
            Skip = "No Chromium: install one, or name it in CHROME_PATH.";
        }
    }
}
