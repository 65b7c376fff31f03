namespace HfEndpoints.Emulator;

/// <summary>
/// Finds what makes a model fail while it generates: "emulator:fail-after-N" in the prompt or as a tag of the endpoint, N tokens
/// into the answer. Without a stream the whole answer is the error.
/// </summary>
internal static partial class GenerationFault
{
    public static int? Find(EngineRequest request, string prompt)
    {
        Match match = Pattern().Match(prompt);
        if (!match.Success)
        {
            match = request.Spec.Tags.Select(tag => Pattern().Match(tag)).FirstOrDefault(found => found.Success) ?? match;
        }

        return match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"emulator:fail-after-(\d{1,6})")]
    private static partial Regex Pattern();
}
