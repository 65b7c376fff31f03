namespace HfEndpoints.Emulator.Tests;

/// <summary>A test in a browser, which is skipped where Debian's is not installed.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Browser = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Browser))
        {
            Skip = $"There is no {Browser}. 'apt-get install chromium' installs it on Debian.";
        }
    }
}
